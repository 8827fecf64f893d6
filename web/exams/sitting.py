"""Beginning, interrupting and handing in an exam; each is one transaction that a repeat does not change."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from db.cases import CaseRow
from db.commands import record
from db.engine import begin
from db.exams import sittings
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from db.invigilation import SignalRow, signals_of
from domain.accounts import Person
from domain.cases import Stage
from domain.events import EventKind
from domain.exams.attempts import SitExam, SubmitExam, attempt_workflow
from domain.exams.clock import (
    Accommodation,
    AttemptClosed,
    Paused,
    admit_start,
    alarm_set_at,
    start_deadline,
)
from domain.invigilation.signals import SignalKind
from domain.lengths import LONGEST_COMMENT
from domain.messages import msg
from domain.refusals import Conflict
from outbox.gateway import Envelope, new_command
from web.common.auditing import audit
from web.common.deps import MayApply, Services
from web.exams.ending import beginning_of, deliver_end
from web.exams.saving import Client, RoomState, standing
from web.exams.start_queue import wait_for_turn
from web.loading import begun_sitting, own_attempt

router = APIRouter()

# The alarm rings after the grace, so that it finds every answer that still counts.
A_MOMENT = timedelta(seconds=1)
MOST_SIGNALS = 500
# What a page may report by itself; the rest the server sees.
REPORTED = set(SignalKind) - {SignalKind.PARALLEL_SESSION}


class NoBreakLeft(Conflict):
    """All breaks of this exam are used up, or none was granted."""


class SignalInput(BaseModel):
    """Something the page noticed."""

    kind: SignalKind
    item: UUID | None = None
    seconds: float | None = Field(default=None, ge=-1e7, le=1e7)
    text: str = Field(default="", max_length=LONGEST_COMMENT)


@router.post("/exams/{attempt_id:uuid}/start", dependencies=[Depends(wait_for_turn)])
def start(services: Services, person: MayApply, attempt_id: UUID, client: Annotated[Client, Form()]) -> Response:
    """Begin: the clock runs from this transaction on, whether or not the procedure's engine is there.

    Refuses NotOpenYet and AttemptClosed outside the window.
    """
    with begin(services.engine) as session:
        # Locked before the sitting is looked for: the second of two clicks finds that of the first.
        attempt = own_attempt(session, person, attempt_id, lock=True)
        if session.get(SittingRow, attempt_id) is None:
            _begin(services, session, person, attempt=attempt, client=client)
    return RedirectResponse(f"/exams/{attempt_id}", 303)


@router.post("/exams/{attempt_id:uuid}/submit")
def submit(services: Services, person: MayApply, attempt_id: UUID) -> Response:
    """Hand in: the answers are closed by this transaction, and scored as soon as the procedure hears of it."""
    # Refuses who is not the candidate, before anything is locked.
    paper = services.exam_papers.of(attempt_id, person.id)
    with begin(services.engine) as session:
        row, now = begun_sitting(session, attempt_id, lock=True), services.now()
        # The id follows from the attempt: handing in again, from any tab, is the same command.
        message = SubmitExam(id=uuid5(attempt_id, "submit"), by=person.id)
        envelope = Envelope(message.id, "end_exam", attempt_workflow(attempt_id), person.id, now)
        # Past the deadline the procedure ends it by itself; handing in then changes nothing.
        counts = row.submitted_at is not None or not row.clock.over(now)
        recorded = record(session, new_command(envelope, message)) if counts else None
        if recorded and row.submitted_at is None:
            row.set_clock(row.clock.resumed(now).model_copy(update={"submitted_at": now}))
            _audit(
                services, session, person, kind=EventKind.EXAM_SUBMITTED, attempt_id=attempt_id, case_id=paper.case_id
            )
    if recorded:
        deliver_end(services, attempt_id, recorded)
    return RedirectResponse(f"/exams/{attempt_id}", 303)


@router.post("/exams/{attempt_id:uuid}/break")
def take_break(services: Services, person: MayApply, attempt_id: UUID) -> RoomState:
    """Stop the clock for a granted break; refuses NoBreakLeft, Paused, AttemptClosed."""
    # Only for its refusal: no stranger touches the clock.
    services.exam_papers.of(attempt_id, person.id)
    with begin(services.engine) as session:
        row, now = session.get(SittingRow, attempt_id, with_for_update=True), services.now()
        if row is None or row.clock.over(now):
            raise AttemptClosed(msg("The exam is not running."))
        if row.clock.paused(now):
            raise Paused(msg("The exam is paused already."))
        if row.breaks_left < 1:
            raise NoBreakLeft(msg("No break is left in this exam."))
        # A break that ended by itself still stands in the row: its time is given back before the next one.
        row.set_clock(row.clock.resumed(now))
        row.breaks_left -= 1
        row.paused_at, row.paused_until = now, now + timedelta(minutes=row.break_minutes)
    return RoomState(mine=True, messages=[], **standing(row, now))


@router.post("/exams/{attempt_id:uuid}/resume")
def resume(services: Services, person: MayApply, attempt_id: UUID) -> RoomState:
    """End a break early; a pause by an invigilator is theirs to end: Paused."""
    services.exam_papers.of(attempt_id, person.id)
    with begin(services.engine) as session:
        row, now = begun_sitting(session, attempt_id, lock=True), services.now()
        if row.paused_at and row.paused_until is None:
            raise Paused(msg("The invigilator has paused the exam, and will resume it."))
        row.set_clock(row.clock.resumed(now))
    return RoomState(mine=True, messages=[], **standing(row, now))


@router.post("/exams/{attempt_id:uuid}/signals", status_code=204)
def signal(services: Services, person: MayApply, attempt_id: UUID, seen: SignalInput) -> None:
    """Keep what the page noticed, or the candidate's comment; never ends an exam."""
    services.exam_papers.of(attempt_id, person.id)
    with begin(services.engine) as session:
        known = signals_of(session, attempt_id)
        # Room of their own for comments: a flood of signals leaves nobody without a word.
        most = MOST_SIGNALS + 20 if seen.kind == SignalKind.COMMENT else MOST_SIGNALS
        if seen.kind in REPORTED and session.get(SittingRow, attempt_id) is not None and len(known) < most:
            row = SignalRow(id=services.ids(), attempt_id=attempt_id, at=services.now(), **_kept(seen))
            session.add(row)


