"""The local mailbox: every letter the house has written, for an installation without a mail server."""

import base64
import hashlib
import re
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from db import notifications
from db.engine import read
from db.notifications import MailRow
from domain.messages import msg
from domain.refusals import Missing
from web.common.deps import Services, Visitor
from web.common.pages import page
from web.loading import get_or_404

router = APIRouter()
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@router.get("/mailbox")
def mailbox(request: Request, services: Services, _: Visitor) -> Response:
    """All letters, newest first."""
    _only_here(services)
    with read(services.engine) as session:
        letters = notifications.newest(session)
    return page(request, "notifications/mailbox.html", letters=letters)


@router.get("/mailbox/{letter_id}")
def letter(request: Request, services: Services, _: Visitor, letter_id: UUID, plain: bool = False) -> Response:
    """One letter, as a mail program shows it, or its plain text."""
    return page(request, "notifications/letter.html", letter=_find(services, letter_id), plain=plain)


@router.get("/mailbox/{letter_id}/html")
def letter_html(services: Services, letter_id: UUID) -> Response:
    """The letter's own HTML for the frame: no scripts, no loading, and only the style it was written with."""
    html = _find(services, letter_id).html
    return HTMLResponse(html, headers={"Content-Security-Policy": _policy(html), "Cache-Control": "no-store"})


def _find(services: Services, letter_id: UUID) -> MailRow:
    _only_here(services)
    with read(services.engine) as session:
        return get_or_404(session, MailRow, letter_id)


def _only_here(services: Services) -> None:
    """Letters hold links that open accounts: nobody may read them on an installation with a mail server."""
    if not services.settings.embedded:
        raise Missing(msg("There is no mailbox here."))


def _policy(html: str) -> str:
    """A policy that names the style by its hash, because letters carry theirs inside."""
    digests = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in STYLE.findall(html))
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-top-navigation-by-user-activation"
    )
