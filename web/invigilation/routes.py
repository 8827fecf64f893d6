"""The routes of invigilation, in the order in which they are matched."""

from fastapi import APIRouter

from web.invigilation import accommodations, actions, everybody, live_room

router = APIRouter()
for part in (everybody, actions, live_room, accommodations):
    router.include_router(part.router)
