"""The exam: what it is, the room where it is sat, and its result."""

from fastapi import APIRouter

from web import (
    exams_pictures,
    exams_practice,
    exams_prepare,
    exams_result,
    exams_room,
    exams_saving,
    exams_sitting,
)

router = APIRouter()
PARTS = (exams_saving, exams_sitting, exams_room, exams_result, exams_pictures, exams_prepare, exams_practice)
for part in PARTS:
    router.include_router(part.router)
