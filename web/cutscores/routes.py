"""The routes of cutscores, in the order in which they are matched."""

from fastapi import APIRouter

from web.cutscores import begin, rate, steps, studies

router = APIRouter()
for part in (begin, rate, steps, studies):
    router.include_router(part.router)
