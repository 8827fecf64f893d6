"""The routes of corrections, in the order in which they are matched."""

from fastapi import APIRouter

from web.corrections import propose, verdict

router = APIRouter()
for part in (verdict, propose):
    router.include_router(part.router)
