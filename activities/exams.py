"""Attempts: drawn ahead, ended once from either side, scored from the last answers that were committed."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import audit
from db import blueprints
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.corrections.marking import marked
from db.engine import begin
from db.exams import attempts as exams
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from db.items import versions as items
from db.policy.pins import pinned
from domain.blueprints.assembly import draw
from domain.blueprints.feasibility import InfeasibleBlueprint
from domain.blueprints.parts import BankEntry, Blueprint, Candidate, ExamForm
from domain.events import EventKind
from domain.exams.attempts import FinishAttempt, Finished, PrepareAttempt, Prepared
from domain.exams.clock import Clock, EndedBy
from domain.exams.results import ExamOutcome, PastAttempt, next_allowed
from domain.policy.anchor import ExamPolicy

# A deadline is looked at a moment after it has passed, never a moment before.
A_MOMENT = timedelta(seconds=1)
SEED_BITS = 62


class BankTooSmall(RuntimeError):
    """The bank cannot fill a form now; staff see the gap beside the blueprint."""


class ExamActivities:
    """What the procedure of an exam writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def prepare_attempt(self, request: PrepareAttempt) -> Prepared:
        """Draw the form of an attempt, once; raises InfeasibleBlueprint, to be tried again when the bank is mended."""
        # The id follows from the case and the number, so a repeat finds the attempt it has drawn.
        attempt_id = uuid5(request.case_id, f"attempt:{request.number}")
        with begin(self._engine) as session:
            # Locked before the look for an earlier draw: two tries at once never draw two forms.
            case = session.get_one(CaseRow, request.case_id, with_for_update=True)
            row = session.get(AttemptRow, attempt_id) or self._draw(session, case, attempt_id, number=request.number)
            return Prepared(attempt_id=row.id, opens_at=row.opens_at, closes_at=row.closes_at)

    @activity.defn
    def expire_attempt(self, request: FinishAttempt) -> Finished:
        """Close an attempt nobody began in time; one that runs says when to look again."""
        now = self._clock()
        with begin(self._engine) as session:
            # A start takes the same lock: it comes before the window closes or after, never in its midst.
            attempt = session.get_one(AttemptRow, request.attempt_id, with_for_update=True)
            sitting = session.get(SittingRow, attempt.id, with_for_update=True)
            if sitting is not None:
                return Finished(next_at=max(now, sitting.clock.due_at(now) + attempt.grace) + timedelta(minutes=5))
            if now < attempt.closes_at:
                return Finished(next_at=attempt.closes_at)
            if session.get(ResultRow, attempt.id) is None:
                self._close(session, attempt, attempt.closes_at, ended_by=EndedBy.NEVER_STARTED)
            return Finished()

    @activity.defn
    def finish_attempt(self, request: FinishAttempt) -> Finished:
        """Close and score an attempt that is over, once; else say when to look again."""
        now = self._clock()
        with begin(self._engine) as session:
            attempt = session.get_one(AttemptRow, request.attempt_id)
            # The lock that every save takes: what was acknowledged is seen here, and nothing comes after.
            sitting = session.get_one(SittingRow, attempt.id, with_for_update=True)
            clock = sitting.clock
            if not clock.closed(now):
                return Finished(next_at=clock.due_at(now) + clock.grace + A_MOMENT)
            ended_at, ended_by = _end(clock, now)
            result = session.get(ResultRow, attempt.id) or self._close(session, attempt, ended_at, ended_by=ended_by)
            return Finished(passed=result.passed, voided=result.voided)

    def _draw(self, session: Session, case: CaseRow, attempt_id: UUID, *, number: int) -> AttemptRow:
        exam, now = pinned(session, case).anchor.exam, self._clock()
        published = blueprints.in_force(session, case.country)
        plan = blueprints.plan_of(published, exam)
        bank = [each.entry for each in items.living(session)]
        earlier = exams.attempts_by(session, case.applicant)
        application = session.get_one(ApplicationRow, case.id)
        candidate = Candidate(
            country=case.country,
            categories=tuple(application.form.all("work.categories")),
            # A form that was never begun was never seen.
            seen=frozenset(item.item for row in earlier if session.get(SittingRow, row.id) for item in row.drawn.items),
        )
        form = _drawn(plan.blueprint, bank, candidate)
        opens_at = next_allowed_of(session, earlier, exam, now=now) or now
        row = AttemptRow(
            id=attempt_id,
            case_id=case.id,
            account_id=case.applicant,
            number=number,
            blueprint_id=published.id if published else None,
            blueprint=plan.blueprint.model_dump(mode="json"),
            form=form.model_dump(mode="json"),
            minutes=plan.blueprint.minutes,
            cut_percent=plan.cut_percent,
            grace_seconds=int(exam.grace.total_seconds()),
            prepared_at=now,
            opens_at=opens_at,
            closes_at=opens_at + exam.sit_within,
        )
        session.add(row)
        items.expose(session, [(each.item, each.version) for each in form.items])
        return row

    def _close(self, session: Session, attempt: AttemptRow, ended_at: datetime, *, ended_by: EndedBy) -> ResultRow:
        found = marked(session, attempt)
        voided = ended_by == EndedBy.INVIGILATOR
        row = ResultRow(
            attempt_id=attempt.id,
            ended_at=ended_at,
            ended_by=ended_by,
            scored_at=self._clock(),
            voided=voided,
            marks={str(item): points for item, points in found.points.items()},
            answered=found.answered,
            **result_of(found.outcome, voided),
        )
        session.add(row)
        self._audit(session, attempt, row)
        return row

    def _audit(self, session: Session, attempt: AttemptRow, row: ResultRow) -> None:
        facts: dict[str, str | int | None] = {
            "attempt": str(attempt.id),
            "number": attempt.number,
            "by": row.ended_by,
            "passed": str(row.passed),
            "seed": str(attempt.drawn.seed),
        }
        audit(
            session,
            EventKind.EXAM_ENDED,
            at=self._clock(),
            subject=attempt.case_id,
            key=f"exam.ended:{attempt.id}",
            facts=facts,
        )


