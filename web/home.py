"""The front door."""

from fastapi import APIRouter, Request, Response

from web.accounts.signing_in import HOMES
from web.common.deps import Visitor
from web.common.pages import page

router = APIRouter()


@router.get("/")
def home(request: Request, person: Visitor) -> Response:
    """What this house does, how to apply, and how to verify."""
    start_page = HOMES[person.role] if person else ""
    return page(request, "home/home.html", start_page=start_page)
