"""Practicals: ratings asked for, tasks closed, and the sheets of the raters brought together."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.anchors import close
from activities.auditing import Author, audit
from db.cases import CaseRow
from db.engine import begin
from db.policy.pins import pinned
from db.practical import streams as practical
from db.practical.streams import PracticalRow
from db.review import TaskRow
from domain.anchors import OpenRatings, Rate, RatingsClosed, SendRecording
from domain.cases import OPEN_STAGES, Stage
from domain.events import EventKind
from domain.practical.rating import PracticalOutcome, needs_third, rating_of, resolve, rubric_of
from domain.review import TaskKind, TaskState

RATERS = 2


class PracticalActivities:
    """What the procedure of a practical writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def open_ratings(self, request: OpenRatings) -> None:
        """Open tasks for raters, each for another person; a repeat opens none twice."""
        now = self._clock()
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.case_id, with_for_update=True)
            if case.stage not in OPEN_STAGES:
                return
            case.stage = Stage.RATING
            due_at = now + pinned(session, case).anchor.practical.rate_within
            # A third task is numbered behind the first two, whose ids it must not share.
            first, tags = (RATERS, ["third_rater"]) if request.reason else (0, [])
            for number in range(first, first + request.count):
                # The id follows from the recording and the number, so a repeat finds the task it has opened.
                task_id = uuid5(request.recording_id, f"rate:{number}")
                if session.get(TaskRow, task_id) is None:
                    task = TaskRow(
                        id=task_id,
                        case_id=case.id,
                        kind=TaskKind.RATE,
                        state=TaskState.OPEN,
                        opened_at=now,
                        due_at=due_at,
                        recording_id=request.recording_id,
                        tags=tags,
                    )
                    session.add(task)

    @activity.defn
    def close_rating(self, request: Rate) -> None:
        """Close the task of a rater who has finished."""
        with begin(self._engine) as session:
            sheet = practical.draft_of(session, request.recording_id, request.by)
            task = session.get(TaskRow, sheet.task_id, with_for_update=True) if sheet else None
            # A repeat finds the task done and writes no second event.
            if task and task.state == TaskState.OPEN:
                close(task, TaskState.DONE, self._clock())
                self._audit(session, task, EventKind.RECORDING_RATED, rate=request)

    @activity.defn
    def weigh_ratings(self, request: SendRecording) -> RatingsClosed:
        """Bring two or three sheets together: passed, failed, or a third is needed, with the reason."""
        with begin(self._engine) as session:
            recording = session.get_one(practical.RecordingRow, request.recording_id)
            case = session.get_one(CaseRow, recording.case_id)
            rubric = rubric_of(pinned(session, case).anchor.practical)
            sheets = [rating_of(row.rater, row.sheet) for row in practical.ratings_of(session, recording.id)]
            third = needs_third(rubric, *sheets) if len(sheets) == RATERS else None
            if third:
                return RatingsClosed(third=third)
            outcome = resolve(rubric, sheets)
            self._record(session, case, recording.id, outcome=outcome)
            return RatingsClosed(done=True, passed=outcome.passed)

    def _record(self, session: Session, case: CaseRow, recording_id: UUID, *, outcome: PracticalOutcome) -> None:
        if session.get(PracticalRow, recording_id) is None:
            session.add(
                PracticalRow(
                    recording_id=recording_id,
                    case_id=case.id,
                    passed=outcome.passed,
                    percent=outcome.percent,
                    knocked_out=bool(outcome.knocked_out),
                    reasons=list(outcome.reasons),
                    decided_at=self._clock(),
                )
            )
            audit(
                session,
                EventKind.PRACTICAL_ENDED,
                at=self._clock(),
                subject=case.id,
                key=f"practical:{recording_id}",
                facts={"recording": str(recording_id), "passed": str(outcome.passed)},
            )

    def _audit(self, session: Session, task: TaskRow, kind: EventKind, *, rate: Rate) -> None:
        audit(
            session,
            kind,
            at=self._clock(),
            subject=task.case_id,
            key=str(rate.id),
            by=Author(rate.by, "examiner"),
            facts={"recording": str(rate.recording_id)},
        )
