"""The routes of statistics, in the order in which they are matched."""

from fastapi import APIRouter

from web.statistics import item, items, overview, raters

router = APIRouter()
for part in (items, item, raters, overview):
    router.include_router(part.router)
