"""Certifications: assessed, cleared, handed on from stage to stage; each effect once, however often it is tried."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import Author, audit
from activities.vetting.assessment import assess, note, open_task_for, tags_of
from db.applications import ApplicationRow
from db.cases import CaseRow, findings_of
from db.engine import begin
from db.policy.pins import pinned
from db.review import TaskRow, open_tasks
from domain.anchors import AnchorPlan, ClearIdentity
from domain.cases import OPEN_STAGES, AssessCase, OpenCase, Stage
from domain.events import EventKind
from domain.review import TaskKind, TaskState, blocking
from domain.screening import verdict


class AnchorActivities:
    """What the certification of an anchor writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def assess_anchor(self, request: AssessCase) -> AnchorPlan:
        """Weigh the verdicts; on a failed or incomplete one open a look at the papers, else go on to the exam."""
        verdicts, now = list(request.verdicts), self._clock()
        look = bool(blocking(verdicts))
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.case_id, with_for_update=True)
            # A repeat finds the stage moved on: nothing is written twice, and the plan is told again.
            if case.stage == Stage.CHECKING:
                assess(session, case, verdicts, now=now)
                case.stage = Stage.IDENTITY if look else Stage.EXAM
                if look:
                    open_task_for(session, case, TaskKind.IDENTITY, now=now, tags=tags_of(verdicts))
            practical = pinned(session, case).anchor.practical
            renews = session.get_one(ApplicationRow, case.id).renews is not None
        # Who renews showed a stream before; the exam asks what has changed since.
        due = practical.required and not renews
        return AnchorPlan(look=look, practical=due, tries=practical.tries, submit_within=practical.submit_within)

    @activity.defn
    def clear_identity(self, request: OpenCase, cleared: ClearIdentity) -> None:
        """Close the look at the papers, and open the way to the exam."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage == Stage.IDENTITY:
                self._close_tasks(session, case, TaskState.DONE)
                case.stage = Stage.EXAM
                audit(
                    session,
                    EventKind.IDENTITY_CLEARED,
                    at=self._clock(),
                    subject=case.id,
                    key=str(cleared.id),
                    by=Author(cleared.by, cleared.role),
                    facts={"note": cleared.note},
                )

    @activity.defn
    def ask_for_recording(self, request: OpenCase) -> None:
        """Move the case on to the practical: the anchor's turn, until a day."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage in OPEN_STAGES:
                case.stage = Stage.PRACTICAL
                case.due_at = self._clock() + pinned(session, case).anchor.practical.submit_within

    @activity.defn
    def open_review(self, request: OpenCase) -> None:
        """Hand the case to a person for the decision."""
        now = self._clock()
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage in OPEN_STAGES:
                case.stage = Stage.IN_REVIEW
                verdicts = [verdict(row.result) for row in findings_of(session, case.id)]
                open_task_for(session, case, TaskKind.REVIEW, now=now, tags=tags_of(verdicts))

    @activity.defn
    def return_to_exam(self, request: OpenCase) -> None:
        """Back to the exam, whose result a corrected key has turned: nothing is left to rate or to decide for now."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage in OPEN_STAGES and case.stage != Stage.EXAM:
                self._close_tasks(session, case, TaskState.LAPSED)
                note(session, case, EventKind.EXAM_REOPENED, now=self._clock(), told={"stage": case.stage})
                case.stage = Stage.EXAM

    @activity.defn
    def lapse_case(self, request: OpenCase) -> None:
        """Close the case, its applicant having let the time run out."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage in OPEN_STAGES:
                self._close_tasks(session, case, TaskState.LAPSED)
                note(session, case, EventKind.CASE_LAPSED, now=self._clock(), told={"stage": case.stage})
                case.stage, case.closed_at = Stage.LAPSED, self._clock()

    def _close_tasks(self, session: Session, case: CaseRow, state: TaskState) -> None:
        for task in open_tasks(session, case.id):
            close(task, state, self._clock())


def close(task: TaskRow, state: TaskState, now: datetime) -> None:
    """End a task."""
    task.state, task.done_at = state, now
