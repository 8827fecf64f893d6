"""The page of one's own account: who one is, where one is signed in, and the way out of all of it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from db.accounts import people as accounts
from db.engine import begin, read
from domain.events import EventKind
from web.common.auditing import audit
from web.common.browsers import describe
from web.common.deps import COOKIE, Services, SignedIn, session_token
from web.common.pages import page
from words.languages import time_zones

router = APIRouter()


@router.get("/account")
def my_account(request: Request, services: Services, person: SignedIn) -> Response:
    """Name, address, role, and the browsers that are signed in."""
    here = accounts.token_hash(session_token(request) or "")
    with read(services.engine) as session:
        rows = accounts.live_sessions(session, person.id, services.now())
    browsers = [{"row": row, "name": describe(row.browser), "here": row.token_hash == here} for row in rows]
    zones = [(each, each.replace("_", " ")) for each in time_zones()]
    return page(request, "accounts/my_account.html", browsers=browsers, zones=zones)


@router.post("/account/sessions/end")
def end_session(services: Services, person: SignedIn, browser: Annotated[str, Form()] = "") -> Response:
    """Sign one of the person's browsers out; somebody else's is left alone."""
    with begin(services.engine) as session:
        # The page names a browser by the hash of its token, which signs nobody in.
        accounts.close_one_session(session, person.id, browser, now=services.now())
    return RedirectResponse("/account?done=ended", 303)


@router.post("/account/sign-out-everywhere")
def sign_out_everywhere(services: Services, person: SignedIn) -> Response:
    """Sign every browser out, this one too."""
    now = services.now()
    with begin(services.engine) as session:
        accounts.close_all_sessions(session, person.id, now)
        audit(services, session, person, kind=EventKind.ACCOUNT_SIGNED_OUT_EVERYWHERE, subject=person.id)
    answer = RedirectResponse("/sign-in?done=everywhere", 303)
    answer.delete_cookie(COOKIE)
    return answer
