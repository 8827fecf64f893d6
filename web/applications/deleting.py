"""Deleting a draft: its answers and papers are personal data, and their owner may want them gone."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db import documents
from db.applications import ApplicationRow
from db.audit import known
from db.engine import begin, read
from domain.events import EventKind
from vault.files import document_name
from web.applications.draft import editable, look
from web.common.auditing import audit
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.loading import own_application

router = APIRouter(prefix="/applications/{application_id:uuid}")


@router.get("/delete")
def ask(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """Ask once more before a draft is deleted."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        draft = look(services, session, row)
    if row.submitted_at:
        return RedirectResponse(f"/applications/{row.id}", 303)
    return page(request, "applications/delete.html", draft=draft)


@router.post("/delete")
def delete(services: Services, person: MayApply, application_id: UUID) -> Response:
    """Delete a draft with its papers; a second time changes nothing. Refuses Missing, AlreadySubmitted."""
    gone = f"application.deleted:{application_id}:{person.id}"
    with begin(services.engine) as session:
        if session.get(ApplicationRow, application_id) is None and known(session, gone):
            return _home()
        row = editable(session, person, application_id)
        papers = _erase(session, row)
        audit(services, session, person, kind=EventKind.APPLICATION_DELETED, subject=application_id, key=gone)
    # The rows went first, and with them the keys: bytes that a crash leaves behind can never be read again.
    for paper in papers:
        services.vault.remove(document_name(paper))
    return _home()


def _erase(session: Session, row: ApplicationRow) -> list[UUID]:
    """Delete the rows, also of papers taken out before; the ids of the papers."""
    papers = documents.all_of_application(session, row.id)
    ids = [each.id for each in papers]
    for each in papers:
        session.delete(each)
    session.flush()
    session.delete(row)
    return ids


def _home() -> RedirectResponse:
    return RedirectResponse("/applications?done=deleted", 303)
