"""What somebody typed into a form that could not be taken, and the way back to the page it stood on."""

from urllib.parse import urlparse

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from web.common.inputs import local_path
from web.common.security import CSRF_FIELD, SAFE

MOST, LONGEST = 100, 20_000  # fields, and characters of each
# Fields that nobody types: marks of our own pages.
OURS = {CSRF_FIELD, "change", "command", "do", "draft_id", "kind", "next", "replaces", "seen", "step", "version"}
SECRET = ("password", "token")


async def salvage(request: Request) -> list[tuple[str, str]]:
    """Label and text of each field that was typed into a posted form; never passwords, never files."""
    if request.method in SAFE:
        return []
    try:
        return _typed(await request.form())
    except (HTTPException, ClientDisconnect):  # the body itself is what is wrong
        return []


def return_path(request: Request) -> str:
    """Path of the page that a form stood on: where the browser says it was, or the nearest page above its address."""
    came = urlparse(request.headers.get("referer", ""))
    steps = request.url.path.split("/")
    above = ["/".join(steps[:count]) for count in range(len(steps), 1, -1)]
    if came.netloc == request.headers.get("host") and _opens(request, came.path):
        return local_path(f"{came.path}?{came.query}" if came.query else came.path) or "/"
    return next((path for path in above if _opens(request, path)), "/")


def _typed(posted: FormData) -> list[tuple[str, str]]:
    wanted = [(name, value) for name, value in posted.multi_items() if isinstance(value, str) and value.strip()]
    shown = [(_label(name), value[:LONGEST]) for name, value in wanted if not _hidden(name)]
    return shown[:MOST]


def _hidden(name: str) -> bool:
    return name in OURS or any(word in name.lower() for word in SECRET)


def _label(name: str) -> str:
    """`owners.0.birth_date` becomes `Owners 1 birth date`."""
    words = (str(int(word) + 1) if word.isdecimal() else word.replace("_", " ") for word in name[:80].split("."))
    return " ".join(words).capitalize()


def _opens(request: Request, path: str) -> bool:
    """Whether a page of ours answers a GET of this path."""
    scope = {**request.scope, "method": "GET", "path": path, "raw_path": path.encode()}
    return any(route.matches(scope)[0] == Match.FULL for route in request.app.router.routes)
