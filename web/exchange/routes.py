"""The routes of exchange, in the order in which they are matched."""

from fastapi import APIRouter

from web.exchange import exporting, importing, upload

router = APIRouter()
for part in (upload, importing, exporting):
    router.include_router(part.router)
