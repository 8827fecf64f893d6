"""Guards around every request: headers, where it came from, and the token on every form."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlparse

from fastapi import Request, Response
from itsdangerous import BadSignature, Signer
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.messages import msg
from domain.refusals import Forbidden, Invalid, Refused
from web.common.deps import COOKIE, services_of

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
CSRF_COOKIE = "greenroom_csrf"
CSRF_FIELD = "csrftoken"
CSRF_HEADER = "x-csrftoken"

LARGEST_BODY = 11_000_000  # bytes: the largest file, and the form around it

Refuse = Callable[[Request, Refused], Awaitable[Response]]


class ForeignForm(Forbidden):
    """The form's token is missing or belongs to another browser or session."""


class OtherSite(Forbidden):
    """A page of another site sent this."""


class BodyTooLarge(Invalid):
    """The request announces more bytes than any form of ours may have."""


class Guard:
    """The guard of every request; `refuse` turns what it does not admit into a page. Plain ASGI: it is on every way."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request or pass it on; the answer gets the headers, and a page the cookie of its forms."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        known = _known_nonce(request)
        request.state.csrf = known or secrets.token_urlsafe(24)

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _harden(headers)
                # Only pages carry forms; what a page fetches beside it must not replace its nonce.
                if known is None and "text/html" in headers.get("content-type", ""):
                    headers.append("set-cookie", _nonce_cookie(request))
            await send(message)

        refusal = _refusal(request)
        answer = await self._refuse(request, refusal) if refusal else self._app
        await answer(scope, receive, hardened)


def harden(response: Response) -> Response:
    """Put the headers on an answer, where it has none of its own."""
    _harden(response.headers)
    return response


def _harden(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def _refusal(request: Request) -> Refused | None:
    """Why a request is not even read: a writing one from another site, or one that is too large."""
    if request.method not in SAFE and not _own_origin(request):
        return OtherSite(msg("This form came from another site. Nothing was changed."))
    announced = request.headers.get("content-length", "")
    return BodyTooLarge() if announced.isdecimal() and int(announced) > LARGEST_BODY else None


def _nonce_cookie(request: Request) -> str:
    """The header that keeps the browser's nonce."""
    services, carrier = services_of(request), Response()
    cookie = Signer(services.secret, salt="csrf-cookie").sign(request.state.csrf).decode()
    secure = services.settings.base_url.startswith("https:")
    carrier.set_cookie(CSRF_COOKIE, cookie, httponly=True, samesite="lax", secure=secure)
    return carrier.headers["set-cookie"]


async def protect(request: Request) -> None:
    """Refuse a writing request without the token of this browser and session: ForeignForm."""
    if request.method in SAFE:
        return
    given = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    # As bytes: compare_digest refuses texts beyond ASCII.
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), csrf_token(request).encode()):
        raise ForeignForm(
            msg("This page is out of date, perhaps because you signed in or out. Go back, reload, try again.")
        )


def csrf_token(request: Request) -> str:
    """The token that forms of this browser and session carry."""
    # To the session as well: a form made before signing in or out does not count after it.
    bound_to = f"{request.state.csrf}.{request.cookies.get(COOKIE, '')}"
    return Signer(services_of(request).secret, salt="csrf").get_signature(bound_to).decode()


def _known_nonce(request: Request) -> str | None:
    cookie = request.cookies.get(CSRF_COOKIE)
    try:
        return Signer(services_of(request).secret, salt="csrf-cookie").unsign(cookie).decode() if cookie else None
    except BadSignature:
        return None


def _own_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    # Without either header it is an old browser or none; the form's token is still asked for.
    origin = request.headers.get("origin")
    return origin is None or urlparse(origin).netloc == request.headers.get("host")
