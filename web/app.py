"""The web process: routers put together, refusals turned into pages, the way to Temporal opened and closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from domain.refusals import Conflict, Forbidden, Invalid, Missing, Refused, SignInNeeded, TooMany
from settings import ROOT, Settings
from web import accounts, audit, credentials, documents, health, home, notifications, review, staff, vetting
from web.house import House, build
from web.logs import log_requests
from web.pages import page
from web.security import guard, protect

STATUS: dict[type[Refused], int] = {Forbidden: 403, Missing: 404, Conflict: 409, Invalid: 422, TooMany: 429}
LARGEST_BODY = 11_000_000
ROUTERS = (home, accounts, vetting, documents, review, credentials, notifications, audit, staff)

log = structlog.get_logger()


def create_app(settings: Settings, house: House | None = None) -> FastAPI:
    """The application; tests may bring their own house."""
    app = FastAPI(
        title="Greenroom", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan,
        max_body_size=LARGEST_BODY,
    )  # fmt: skip
    app.state.house = house or build(settings)
    app.middleware("http")(guard)
    app.middleware("http")(log_requests)
    app.mount("/static", StaticFiles(directory=ROOT / "web" / "static"), name="static")
    app.include_router(health.router)
    for module in ROUTERS:
        app.include_router(module.router, dependencies=[Depends(protect)])
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    await house.gateway.open()
    yield
    house.engine.dispose()


def on_refusal(request: Request, refusal: Refused) -> Response:
    """403, 404, 409, 422 or 429 with the refusal's own sentence; who must sign in is sent there and back."""
    if isinstance(refusal, SignInNeeded):
        wanted = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(wanted)}", 303)
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 409)
    return page(request, f"errors/{status}.html", status, message=str(refusal), code=refusal.code)


def on_http(request: Request, error: HTTPException) -> Response:
    """Errors of the framework: an unknown page, a wrong method, a body that is too large."""
    known = {404: "404", 405: "404", 413: "413"}.get(error.status_code)
    if known is None:
        return page(request, "errors/422.html", error.status_code, message=str(error.detail), code="Invalid")
    return page(request, f"errors/{known}.html", error.status_code, message="", code="Missing")


def on_bad_input(request: Request, error: RequestValidationError) -> Response:
    """A request whose fields are missing or of the wrong kind: nobody's form of ours sends one."""
    fields = ", ".join(str(each["loc"][-1]) for each in error.errors())
    return page(request, "errors/422.html", 422, message=f"Something is missing or misspelt: {fields}.", code="Invalid")


def on_dead_database(request: Request, error: OperationalError) -> Response:
    """The database is away: say so, lose nothing, ask to try again."""
    log.error("database away", error=str(error.orig))
    return page(request, "errors/503.html", 503, message="", code="Unavailable")


def on_crash(request: Request, error: Exception) -> Response:
    """A defect: the page tells nothing, the log tells all."""
    log.error("crash", path=request.url.path, exc_info=error)
    return page(request, "errors/500.html", 500, message="", code="Crash")


HANDLERS = {
    Refused: on_refusal,
    HTTPException: on_http,
    RequestValidationError: on_bad_input,
    OperationalError: on_dead_database,
    Exception: on_crash,
}
