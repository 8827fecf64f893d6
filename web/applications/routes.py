"""The routes of applications, in the order in which they are matched."""

from fastapi import APIRouter

from web.applications import deleting, form, renewing, start, status, submitting

router = APIRouter()
for part in (start, renewing, deleting, submitting, status, form):
    router.include_router(part.router)
