"""The routes of exams, in the order in which they are matched."""

from fastapi import APIRouter

from web.exams import pictures, practice, prepare, result, room, saving, sitting

router = APIRouter()
for part in (saving, sitting, room, result, pictures, prepare, practice):
    router.include_router(part.router)
