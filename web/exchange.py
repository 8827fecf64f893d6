"""Exam items in and out: the pages where staff import a file into the bank, and export items as one."""

from fastapi import APIRouter

from web import exchange_export, exchange_import, exchange_upload

router = APIRouter()
for part in (exchange_upload, exchange_import, exchange_export):
    router.include_router(part.router)
