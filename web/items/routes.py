"""The routes of items, in the order in which they are matched."""

from fastapi import APIRouter

from web.items import one, pictures, search, steps, writing

router = APIRouter()
for part in (search, pictures, writing, one, steps):
    router.include_router(part.router)
