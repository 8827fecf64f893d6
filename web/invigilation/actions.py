"""What an invigilator does to one sitting: pause, go on, more time, a message, void. Each once, however often sent."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlmodel import Session

from db.audit import known
from db.cases import CaseRow
from db.commands import CommandRow, record
from db.engine import begin, read
from db.exams.attempts import AttemptRow
from db.exams.sittings import SittingRow
from db.invigilation import ExamMessageRow
from domain.accounts import Person
from domain.events import EventKind
from domain.exams.attempts import SubmitExam, attempt_workflow
from domain.exams.clock import Clock
from domain.invigilation import actions as rules
from domain.lengths import LONGEST_ROOM_TEXT, SHORTEST_REASON
from domain.messages import msg
from domain.refusals import Invalid
from outbox.gateway import Envelope, new_command
from web.common.auditing import audit
from web.common.deps import MayInvigilate, Services
from web.common.pages import page
from web.exams.ending import deliver_end
from web.loading import get_or_404

router = APIRouter(prefix="/room/{attempt_id:uuid}")


class ActionInput(BaseModel):
    """The form: what to do, with which minutes or words; `command` makes a double click one action."""

    action: str
    command: UUID
    minutes: str = ""
    message: str = ""
    reason: str = ""
    step: str = ""


class EmptyMessage(Invalid):
    """A message without words."""


class UnknownAction(Invalid):
    """No such button."""


@router.post("")
def act(
    request: Request, services: Services, person: MayInvigilate, attempt_id: UUID, form: Annotated[ActionInput, Form()]
) -> Response:
    """Do it; what is typed wrongly is told beside its field, and voiding asks once more."""
    # Too short a reason is refused below, before anybody is asked once more.
    if form.action == "void" and form.step != "record" and len(form.reason.strip()) >= SHORTEST_REASON:
        with read(services.engine) as session:
            attempt = get_or_404(session, AttemptRow, attempt_id)
            title = session.get_one(CaseRow, attempt.case_id).title
        return page(request, "invigilation/void.html", attempt=attempt, title=title, form=form)
    try:
        waiting = _do(services, person, attempt_id, form=form)
    except (rules.BadMinutes, rules.VoidReasonMissing, EmptyMessage) as refusal:
        field = {"extend": "minutes", "message": "message"}.get(form.action, "reason")
        errors = {field: refusal.message}
        return page(request, "invigilation/again.html", 422, attempt_id=attempt_id, form=form, errors=errors)
    if waiting:
        deliver_end(services, attempt_id, waiting)
    return RedirectResponse(f"/room/{attempt_id}?done={form.action}", 303)


def _do(services: Services, person: Person, attempt_id: UUID, *, form: ActionInput) -> CommandRow | None:
    with begin(services.engine) as session:
        attempt = get_or_404(session, AttemptRow, attempt_id)
        rules.admit_invigilator(attempt.account_id, person.id)
        # Locked before the command is looked for: the second half of a double click finds the first.
        row = session.get(SittingRow, attempt_id, with_for_update=True)
        if row is None:
            raise rules.NotRunning(msg("This exam has not begun."))
        if known(session, str(form.command)):
            # A void is delivered once more, in case it did not arrive; nothing else has a command.
            return session.get(CommandRow, form.command)
        # No matter of the clock: people can be told something after the end as well.
        if form.action == "message":
            _say(services, session, person, attempt=attempt, form=form)
            return None
        row.set_clock(_changed(row, form, services))
        waiting = _void(services, session, person, row=row, form=form) if form.action == "void" else None
        _audit(services, session, person, attempt=attempt, form=form)
        return waiting


def _changed(row: SittingRow, form: ActionInput, services: Services) -> Clock:
    now, clock = services.now(), row.clock
    ways: dict[str, Callable[[], Clock]] = {
        "pause": lambda: rules.pause(clock, now),
        "go_on": lambda: rules.resume(clock, now),
        "extend": lambda: rules.extend(clock, whole_minutes(form.minutes), now),
        "void": lambda: rules.void(clock, form.reason, now),
    }
    if form.action not in ways:
        raise UnknownAction(msg("There is no such action. Open the page again."))
    return ways[form.action]()


def _void(services: Services, session: Session, person: Person, *, row: SittingRow, form: ActionInput) -> CommandRow:
    row.voided_by, row.void_reason = person.id, form.reason.strip()[:LONGEST_ROOM_TEXT]
    envelope = Envelope(form.command, "end_exam", attempt_workflow(row.attempt_id), person.id, services.now())
    # With the clock in one transaction: what is voided here is sure to end in the procedure too.
    return record(session, new_command(envelope, SubmitExam(id=form.command, by=person.id)))


def _say(services: Services, session: Session, person: Person, *, attempt: AttemptRow, form: ActionInput) -> None:
    session.add(
        ExamMessageRow(
            id=form.command, attempt_id=attempt.id, text=words(form.message), sent_by=person.id, sent_at=services.now()
        )
    )
    _audit(services, session, person, attempt=attempt, form=form)


def words(text: str) -> str:
    """A message fit to send; refuses EmptyMessage."""
    said = text.strip()[:LONGEST_ROOM_TEXT]
    if not said:
        raise EmptyMessage(msg("Write the message first."))
    return said


def whole_minutes(minutes: str) -> int:
    """The minutes as a number; 0, which is refused, for anything else."""
    return int(minutes) if minutes.strip().isdecimal() and len(minutes.strip()) < 6 else 0


PAST = {
    "pause": EventKind.EXAM_PAUSED,
    "go_on": EventKind.EXAM_RESUMED,
    "extend": EventKind.EXAM_EXTENDED,
    "void": EventKind.EXAM_VOIDED,
    "message": EventKind.EXAM_MESSAGE_SENT,
}


def _audit(services: Services, session: Session, person: Person, *, attempt: AttemptRow, form: ActionInput) -> None:
    said = {"message": form.message, "void": form.reason, "extend": f"{form.minutes} min"}
    told = said.get(form.action, "").strip()
    audit(
        services,
        session,
        person,
        kind=PAST[form.action],
        subject=attempt.case_id,
        key=str(form.command),
        facts={"attempt": str(attempt.id), "told": told},
    )
