"""The routes of blueprints, in the order in which they are matched."""

from fastapi import APIRouter

from web.blueprints import edit, overview, publish

router = APIRouter()
for part in (edit, publish, overview):
    router.include_router(part.router)
