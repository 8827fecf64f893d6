"""What routes ask for: the house, the visitor, and permission."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import BadSignature, Signer

from db.accounts import people as accounts
from db.engine import begin, read_one
from domain.accounts import Act, NotPermitted, Person, Role, permit
from domain.messages import msg
from domain.refusals import SignInNeeded
from web.services import Services as ProcessServices

COOKIE = "greenroom_session"


def services_of(request: Request) -> ProcessServices:
    """The tools of this process."""
    tools: ProcessServices = request.app.state.services
    return tools


# What does not wait is async, here and below: a plain function would cost every request a trip to another thread.
async def _services(request: Request) -> ProcessServices:
    return services_of(request)


Services = Annotated[ProcessServices, Depends(_services)]


async def _now(services: Services) -> datetime:
    return services.now()


Now = Annotated[datetime, Depends(_now)]


def session_token(request: Request) -> str | None:
    """The session's token, if the cookie carries our signature."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        return signer(services_of(request)).unsign(cookie).decode()
    except BadSignature:
        return None


def signer(services: ProcessServices) -> Signer:
    """Signs the session cookie."""
    return Signer(services.secret, salt="session")


def visitor(request: Request, services: Services, now: Now) -> Person | None:
    """Who asks, or None; kept on the request so that the page's header knows it too."""
    token = session_token(request)
    if token is None:
        return None
    with read_one(services.engine) as session:
        seat = accounts.session_of(session, token, now)
    # Noted now and then: a request that only reads should not have to write.
    if seat and now - seat.seen_at > accounts.TOUCH:
        with begin(services.engine) as session:
            accounts.touch(session, token, now)
    request.state.person = seat.person if seat else None
    return seat.person if seat else None


Visitor = Annotated[Person | None, Depends(visitor)]


async def signed_in(person: Visitor) -> Person:
    """Who asks; refuses SignInNeeded."""
    if person is None:
        raise SignInNeeded(msg("Sign in to see this page."))
    return person


SignedIn = Annotated[Person, Depends(signed_in)]


def allowed(*acts: Act) -> Callable[[Person], Awaitable[Person]]:
    """A dependency that refuses whoever may do none of these: NotPermitted."""

    async def check(person: SignedIn) -> Person:
        if not any(map(person.may, acts)):
            permit(person, acts[0])
        return person

    return check


async def staff(person: SignedIn) -> Person:
    """Who asks, if it is not an applicant; refuses NotPermitted."""
    if person.role == Role.APPLICANT:
        raise NotPermitted(msg("This page is for the staff."))
    return person


# Who asks, named after the act that a route needs.
MayApply = Annotated[Person, Depends(allowed(Act.APPLY))]
MayReadCases = Annotated[Person, Depends(allowed(Act.READ_CASES))]
MayDecide = Annotated[Person, Depends(allowed(Act.DECIDE))]
MayChangeStanding = Annotated[Person, Depends(allowed(Act.CHANGE_STANDING))]
MayReadAudit = Annotated[Person, Depends(allowed(Act.READ_AUDIT))]
MayManageAccounts = Annotated[Person, Depends(allowed(Act.MANAGE_ACCOUNTS))]
MayManageBank = Annotated[Person, Depends(allowed(Act.MANAGE_BANK))]
MayApproveExams = Annotated[Person, Depends(allowed(Act.APPROVE_EXAMS))]
MayReadBank = Annotated[Person, Depends(allowed(Act.MANAGE_BANK, Act.APPROVE_EXAMS))]
MayRate = Annotated[Person, Depends(allowed(Act.RATE))]
MayInvigilate = Annotated[Person, Depends(allowed(Act.INVIGILATE))]
MayStateConflicts = Annotated[Person, Depends(allowed(Act.STATE_CONFLICTS))]
IsStaff = Annotated[Person, Depends(staff)]
