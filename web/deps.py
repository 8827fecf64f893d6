"""What routes ask for: the house, the visitor, and permission."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import BadSignature, Signer

from db import accounts
from db.engine import begin, glance
from domain.accounts import Act, Person, permit
from domain.refusals import SignInNeeded
from web.house import House as HouseTools

COOKIE = "greenroom_session"


def house_of(request: Request) -> HouseTools:
    """The tools of this process."""
    tools: HouseTools = request.app.state.house
    return tools


# What does not wait is async, here and below: a plain function would cost every request a trip to another thread.
async def _house(request: Request) -> HouseTools:
    return house_of(request)


House = Annotated[HouseTools, Depends(_house)]


async def _now(house: House) -> datetime:
    return house.now()


Now = Annotated[datetime, Depends(_now)]


def session_token(request: Request) -> str | None:
    """The session's token, if the cookie carries our signature."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        return signer(house_of(request)).unsign(cookie).decode()
    except BadSignature:
        return None


def signer(house: HouseTools) -> Signer:
    """Signs the session cookie."""
    return Signer(house.secret, salt="session")


def visitor(request: Request, house: House, now: Now) -> Person | None:
    """Who asks, or None; kept on the request so that the page's header knows it too."""
    token = session_token(request)
    if token is None:
        return None
    with glance(house.engine) as session:
        seat = accounts.who(session, token, now)
    if seat and now - seat.seen_at > accounts.TOUCH:
        with begin(house.engine) as session:
            accounts.touch(session, token, now)
    request.state.person = seat.person if seat else None
    return seat.person if seat else None


Visitor = Annotated[Person | None, Depends(visitor)]


async def signed_in(person: Visitor) -> Person:
    """Who asks; refuses SignInNeeded."""
    if person is None:
        raise SignInNeeded("Sign in to see this page.")
    return person


SignedIn = Annotated[Person, Depends(signed_in)]


def allowed(act: Act) -> Callable[[Person], Awaitable[Person]]:
    """A dependency that refuses whoever may not do this."""

    async def check(person: SignedIn) -> Person:
        permit(person, act)
        return person

    return check


Applicant = Annotated[Person, Depends(allowed(Act.APPLY))]
CaseReader = Annotated[Person, Depends(allowed(Act.READ_CASES))]
Reviewer = Annotated[Person, Depends(allowed(Act.DECIDE))]
AuditReader = Annotated[Person, Depends(allowed(Act.READ_AUDIT))]
Admin = Annotated[Person, Depends(allowed(Act.MANAGE_ACCOUNTS))]
