"""The reviewer's queue, and the next case at one press; `web/review/case.py` shows the cases."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from db import review
from db.accounts import people as accounts
from db.engine import begin, read
from domain.events import EventKind
from web.common.auditing import audit
from web.common.deps import MayDecide, MayReadCases, Services
from web.common.pages import page

router = APIRouter()
SHOWN = 50


@router.get("/review")
def queue(request: Request, services: Services, person: MayReadCases) -> Response:
    """Open tasks in the order they are due; one's own claims on top; what was decided lately."""
    now = services.now()
    with read(services.engine) as session:
        mine = review.queue(session, now, of=person.id)
        # Enough to fill the page when one's own are taken out.
        open_tasks = review.queue(session, now, SHOWN + len(mine))
        decided, counts = review.recent_decisions(session), review.counts(session, now)
        people = {each.claim.reviewer for each in open_tasks if each.claim} | {row.by for row, _ in decided}
        names = {row.id: row.name for row in accounts.named(session, people)}
    others = [each for each in open_tasks if each.claim is None or each.claim.reviewer != person.id]
    return page(
        request,
        "review/queue.html",
        mine=mine,
        others=others,
        decided=decided,
        counts=counts,
        names=names,
        free=sum(each.claim is None and each.case.applicant != person.id for each in others),
    )


@router.post("/review/claim-next")
def claim_next(services: Services, person: MayDecide) -> Response:
    """Take the first case that nobody holds; two who press at once get two cases."""
    with begin(services.engine) as session:
        task = review.claim_next(session, person.id, services.now())
        if task is None:
            return RedirectResponse("/review?done=nothing-left", 303)
        audit(services, session, person, kind=EventKind.CASE_CLAIMED, subject=task.case_id)
    return RedirectResponse(f"/cases/{task.case_id}?done=claimed", 303)
