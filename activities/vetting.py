"""Opening a case, and weighing what its checks found."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.screening import marks_of
from db import documents, vetting
from db.applications import ApplicationRow
from db.audit import append
from db.engine import begin
from db.policy import Shelf
from db.policy_pins import pin, pinned
from db.review import TaskRow
from db.screening import mark
from db.vetting import CaseRow
from domain.audit import AuditEvent
from domain.requirements import facts
from domain.review import TaskState
from domain.screening import CheckStatus, Finding, Verdict, incomplete, weigh
from domain.values import Form
from domain.vetting import AssessCase, Assessed, CaseOpened, Stage, VetMerchant

NO_PATIENCE = timedelta(hours=1)
NO_DEADLINE = timedelta(days=5)


class VettingActivities:
    """Cases: opened once, assessed once, however often the activity is tried."""

    def __init__(self, engine: Engine, shelf: Shelf, clock: Callable[[], datetime], vat_register: bool) -> None:
        self._engine = engine
        self._shelf = shelf
        self._clock = clock
        self._vat_register = vat_register

    @activity.defn
    def open_case(self, request: VetMerchant) -> CaseOpened:
        """Write the case and pin the packs in force today; a repeat finds them pinned."""
        with begin(self._engine) as session:
            application = session.get_one(ApplicationRow, request.application_id, with_for_update=True)
            case = session.get(CaseRow, application.id) or self._open(session, application)
            patience = pinned(session, case).merchant.deadlines.provider_patience
            return CaseOpened(
                case_id=case.id,
                documents=tuple(row.id for row in documents.of_application(session, case.id)),
                look_up_vat=self._vat_register and bool(application.form.one("business.vat_number")),
                patience=patience or NO_PATIENCE,
            )

    @activity.defn
    def assess_case(self, request: AssessCase) -> Assessed:
        """Weigh the verdicts by the pinned pack and open the review task, unless the case was withdrawn meanwhile."""
        verdicts, task_id = list(request.verdicts), uuid5(request.case_id, "review")
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.case_id, with_for_update=True)
            if case.stage == Stage.CHECKING:
                vetting.store_findings(session, case.id, self._never_done(session, case.id, verdicts))
                due_in = self._weigh(session, case, verdicts)
                session.add(self._task(task_id, case, due_in, verdicts))
        return Assessed(task_id=task_id, band=case.risk_band)

    def _open(self, session: Session, application: ApplicationRow) -> CaseRow:
        now = self._clock()
        stacked = self._shelf.stack_for(application.country, now.date())
        pin(session, stacked)
        case = CaseRow(
            id=application.id, applicant=application.account_id, country=application.country,
            legal_form=application.legal_form, title=application.form.one("business.legal_name"), pack=stacked.ref.id,
            pack_version=stacked.ref.version, pack_hash=stacked.ref.hash, stage=Stage.CHECKING, opened_at=now,
        )  # fmt: skip
        session.add(case)
        session.flush()
        # Committed before any case is screened: of two that share a value, the later one always sees the earlier.
        mark(session, case.id, marks_of(stacked.pack, application))
        self._audit(session, case, "case.opened", {"pack": case.pack, "version": case.pack_version})
        return case

    def _weigh(self, session: Session, case: CaseRow, verdicts: list[Verdict]) -> timedelta:
        application, pack = session.get_one(ApplicationRow, case.id), pinned(session, case)
        form = Form(pack=pack, legal_form=case.legal_form, country=case.country, today=case.opened_at.date())
        risk = weigh(verdicts, facts(form, application.form), pack.merchant.risk)
        case.risk_score, case.risk_band, case.risk_reasons = risk.score, risk.band, list(risk.reasons)
        case.stage, case.checked_at = Stage.IN_REVIEW, self._clock()
        self._audit(session, case, "case.assessed", {"score": risk.score, "band": risk.band})
        return pack.merchant.deadlines.review or NO_DEADLINE

    def _task(self, task_id: UUID, case: CaseRow, due_in: timedelta, verdicts: list[Verdict]) -> TaskRow:
        tags = ["check_incomplete"] if incomplete(verdicts) else []
        now = self._clock()
        return TaskRow(id=task_id, case_id=case.id, state=TaskState.OPEN, opened_at=now, due_at=now + due_in, tags=tags)

    def _never_done(self, session: Session, case_id: UUID, verdicts: Sequence[Verdict]) -> list[Finding]:
        """Findings for the checks that gave up without leaving a word themselves."""
        known = {(row.check, row.subject) for row in vetting.findings_of(session, case_id)}
        undone = [each for each in verdicts if each.status == CheckStatus.ERROR]
        return [_incomplete(each, self._clock()) for each in undone if (each.check, each.subject) not in known]

    def _audit(self, session: Session, case: CaseRow, kind: str, facts: dict[str, str | int | None]) -> None:
        event = AuditEvent(kind=kind, at=self._clock(), actor=None, role="system", subject=str(case.id), facts=facts)
        append(session, event, key=f"{kind}:{case.id}")


def _incomplete(verdict: Verdict, now: datetime) -> Finding:
    sentence = "This check could not be done for a technical reason. A person has to look."
    return Finding(**verdict.model_dump(), version=1, sentence=sentence, started_at=now, finished_at=now)
