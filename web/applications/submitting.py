"""Check your answers, and send them."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.applications import ApplicationRow
from db.credentials.register import CredentialRow
from db.engine import read
from domain.applications.answers import section_fields
from domain.applications.requirements import SECTIONS, StillDue, admit_submission
from domain.messages import Message, msg
from domain.policy.parts import Field
from domain.refusals import Conflict
from outbox import commands
from web.applications.answers import Posted, Typed, held, questions, settled, spoken, text
from web.applications.draft import ApplicationDraft, look
from web.applications.renewal_terms import admit_credential
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.loading import own_application

router = APIRouter(prefix="/applications/{application_id:uuid}")

Line = dict[str, str]


class FormTooOld(Conflict):
    """The page carries no valid command id."""


@router.get("/review")
def review(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """All answers on one page; after sending, as they were sent."""
    with read(services.engine) as session:
        return _page(request, services, look(services, session, own_application(session, person, application_id)))


@router.get("/submit")
def back(application_id: UUID) -> Response:
    """Where a reload or a bookmark of a refused submission leads."""
    return RedirectResponse(f"/applications/{application_id}/review", 303)


@router.post("/submit")
def submit(request: Request, services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """Send the application, once; what is still due is named instead."""
    try:
        # Sealed in the transaction that locks the row: no answer changes between the check and the sending.
        commands.submit(
            services.outbox, person, application_id, command_id=command_of(posted), seal=partial(_seal, services)
        ).raise_if_refused()
    except StillDue as refused:
        with read(services.engine) as session:
            draft = look(services, session, own_application(session, person, application_id))
        return _page(request, services, draft, errors={"still-due": refused.message})
    return RedirectResponse(f"/applications/{application_id}", 303)


def command_of(posted: Posted) -> UUID:
    """The command id that the form was made with; refuses FormTooOld."""
    try:
        return UUID(text(posted, "command"))
    except ValueError as error:
        raise FormTooOld(msg("This page is out of date. Open it again and repeat what you did.")) from error


def _seal(services: Services, session: Session, row: ApplicationRow) -> None:
    """Bring a complete draft into its final form; refuses StillDue, NotRenewable."""
    if row.renews:
        admit_credential(session, session.get_one(CredentialRow, row.renews), services.today())
    draft = look(services, session, row)
    admit_submission(draft.listed)
    row.answers = settled(draft.form, row.form).model_dump(mode="json")


def _page(
    request: Request, services: Services, draft: ApplicationDraft, *, errors: dict[str, Message] | None = None
) -> Response:
    parts = {section: _lines(draft, section) for section in SECTIONS[draft.form.trade]}
    # The id comes with the page: a double click sends one command, a page shown anew another.
    context = {"draft": draft, "parts": parts, "errors": errors or {}, "command": services.ids()}
    return page(request, "applications/review.html", 422 if errors else 200, **context)


def _lines(draft: ApplicationDraft, section: str) -> list[list[Line]]:
    """The rows of one section in groups: one, or one a person."""
    raw: Typed = held(draft.row.form, section)
    fields = section_fields(draft.form, section)
    if not fields:
        return []
    return [
        [_line(draft, each.field, each.name, value=each.value) for each in group]
        for group in questions(draft.form, section, raw, errors={})
    ]


def _line(draft: ApplicationDraft, field: Field, name: str, *, value: str | list[str]) -> Line:
    is_due = any(each.key == name for each in draft.due)
    return {"key": field.label, "name": name, "value": spoken(draft.form, field, value), "due": "yes" if is_due else ""}
