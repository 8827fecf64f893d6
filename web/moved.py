"""Old addresses, kept for bookmarks and for letters that were sent: each leads to where its page is now."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.get("/ties")
@router.get("/angoff")
@router.get("/angoff/{rest:path}")
@router.get("/blueprints/{rest:path}/angoff")
def moved(request: Request) -> Response:
    """The page under its new address, with whatever was asked of it."""
    url = request.url.replace(scheme="", netloc="")
    path = url.path.replace("/ties", "/conflicts").replace("/angoff", "/cutscores")
    return RedirectResponse(str(url.replace(path=path)), 308)
