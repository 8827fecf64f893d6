"""Errors as pages: each refusal gets its status, its own sentence, what was typed, and a way back."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from domain.exams.clock import Superseded
from domain.messages import Message, msg
from domain.refusals import Conflict, Forbidden, Invalid, Missing, Refused, SignInNeeded, TooMany
from web.common.deps import services_of, visitor
from web.common.limiting import TooManyTries
from web.common.pages import page
from web.common.readers import reader_of
from web.common.salvage import return_path, salvage
from web.common.security import SAFE, BodyTooLarge, ForeignForm, OtherSite, harden
from words.wording import word

# The first that fits is taken, so a subclass stands before its class.
STATUS: dict[type[Refused], int] = {
    BodyTooLarge: 413,
    Superseded: 423,
    Forbidden: 403,
    Missing: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}
# Forms for people who are not signed in: to them nothing has ended.
PUBLIC = ("/sign-in", "/register", "/forgotten", "/confirm", "/reset", "/verify")
UNTOUCHED = (OtherSite, BodyTooLarge)  # refused before the body is read
DATABASE_BACK = 10  # seconds

log = structlog.get_logger()


async def on_refusal(request: Request, refusal: Refused) -> Response:
    """403, 404, 409, 413, 422 or 429 with the refusal's own sentence; who must sign in is sent there and back."""
    # A script follows a redirect unseen, and would read the sign-in page as its data.
    if wants_data(request) and isinstance(refusal, SignInNeeded | ForeignForm):
        return problem(401 if isinstance(refusal, SignInNeeded) else 403, refusal.code, _worded(request, refusal))
    # Only who was looking is led away: who was sending would lose what they typed.
    if isinstance(refusal, SignInNeeded) and request.method in SAFE:
        wanted = f"{request.url.path}?{request.url.query}".rstrip("?")
        return RedirectResponse(f"/sign-in?next={quote(wanted)}", 303)
    typed = [] if isinstance(refusal, UNTOUCHED) or wants_data(request) else await salvage(request)
    if isinstance(refusal, SignInNeeded | ForeignForm):
        # In a thread: it asks the database who this is.
        return await run_in_threadpool(_out_of_date, request, refusal, typed)
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 409)
    if wants_data(request):
        return problem(status, refusal.code, _worded(request, refusal))
    answer = _error(request, status, refusal.message, typed=typed)
    if isinstance(refusal, TooManyTries):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


async def on_http(request: Request, error: HTTPException) -> Response:
    """Errors of the framework: an unknown page, a wrong method, a body that is too large."""
    known = {404: 404, 405: 404, 413: 413}.get(error.status_code)
    unread = msg("This could not be read. Go back and send it again.")
    return _error(request, known or 422, "" if known else unread, status=error.status_code)


async def on_bad_input(request: Request, error: RequestValidationError) -> Response:
    """A request whose fields are missing or of the wrong kind: nobody's form of ours sends one."""
    fields = [str(each["loc"][-1]) for each in error.errors()]
    sentence = msg("Something is missing or misspelt: {fields}.", fields=fields)
    if wants_data(request):
        return problem(422, "BadInput", word(sentence, reader_of(request)))
    return _error(request, 422, sentence, typed=await salvage(request))


async def on_dead_database(request: Request, error: OperationalError) -> Response:
    """The database is away: say so, hand back what was typed, ask to try again."""
    log.error("database away", error=str(error.orig))
    if wants_data(request):
        away = msg("The database is away. Nothing is lost; try again in a moment.")
        return problem(503, "DatabaseAway", word(away, reader_of(request)))
    return _away(request, await salvage(request))


async def on_gone(request: Request, error: ClientDisconnect) -> Response:
    """The connection broke while something was being sent: nobody is there to read an answer, and nothing is wrong."""
    log.info("client gone", path=request.url.path, kind=type(error).__name__)
    return Response(status_code=400)


async def on_crash(request: Request, error: Exception) -> Response:
    """A defect: the page tells nothing, the log tells all."""
    log.error("crash", path=request.url.path, exc_info=error)
    # Starlette answers crashes outside all middleware, where the Guard puts no headers.
    return harden(_error(request, 500))


def wants_data(request: Request) -> bool:
    """Whether a script of a page asks, which reads data, not pages."""
    return "application/json" in request.headers.get("accept", "")


def problem(status: int, code: str, detail: str) -> Response:
    """An error as data (RFC 9457); `code` is the refusal's name."""
    told = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return JSONResponse(told, status, media_type="application/problem+json", headers={"Cache-Control": "no-store"})


def _worded(request: Request, refusal: Refused) -> str:
    return word(refusal.message, reader_of(request))


def _out_of_date(request: Request, refusal: Refused, typed: list[tuple[str, str]]) -> Response:
    """The form belongs to another session, or to one that has ended."""
    services = services_of(request)
    try:
        person = visitor(request, services, services.now())
    except OperationalError:
        return _away(request, typed)
    signed_out = isinstance(refusal, SignInNeeded) or (person is None and not request.url.path.startswith(PUBLIC))
    known = {
        "signed_out": signed_out,
        "typed": typed,
        "back": return_path(request),
        "message": "",
        "code": refusal.code,
    }
    return page(request, "errors/stale.html", 403, **known)


def _away(request: Request, typed: list[tuple[str, str]]) -> Response:
    answer = _error(request, 503, "", typed=typed)
    answer.headers["Retry-After"] = str(DATABASE_BACK)
    return answer


def _error(
    request: Request,
    kind: int,
    message: Message | str = "",
    *,
    typed: list[tuple[str, str]] | None = None,
    status: int = 0,
) -> Response:
    back = return_path(request) if request.method not in SAFE else ""
    return page(request, f"errors/{kind}.html", status or kind, message=message, typed=typed or [], back=back)


HANDLERS: dict[type[Exception], Callable[[Request, Any], Awaitable[Response]]] = {
    Refused: on_refusal,
    HTTPException: on_http,
    RequestValidationError: on_bad_input,
    OperationalError: on_dead_database,
    ClientDisconnect: on_gone,
    Exception: on_crash,
}
