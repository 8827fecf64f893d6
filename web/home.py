"""The front door."""

from fastapi import APIRouter, Request, Response

from web.deps import Visitor
from web.pages import page
from web.signing_in import HOMES

router = APIRouter()


@router.get("/")
def home(request: Request, person: Visitor) -> Response:
    """What this house does, how to apply, and how to verify."""
    desk = HOMES.get(person.role, "/review") if person else ""
    return page(request, "home/home.html", desk=desk)
