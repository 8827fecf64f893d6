"""The routes of practical, in the order in which they are matched."""

from fastapi import APIRouter

from web.practical import page, ratings, recordings, recordings_plain, streaming

router = APIRouter()
for part in (recordings, recordings_plain, streaming, page, ratings):
    router.include_router(part.router)