def _kept(seen: SignalInput) -> dict[str, Any]:
    text = seen.text.strip() if seen.kind == SignalKind.COMMENT else ""
    return {"kind": seen.kind, "item_id": seen.item, "seconds": seen.seconds, "text": text}


def _begin(services: Services, session: Session, person: Person, *, attempt: AttemptRow, client: str) -> None:
    now = services.now()
    admit_start(now, attempt.opens_at, attempt.closes_at)
    case = session.get_one(CaseRow, attempt.case_id)
    if case.stage != Stage.EXAM or session.get(ResultRow, attempt.id) is not None:
        raise AttemptClosed(msg("This exam cannot be taken any more."))
    held = sittings.accommodation_of(session, person.id, now)
    granted = held.granted if held else Accommodation()
    deadline_at = start_deadline(now, attempt.minutes, granted, closes_at=attempt.closes_at)
    session.add(
        SittingRow(
            attempt_id=attempt.id,
            account_id=person.id,
            started_at=now,
            deadline_at=deadline_at,
            grace_seconds=attempt.grace_seconds,
            breaks_left=granted.breaks,
            break_minutes=granted.break_minutes,
            lease=client,
            leased_at=now,
            seen_at=now,
        )
    )
    due_at = deadline_at + attempt.grace + A_MOMENT
    message = SitExam(attempt_id=attempt.id, case_id=attempt.case_id, due_at=due_at)
    envelope = Envelope(beginning_of(attempt.id), "sit", attempt_workflow(attempt.id), person.id, now)
    command = new_command(envelope, message)
    # Left to the relay, after the rush: the clock is in the table, so the alarm has only to be set in time.
    command.next_try_at = alarm_set_at(now, deadline_at, attempt.id)
    # Nobody can have recorded it before: that would have been with the sitting, under the same lock.
    # The trail hears of it when the command is delivered: its one chain is no place to meet for all who begin at once.
    session.add(command)


def _audit(
    services: Services, session: Session, person: Person, *, kind: EventKind, attempt_id: UUID, case_id: UUID
) -> None:
    """Note what was done with an attempt."""
    audit(
        services,
        session,
        person,
        kind=kind,
        subject=case_id,
        key=f"{kind}:{attempt_id}",
        facts={"attempt": str(attempt_id)},
    )
