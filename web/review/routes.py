"""The routes of review, in the order in which they are matched."""

from fastapi import APIRouter

from web.review import case, cases, decision, identity, queue, standing

router = APIRouter()
for part in (cases, case, decision, identity, standing, queue):
    router.include_router(part.router)
