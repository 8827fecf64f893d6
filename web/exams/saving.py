"""Saving answers, the busiest way through the house: one transaction, acknowledged only after it is committed."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session

from db.engine import begin, read
from db.exams import sittings
from db.exams.attempts import ResultRow
from db.exams.sittings import SittingRow
from db.invigilation import SignalRow, messages_to
from domain.exams.clock import AttemptClosed, AttemptState, Save, admit_save, state_of
from domain.exams.scoring import admit_response
from domain.invigilation.signals import SignalKind
from domain.items.content import Response
from domain.messages import msg
from web.common.deps import MayApply, Services
from web.loading import begun_sitting

router = APIRouter()

# Within this of the deadline the result is looked for: another machine's clock may have ended the attempt already.
NEAR_THE_END = timedelta(minutes=1)
# Every page asks for its state again and again: being alive is written down less often.
SEEN_EVERY = timedelta(seconds=20)

Client = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class AttemptClock(BaseModel):
    """The server's word on an attempt: its time, the deadline, the state; what every answer carries."""

    state: AttemptState
    server_now: datetime
    deadline_at: datetime
    paused_until: datetime | None = None
    breaks_left: int = 0
    break_minutes: int = 0


class SaveAnswer(AttemptClock):
    """An acknowledged save: `saved_seq` is what is stored, which may be newer than what was sent."""

    saved_seq: int
    late: bool


class RoomMessage(BaseModel):
    """A message of the invigilator."""

    id: UUID
    text: str
    sent_at: datetime


class RoomState(AttemptClock):
    """What the page asks for from time to time; `mine` is whether this tab may save."""

    mine: bool
    messages: list[RoomMessage]


class StoredAnswer(BaseModel):
    """An answer that is stored."""

    item: UUID
    response: Response
    flagged: bool
    seq: int


class LeaseAnswer(AttemptClock):
    """The lease is this tab's: all stored answers, so that it goes on where the other stopped."""

    answers: list[StoredAnswer]


class LeaseInput(BaseModel):
    """A tab that wants to go on with the exam."""

    client: Client


@router.put("/exams/{attempt_id:uuid}/answers")
def save_answer(services: Services, person: MayApply, attempt_id: UUID, save: Save) -> SaveAnswer:
    """Store one answer; a lower or equal `seq` changes nothing and is acknowledged all the same.

    Refuses UnknownItem (403), UnfitReply (422), AttemptClosed and Paused (409), Superseded (423).
    """
    # From the cache and before the transaction: the row is locked as briefly as can be.
    place = services.exam_papers.of(attempt_id, person.id).place(save.item)
    admit_response(services.exam_papers.item(place.item, place.version), save.response)
    with begin(services.engine) as session:
        row = begun_sitting(session, attempt_id, lock=True)
        now = services.now()  # read under the lock: nothing is acknowledged that the scoring has not seen
        refusal = _closed(session, row, save, now=now)
        if refusal:
            sittings.keep_late(session, attempt_id, save, now=now)
        else:
            late = row.clock.late(now)
            stored = sittings.save(session, attempt_id, save, now=now, late=late)
    # Raised after the commit: inside, it would roll back the late answer that is kept as evidence.
    if refusal:
        raise refusal
    return SaveAnswer(saved_seq=stored, late=late, **standing(row, now))


@router.post("/exams/{attempt_id:uuid}/lease")
def take_lease(services: Services, person: MayApply, attempt_id: UUID, wanted: LeaseInput) -> LeaseAnswer:
    """Let this tab save from now on, and give it all that is stored; the tab before is told at its next word."""
    services.exam_papers.of(attempt_id, person.id)
    with begin(services.engine) as session:
        row, now = begun_sitting(session, attempt_id, lock=True), services.now()
        if row.lease != wanted.client:
            # Only while the other tab is alive: going on after a crash is nothing to report.
            if now - row.seen_at < timedelta(minutes=1):
                signal = SignalRow(id=services.ids(), attempt_id=attempt_id, kind=SignalKind.PARALLEL_SESSION, at=now)
                session.add(signal)
            row.lease, row.leased_at = wanted.client, now
        row.seen_at = now
        held = [
            StoredAnswer(item=each.item_id, response=each.replies, flagged=each.flagged, seq=each.seq)
            for each in sittings.responses_of(session, attempt_id)
        ]
    return LeaseAnswer(answers=held, **standing(row, now))


@router.get("/exams/{attempt_id:uuid}/state")
def room(services: Services, person: MayApply, attempt_id: UUID, client: Client = "--------") -> RoomState:
    """The clock, the messages, and whether this tab still holds the lease; also says that the tab is alive."""
    services.exam_papers.of(attempt_id, person.id)
    now = services.now()
    with read(services.engine) as session:
        row = begun_sitting(session, attempt_id)
        told = [
            RoomMessage.model_validate(each, from_attributes=True)
            for each in messages_to(session, attempt_id, row.started_at)
        ]
    if client == row.lease and now - row.seen_at > SEEN_EVERY:
        with begin(services.engine) as session:
            session.get_one(SittingRow, attempt_id, with_for_update=True).seen_at = now
    return RoomState(mine=client == row.lease, messages=told, **standing(row, now))


def standing(row: SittingRow, now: datetime) -> dict[str, Any]:
    """The fields of Standing, for one of its kinds."""
    clock = row.clock
    return {
        "state": state_of(clock, now),
        "server_now": now,
        "deadline_at": clock.due_at(now),
        "paused_until": row.paused_until if clock.paused(now) else None,
        "breaks_left": row.breaks_left,
        "break_minutes": row.break_minutes,
    }


def _closed(session: Session, row: SittingRow, save: Save, *, now: datetime) -> AttemptClosed | None:
    """Why the save does not count though it is kept; refuses Superseded and Paused, which are not kept."""
    try:
        admit_save(row.clock, save, row.lease, now=now)
    except AttemptClosed as refusal:
        return refusal
    if row.clock.deadline_at - now < NEAR_THE_END and session.get(ResultRow, row.attempt_id) is not None:
        return AttemptClosed(msg("The exam has ended. This answer came too late to count."))
    return None
