"""After sending: what we are waiting for, who must act, until when; taking back; applying again."""

import hashlib
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.applications import ApplicationRow
from db.engine import begin, read
from domain.messages import msg
from domain.refusals import Conflict
from outbox import commands
from web.applications.answers import Posted
from web.applications.draft import form_of
from web.applications.progress import CLOSED, CaseProgress, case_progress_of
from web.applications.renewal_terms import unsigned
from web.applications.submitting import command_of
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.loading import own_application

router = APIRouter(prefix="/applications/{application_id:uuid}")


class NotSent(Conflict):
    """A draft cannot be taken back."""


class NotClosed(Conflict):
    """An application is copied only when it is over."""


def show(request: Request, services: Services, session: Session, *, row: ApplicationRow) -> Response:
    """The status page of an application that was sent."""
    return page(request, "applications/status.html", **_context(services, case_progress_of(services, session, row)))


@router.get("/progress")
def progress(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """The inner part of the status page; 204 while nothing changed, so that the page keeps still."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        if row.submitted_at is None:
            raise NotSent(msg("This application was not sent yet."))
        context = _context(services, case_progress_of(services, session, row))
    if request.query_params.get("seen") == context["seen"]:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return page(request, "applications/_status.html", **context)


@router.get("/withdraw")
def ask(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """Ask once more before an application is taken back."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        seen = case_progress_of(services, session, row)
    if row.submitted_at is None or seen.stage in CLOSED or seen.withdrawing:
        return RedirectResponse(f"/applications/{row.id}", 303)
    return page(request, "applications/withdraw.html", seen=seen, command=services.ids())


@router.post("/withdraw")
def withdraw(services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """Take an application back."""
    with read(services.engine) as session:
        if own_application(session, person, application_id).submitted_at is None:
            raise NotSent(msg("This application was not sent yet, so there is nothing to take back."))
    # Whose it is was asked above: the command finds the case by its id alone.
    commands.withdraw(services.outbox, person, application_id, command_id=command_of(posted)).raise_if_refused()
    return RedirectResponse(f"/applications/{application_id}", 303)


@router.post("/again")
def again(services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """A new draft with the answers of one that is over; papers and declaration are given anew."""
    # The form's id becomes the draft's: a double click copies once.
    new_id, now = command_of(posted), services.now()
    with begin(services.engine) as session:
        old = own_application(session, person, application_id)
        if case_progress_of(services, session, old).stage not in CLOSED:
            raise NotClosed(msg("This application is still being looked at. You can follow it here."))
        if session.get(ApplicationRow, new_id) is None:
            row = ApplicationRow(
                id=new_id,
                account_id=person.id,
                kind=old.kind,
                country=old.country,
                legal_form=old.legal_form,
                answers=unsigned(form_of(services, old).asks, old.form),
                created_at=now,
                updated_at=now,
            )
            session.add(row)
    return RedirectResponse(f"/applications/{new_id}?done=copied", 303)


def _context(services: Services, seen: CaseProgress) -> dict[str, Any]:
    """What the templates need; `seen` is a mark of all that the page tells, so that a poll can tell a change."""
    mark = hashlib.sha256(repr((seen.told, seen.late)).encode()).hexdigest()[:20]
    return {"progress": seen, "seen": mark, "copy": services.ids()}