def _drawn(blueprint: Blueprint, bank: list[BankEntry], candidate: Candidate) -> ExamForm:
    try:
        return draw(blueprint, bank, candidate, seed=secrets.randbits(SEED_BITS))
    except InfeasibleBlueprint as gap:
        # Not the candidate's fault and not final: tried again until the bank can fill the form.
        raise BankTooSmall(str(gap)) from gap


def next_allowed_of(
    session: Session, earlier: Sequence[AttemptRow], exam: ExamPolicy, *, now: datetime
) -> datetime | None:
    """When the rules allow another attempt, given all earlier ones of the person; None for at once."""
    results = exams.results_of(session, [row.id for row in earlier])
    sat = [
        PastAttempt(ended_at=row.ended_at, passed=row.passed, voided=row.voided)
        for row in results.values()
        # An attempt that nobody began costs neither a try nor a wait.
        if row.ended_by != EndedBy.NEVER_STARTED
    ]
    return next_allowed(sat, exam.cooldowns, attempts=exam.attempts, period=exam.period, now=now)


def result_of(outcome: ExamOutcome, voided: bool) -> dict[str, Any]:
    """An outcome as the columns of a result; a voided attempt is never passed."""
    kept = outcome.model_dump(mode="json", include={"points", "of", "percent", "areas"})
    return kept | {"passed": outcome.passed and not voided}


def _end(clock: Clock, now: datetime) -> tuple[datetime, EndedBy]:
    """When an attempt ended, and by whom: the earliest of what ended it."""
    if clock.voided_at:
        return clock.voided_at, EndedBy.INVIGILATOR
    if clock.submitted_at:
        return clock.submitted_at, EndedBy.CANDIDATE
    return clock.due_at(now), EndedBy.DEADLINE
