"""One attempt's own page: before the start what to expect, then the room, in the end the result."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from db.cases import CaseRow
from db.engine import read
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from domain.cases import Stage
from domain.exams.clock import start_deadline
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.exams import result as exams_result
from web.exams.terms import ExamTerms, terms_of_attempt
from web.loading import own_attempt

router = APIRouter()


class StartWindow(NamedTuple):
    """Whether an attempt can be begun: `early`, `late`, `closed` (the case went on without it) or `open`."""

    state: str
    short: bool  # the window closes before the whole time is over
    deadline_at: datetime


@router.get("/exams/{attempt_id:uuid}")
def one(request: Request, services: Services, person: MayApply, attempt_id: UUID) -> Response:
    """The start page, the room or the result: where the attempt stands by the server's clock."""
    with read(services.engine) as session:
        attempt = own_attempt(session, person, attempt_id)
        sitting = session.get(SittingRow, attempt.id)
        # By either: another machine may have ended it before this clock says so.
        over = session.get(ResultRow, attempt.id) is not None or (sitting and sitting.clock.over(services.now()))
        if over:
            return exams_result.show(request, services, session, attempt=attempt)
        if sitting is None:
            return _start(request, services, session, attempt=attempt)
        paper = services.exam_papers.of_row(session, attempt)
    return page(request, "exams/room.html", attempt=attempt, sitting=sitting, sheets=services.exam_papers.sheets(paper))


@router.get("/exams/{attempt_id:uuid}/check")
def check(request: Request, services: Services, person: MayApply, attempt_id: UUID) -> Response:
    """The check of device and connection."""
    with read(services.engine) as session:
        attempt = own_attempt(session, person, attempt_id)
    return page(request, "exams/check.html", back=f"/exams/{attempt.id}", attempt=attempt)


def _start(request: Request, services: Services, session: Session, *, attempt: AttemptRow) -> Response:
    terms = terms_of_attempt(session, attempt, services.now())
    case = session.get_one(CaseRow, attempt.case_id)
    gate = _gate(attempt, terms, services.now(), asked=case.stage == Stage.EXAM)
    return page(request, "exams/start.html", attempt=attempt, terms=terms, gate=gate)


def _gate(attempt: AttemptRow, terms: ExamTerms, now: datetime, *, asked: bool) -> StartWindow:
    deadline_at = start_deadline(now, attempt.minutes, terms.granted, closes_at=attempt.closes_at)
    short = deadline_at < now + terms.limit
    if not asked:
        return StartWindow("closed", short, deadline_at)
    if now < attempt.opens_at:
        return StartWindow("early", short, deadline_at)
    return StartWindow("open" if now < attempt.closes_at else "late", short, deadline_at)
