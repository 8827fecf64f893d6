"""Corrections of keys: all of them, and the colleague's word on one; whatever is approved is applied by a procedure."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow, corrections
from db.engine import begin, read
from domain.accounts import Person
from domain.corrections.messages import CorrectKey, admit_verdict
from domain.events import EventKind
from outbox import commands
from web.common.auditing import audit
from web.common.deps import MayApproveExams, MayReadBank, Services
from web.common.pages import page
from web.corrections.preview import applied_of, preview_of
from web.corrections.view import keys_of, shown_of
from web.loading import get_or_404

router = APIRouter(prefix="/corrections")


@router.get("")
def all_of_them(request: Request, services: Services, _: MayReadBank) -> Response:
    """What waits, what was applied, what was declined."""
    with read(services.engine) as session:
        rows = [shown_of(session, *each) for each in corrections(session)]
    return page(request, "corrections/all.html", rows=rows)


@router.get("/{correction_id:uuid}")
def one(request: Request, services: Services, _: MayReadBank, correction_id: UUID) -> Response:
    """One correction: what it would change by now, or what it has changed; refuses Missing."""
    return _page(request, services, correction_id)


@router.post("/{correction_id:uuid}/approve")
def approve(
    request: Request,
    services: Services,
    person: MayApproveExams,
    correction_id: UUID,
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Approve what was seen and have it applied; when it is no longer what was seen, it is shown anew."""
    with read(services.engine) as session:
        row = get_or_404(session, CorrectionRow, correction_id)
        # Approved by the same person before: a second press only asks what came of it.
        if row.approved_by != person.id:
            admit_verdict(row.proposed_by, person.id, row.settled)
            if preview_of(session, row).mark != seen:
                return _page(request, services, correction_id, stale=True)

    # Runs in the transaction that records the command: what is approved is sure to be applied.
    def sign(session: Session) -> None:
        row = get_or_404(session, CorrectionRow, correction_id, lock=True)
        # Once more under the lock: a colleague may have settled it meanwhile.
        admit_verdict(row.proposed_by, person.id, row.settled)
        row.approved_by, row.approved_at = person.id, services.now()
        _audit(services, session, person, kind=EventKind.KEY_CORRECTION_APPROVED, row=row)

    commands.correct_key(
        services.outbox, person, CorrectKey(id=correction_id, by=person.id), approve=sign
    ).raise_if_refused()
    return RedirectResponse(f"/corrections/{correction_id}?done=approved", 303)


@router.post("/{correction_id:uuid}/decline")
def decline(services: Services, person: MayApproveExams, correction_id: UUID) -> Response:
    """Decline it: nothing changes."""
    with begin(services.engine) as session:
        row = get_or_404(session, CorrectionRow, correction_id, lock=True)
        if row.declined_by != person.id:
            admit_verdict(row.proposed_by, person.id, row.settled)
            row.declined_by, row.declined_at = person.id, services.now()
            _audit(services, session, person, kind=EventKind.KEY_CORRECTION_DECLINED, row=row)
    return RedirectResponse(f"/corrections/{correction_id}?done=declined", 303)


def _page(request: Request, services: Services, correction_id: UUID, *, stale: bool = False) -> Response:
    with read(services.engine) as session:
        row, applied = (
            get_or_404(session, CorrectionRow, correction_id),
            session.get(AppliedCorrectionRow, correction_id),
        )
        shown = shown_of(session, row, applied)
        waits = shown.state == "waiting"
        preview = applied_of(session, applied) if applied else preview_of(session, row) if waits else None
        keys = keys_of(session, row)
    known = {"shown": shown, "preview": preview, "keys": keys, "stale": stale}
    return page(request, "corrections/one.html", 409 if stale else 200, **known)


def _audit(services: Services, session: Session, person: Person, *, kind: EventKind, row: CorrectionRow) -> None:
    audit(
        services,
        session,
        person,
        kind=kind,
        subject=row.item_id,
        key=f"{kind}:{row.id}",
        facts={"correction": str(row.id), "version": row.version},
    )
