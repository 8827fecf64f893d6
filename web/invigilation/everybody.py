"""What an invigilator does to everybody at once: more time, or a message."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import invigilation
from db.audit import known
from db.engine import begin
from db.exams.sittings import SittingRow
from db.invigilation import ExamMessageRow
from domain.accounts import Person
from domain.events import EventKind
from domain.invigilation import actions as rules
from domain.lengths import SHORTEST_REASON
from domain.messages import Message, msg
from web.common.auditing import audit
from web.common.deps import MayInvigilate, Services
from web.common.pages import page
from web.invigilation.actions import EmptyMessage, whole_minutes, words

router = APIRouter(prefix="/room")


class AllInput(BaseModel):
    """The forms for all: minutes with a reason, or a message."""

    command: UUID
    minutes: str = ""
    reason: str = ""
    message: str = ""


@router.get("/all")
def form(request: Request, services: Services, _: MayInvigilate) -> Response:
    """More time, or a message, for everybody who sits an exam now."""
    return _page(request, AllInput(command=services.ids()), {})


@router.post("/extend-all")
def extend_all(
    request: Request, services: Services, person: MayInvigilate, form: Annotated[AllInput, Form()]
) -> Response:
    """Give everybody more time; one's own exam is left out."""
    if len(form.reason.strip()) < SHORTEST_REASON:
        sentence = msg("Give the reason in {shortest_reason} characters or more.", shortest_reason=SHORTEST_REASON)
        return _page(request, form, {"reason": sentence})
    try:
        with begin(services.engine) as session:
            # Locked before it is asked whether this was done: of two clicks the second waits here, and then knows.
            running = invigilation.running(session)
            if not known(session, str(form.command)):
                count = _extend(services, running, person, minutes=whole_minutes(form.minutes))
                _audit(services, session, person, kind=EventKind.EXAM_ALL_EXTENDED, form=form, count=count)
    except rules.BadMinutes as refusal:
        return _page(request, form, {"minutes": refusal.message})
    return RedirectResponse("/room?done=extended-all", 303)


@router.post("/message-all")
def message_all(
    request: Request, services: Services, person: MayInvigilate, form: Annotated[AllInput, Form()]
) -> Response:
    """Say something to everybody who sits an exam now."""
    try:
        said = words(form.message)
    except EmptyMessage as refusal:
        return _page(request, form, {"message": refusal.message})
    with suppress(IntegrityError), begin(services.engine) as session:  # of two clicks at once one is refused its id
        if not known(session, str(form.command)):
            session.add(ExamMessageRow(id=form.command, text=said, sent_by=person.id, sent_at=services.now()))
            _audit(services, session, person, kind=EventKind.EXAM_MESSAGE_TO_ALL, form=form)
    return RedirectResponse("/room?done=message-all", 303)


def _extend(services: Services, running: Sequence[SittingRow], person: Person, *, minutes: int) -> int:
    now, count = services.now(), 0
    # Even if nobody sits an exam: wrong minutes are told in any case.
    rules.admit_minutes(minutes)
    for row in running:
        # What was handed in a moment ago has no result yet either.
        if row.account_id != person.id and not row.clock.over(now):
            row.set_clock(rules.extend(row.clock, minutes, now))
            count += 1
    return count


def _audit(
    services: Services, session: Session, person: Person, *, kind: EventKind, form: AllInput, count: int = 0
) -> None:
    audit(
        services,
        session,
        person,
        kind=kind,
        subject="room",
        key=str(form.command),
        facts={"minutes": form.minutes, "told": (form.reason or form.message).strip(), "exams": count},
    )


def _page(request: Request, form: AllInput, errors: dict[str, Message]) -> Response:
    return page(request, "invigilation/all.html", 422 if errors else 200, form=form, errors=errors)
