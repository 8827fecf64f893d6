"""The item bank: its list, one item, its form, its pictures, and the steps from draft to retirement."""

from fastapi import APIRouter

from web import items_list, items_one, items_pictures, items_steps, items_writing

router = APIRouter()
for part in (items_list, items_pictures, items_writing, items_one, items_steps):
    router.include_router(part.router)
