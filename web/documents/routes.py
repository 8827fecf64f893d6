"""The routes of documents, in the order in which they are matched."""

from fastapi import APIRouter

from web.documents import serving, uploads

router = APIRouter()
for part in (uploads, serving):
    router.include_router(part.router)
