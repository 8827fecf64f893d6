"""The routes of accounts, in the order in which they are matched."""

from fastapi import APIRouter

from web.accounts import my_account, reading, registering, resetting

router = APIRouter()
for part in (resetting, my_account, reading, registering):
    router.include_router(part.router)
