"""The auditor's page: what happened, newest first, and whether the chain holds."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from db import audit
from db.accounts import people as accounts
from db.engine import read
from domain.accounts import Role
from web.common.deps import MayReadAudit, Services
from web.common.pages import page

router = APIRouter()
MOST = 50
# The largest number a row can have in both databases.
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@router.get("/audit")
def events(request: Request, services: Services, _: MayReadAudit, subject: str = "", before: Before = None) -> Response:
    """A page of events; `subject` narrows them to one case, credential or account."""
    wanted = subject.strip()[:200]
    with read(services.engine) as session:
        rows = audit.newest(session, before, wanted or None, most=MOST + 1)
        names = {row.id: row.name for row in accounts.named(session, {row.actor for row in rows if row.actor})}
    older = rows[MOST - 1].seq if len(rows) > MOST else None
    shown = {"names": names, "subject": wanted, "older": older, "before": before}
    roles = {role.value: role.label for role in Role}
    return page(request, "audit/events.html", 200, rows=rows[:MOST], roles=roles, **shown)


@router.get("/audit/chain")
def chain(request: Request, services: Services, _: MayReadAudit) -> Response:
    """Walk the whole chain now; the head's hash is what an auditor writes down elsewhere."""
    with read(services.engine) as session:
        broken, head = audit.first_broken(session), audit.head(session)
    return page(request, "audit/chain.html", broken=broken, head=head)
