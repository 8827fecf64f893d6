"""The live room: who sits an exam now, how it goes, and one candidate's sitting as far as a person may see it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from db import invigilation
from db.cases import CaseRow
from db.engine import read
from db.exams import sittings
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from db.invigilation import RoomEntry
from domain.exams.clock import AttemptState, state_of
from domain.invigilation.signals import SignalKind
from web.common.deps import MayInvigilate, Services
from web.common.pages import page
from web.invigilation.signals import counted, signal_lines
from web.loading import get_or_404

router = APIRouter()

AT_ONCE = 50
LATELY = timedelta(minutes=30)
# A page is heard of every half minute at least.
QUIET, LOST = timedelta(seconds=75), timedelta(minutes=3)


class RoomLine(BaseModel):
    """One line of the room in words and figures."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    seat: RoomEntry
    state: AttemptState
    left: timedelta
    due_at: datetime
    answered: int
    of: int
    saved_at: datetime | None
    connection: str
    signals: list[str]


@router.get("/room")
def room(
    request: Request,
    services: Services,
    _: MayInvigilate,
    show: str = "",
    at: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Everybody who sits an exam now; the table alone when htmx asks."""
    now = services.now()
    with read(services.engine) as session:
        # One more than is shown tells whether there is a next page.
        found = invigilation.seats(session, now - LATELY, AT_ONCE + 1, skip=at, paused=show == "paused")
        places = _places(session, found[:AT_ONCE], now)
        counts = invigilation.room_counts(session, now - LATELY)
    part = "invigilation/_table.html" if request.headers.get("hx-request") else "invigilation/room.html"
    more = len(found) > AT_ONCE
    shown: dict[str, Any] = {"places": places, "counts": counts, "show": show, "at": at, "more": more, "step": AT_ONCE}
    return page(request, part, **shown)


@router.get("/room/{attempt_id:uuid}")
def sitting(request: Request, services: Services, person: MayInvigilate, attempt_id: UUID) -> Response:
    """One sitting: its clock, what was noticed, what was said, and what can be done."""
    now = services.now()
    with read(services.engine) as session:
        row = get_or_404(session, SittingRow, attempt_id)
        attempt = session.get_one(AttemptRow, attempt_id)
        result = session.get(ResultRow, attempt_id)
        title = session.get_one(CaseRow, attempt.case_id).title
        (place,) = _places(
            session, [RoomEntry(sitting=row, attempt=attempt, title=title, ended=result is not None)], now
        )
        noticed = signal_lines(invigilation.signals_of(session, attempt_id))
        messages = invigilation.messages_to(session, attempt_id, row.started_at)
    return page(
        request,
        "invigilation/sitting.html",
        place=place,
        noticed=noticed,
        messages=messages,
        result=result,
        errors={},
        typed={},
        own=attempt.account_id == person.id,
        command=services.ids(),
    )


def _places(session: Session, seats: list[RoomEntry], now: datetime) -> list[RoomLine]:
    ids = [seat.sitting.attempt_id for seat in seats]
    saves, signals = sittings.last_saves(session, ids), invigilation.signal_counts(session, ids)
    return [
        _place(seat, *saves.get(key, (None, 0)), signals=signals.get(key, {}), now=now)
        for key, seat in zip(ids, seats, strict=True)
    ]


def _place(
    seat: RoomEntry,
    saved_at: datetime | None,
    answered: int,
    *,
    signals: Mapping[SignalKind, int],
    now: datetime,
) -> RoomLine:
    row, clock = seat.sitting, seat.sitting.clock
    state = AttemptState.SCORED if seat.ended and not row.voided_at else state_of(clock, now)
    # A save is a sign of life as well, and not noted as one in the sitting.
    heard = max(row.seen_at, saved_at or row.seen_at)
    return RoomLine(
        seat=seat,
        state=state,
        left=max(clock.due_at(now) - now, timedelta(0)),
        due_at=clock.due_at(now),
        answered=answered,
        of=len(seat.attempt.drawn.items),
        saved_at=saved_at,
        signals=counted(signals),
        connection="" if clock.over(now) else _connection(now - heard),
    )


def _connection(silent: timedelta) -> str:
    if silent > LOST:
        return "lost"
    return "quiet" if silent > QUIET else "good"
