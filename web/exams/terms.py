"""The terms of an exam in one place: what it covers, how long it takes, how often it may be taken, and when again."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db import blueprints
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.exams import attempts as exams
from db.exams import sittings
from db.exams.attempts import AttemptRow, ResultRow
from db.policy.pins import pinned
from domain.blueprints.parts import Blueprint, Plan
from domain.exams.clock import Accommodation, used_up
from domain.exams.results import PastAttempt, next_allowed
from domain.messages import msg
from domain.policy.anchor import ExamPolicy
from domain.refusals import Missing
from web.services import Services
from words.formats import whole_wait
from words.reader import current


class CoveredArea(NamedTuple):
    """One area of the exam: so many questions, and the least share of its points that passes (None: no floor)."""

    key: str
    label: str
    items: int
    floor: int | None


class ExamTerms(NamedTuple):
    """All that a candidate should know before beginning; `left` are the attempts left in the running period."""

    exam: ExamPolicy
    blueprint: Blueprint
    cut_percent: float
    granted: Accommodation
    left: int
    next_at: datetime | None

    @property
    def covered(self) -> list[CoveredArea]:
        """The areas with their scored questions."""
        counts = {area.key: 0 for area in self.blueprint.areas}
        for cell in self.blueprint.cells:
            counts[cell.area] = counts.get(cell.area, 0) + cell.count
        return [CoveredArea(each.key, each.label, counts[each.key], each.floor) for each in self.blueprint.areas]

    @property
    def limit(self) -> timedelta:
        """The time this person has."""
        return self.granted.limit(self.blueprint.minutes)

    @property
    def minutes(self) -> int:
        """The same in whole minutes, cut off."""
        return int(self.limit.total_seconds() // 60)

    @property
    def waits(self) -> list[str]:
        """The waits after each failure in words."""
        return [whole_wait(each, current()) for each in self.exam.cooldowns]

    @property
    def days(self) -> int:
        """The length of the period in which attempts are counted."""
        return self.exam.period.days


def terms_of(services: Services, session: Session, row: ApplicationRow) -> ExamTerms:
    """The terms for an application: by its pinned packs once there is a case, by today's before; Missing."""
    case = session.get(CaseRow, row.id)
    pack = pinned(session, case) if case else services.library.stack_for(row.country, services.today()).pack
    published = blueprints.in_force(session, row.country)
    if row.kind != "anchor" or not (published or pack.anchor.exam.areas):
        raise Missing(msg("This application asks for no exam."))
    plan = blueprints.plan_of(published, pack.anchor.exam)
    return _terms(session, row.account_id, pack.anchor.exam, plan=plan, now=services.now())


def terms_of_attempt(session: Session, attempt: AttemptRow, now: datetime) -> ExamTerms:
    """The terms that one attempt was prepared under."""
    exam = pinned(session, session.get_one(CaseRow, attempt.case_id)).anchor.exam
    covers = attempt.covers.model_copy(update={"minutes": attempt.minutes})
    plan = Plan(blueprint=covers, cut_percent=attempt.cut_percent)
    return _terms(session, attempt.account_id, exam, plan=plan, now=now)


def _terms(session: Session, account_id: UUID, exam: ExamPolicy, *, plan: Plan, now: datetime) -> ExamTerms:
    # In all applications of the person: applying again gives no further attempt.
    attempts = [each.id for each in exams.attempts_by(session, account_id)]
    results = exams.results_of(session, attempts).values()
    sat = [_sitting(row) for row in results if used_up(row.ended_by, row.voided)]
    recent = sum(now - each.ended_at < exam.period for each in sat)
    held = sittings.accommodation_of(session, account_id, now)
    return ExamTerms(
        exam,
        plan.blueprint,
        plan.cut_percent,
        granted=held.granted if held else Accommodation(),
        left=max(0, exam.attempts - recent),
        next_at=next_allowed(sat, exam.cooldowns, attempts=exam.attempts, period=exam.period, now=now),
    )


def _sitting(row: ResultRow) -> PastAttempt:
    return PastAttempt(ended_at=row.ended_at, passed=row.passed, voided=row.voided)
