"""The way of an anchor as its owner sees it: every step, what is due, who must act, until when."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db.cases import CaseRow
from db.exams import attempts as exams
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from db.practical.streams import PracticalRow, ProbeRow, practicals_of, recordings_of
from db.review import open_tasks
from domain.cases import Stage
from domain.exams.clock import EndedBy, used_up
from domain.messages import Message
from domain.policy.pack import Pack
from domain.review import TaskKind

ORDER = (Stage.CHECKING, Stage.IDENTITY, Stage.EXAM, Stage.PRACTICAL, Stage.RATING, Stage.IN_REVIEW)


class ProgressStep(NamedTuple):
    """One step of the way; `state` is `done`, `here` or empty."""

    key: str
    state: str


class Milestone(NamedTuple):
    """What is behind: an `exam` (with its number) or a `stream`; `ended` is passed, failed, voided or missed."""

    what: str
    number: int
    ended: str
    at: datetime


class AnchorProgress(NamedTuple):
    """Where an anchor's case stands: `attempt` is the latest, begun or not; `until` when the present step ends."""

    steps: list[ProgressStep]
    attempt: AttemptRow | None
    sitting: SittingRow | None
    result: ResultRow | None
    used: int
    allowed: int
    days: int
    passed: bool
    unfit: Message
    until: datetime | None
    behind: list[Milestone]


def progress_of(session: Session, case: CaseRow, pack: Pack) -> AnchorProgress:
    """Read how far an anchor's case has come."""
    attempts = exams.attempts_of(session, case.id)
    results = exams.results_of(session, [row.id for row in attempts])
    last = attempts[-1] if attempts else None
    passed, rated = any(row.passed for row in results.values()), practicals_of(session, case.id)
    return AnchorProgress(
        steps=_steps(case, passed, bool(rated)),
        attempt=last,
        behind=_behind(attempts, results, rated),
        sitting=session.get(SittingRow, last.id) if last else None,
        result=_latest(attempts, results),
        used=sum(used_up(row.ended_by, row.voided) for row in results.values()),
        allowed=pack.anchor.exam.attempts,
        passed=passed,
        days=pack.anchor.exam.period.days,
        unfit=_unfit(session, case),
        until=_until(session, case, last),
    )


def _steps(case: CaseRow, passed: bool, rated: bool) -> list[ProgressStep]:
    """Identity, exam, sample stream, decision: done, or where the case is."""
    at = ORDER.index(case.stage) if case.stage in ORDER else len(ORDER)
    ends = {"identity": 2, "exam": 3, "practical": 5, "decision": 6}
    begins = {"identity": 0, "exam": 2, "practical": 3, "decision": 5}
    closed = case.stage not in ORDER
    reached = {"identity": True, "exam": passed, "practical": rated, "decision": case.stage == Stage.APPROVED}
    if closed:
        return [ProgressStep(key, "done" if reached[key] else "") for key in ends]
    return [ProgressStep(key, "done" if at >= ends[key] else "here" if at >= begins[key] else "") for key in ends]


def _behind(
    attempts: Sequence[AttemptRow], results: dict[UUID, ResultRow], rated: Sequence[PracticalRow]
) -> list[Milestone]:
    sat = [(row.number, results[row.id]) for row in attempts if row.id in results]
    streams = [
        Milestone("stream", number, "passed" if row.passed else "failed", row.decided_at)
        for number, row in enumerate(rated, start=1)
    ]
    return [Milestone("exam", number, _ended(row), row.ended_at) for number, row in sat] + streams


def _ended(row: ResultRow) -> str:
    if row.voided:
        return "voided"
    return "missed" if row.ended_by == EndedBy.NEVER_STARTED else "passed" if row.passed else "failed"


def _latest(attempts: Sequence[AttemptRow], results: dict[UUID, ResultRow]) -> ResultRow | None:
    return next((results[row.id] for row in reversed(attempts) if row.id in results), None)


def _unfit(session: Session, case: CaseRow) -> Message:
    # Newest first: what was wrong with an earlier stream is history.
    sent = [row for row in recordings_of(session, case.id) if row.sent_at]
    probe = session.get(ProbeRow, sent[0].id) if sent else None
    return probe.refusal if probe and not probe.fit else Message()


def _until(session: Session, case: CaseRow, attempt: AttemptRow | None) -> datetime | None:
    if case.stage == Stage.EXAM:
        return attempt.closes_at if attempt else None
    if case.stage == Stage.PRACTICAL:
        return case.due_at
    kinds = {Stage.RATING: TaskKind.RATE, Stage.IDENTITY: TaskKind.IDENTITY, Stage.IN_REVIEW: TaskKind.REVIEW}
    # Several may rate one stream: the step ends when the last of them is done.
    due = [task.due_at for task in open_tasks(session, case.id) if task.kind == kinds.get(case.stage)]
    return max(due, default=None)
