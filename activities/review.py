"""What a decision or a withdrawal changes: one transaction each, safe to repeat."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from db import documents, vetting
from db.applications import ApplicationRow
from db.audit import append
from db.credentials import CredentialRow
from db.engine import begin
from db.policy_pins import pinned
from db.review import DecisionRow, open_task
from db.vetting import CaseRow
from domain.audit import AuditEvent
from domain.credentials import Standing, make_number
from domain.policy import Pack
from domain.review import AlreadyDecided, Decision, Outcome, TaskState
from domain.vetting import Stage, VetMerchant, Withdraw

NO_VALIDITY = timedelta(days=180)


class ReviewActivities:
    """Decisions: recorded once, with the facts they were taken on."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], issuer: str) -> None:
        self._engine = engine
        self._clock = clock
        self._issuer = issuer

    @activity.defn
    def record_decision(self, request: VetMerchant, decision: Decision) -> None:
        """Write the decision and close case and task; an approval also grants the credential, still pending.

        Refuses AlreadyDecided for a second decision; a repeat of the first changes nothing.
        """
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if session.get(DecisionRow, decision.id) is not None:
                return
            if case.closed_at:
                raise AlreadyDecided(f"This case is closed: {case.stage}.")
            stage = Stage.APPROVED if decision.outcome == Outcome.APPROVE else Stage.DECLINED
            self._close(session, case, stage, TaskState.DONE)
            session.add(_decision_row(session, case, decision))
            if decision.credential_id:
                session.flush()
                session.add(self._credential(session, case, decision))
            reasons = {"reasons": ", ".join(decision.reason_codes)} if decision.reason_codes else {}
            self._audit(session, f"case.{stage}", decision, str(case.id), {**reasons})

    @activity.defn
    def record_withdrawal(self, request: VetMerchant, withdrawal: Withdraw) -> None:
        """Close the case and let its task lapse."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if case.stage in (Stage.CHECKING, Stage.IN_REVIEW):
                self._close(session, case, Stage.WITHDRAWN, TaskState.LAPSED)
                self._audit(session, "case.withdrawn", withdrawal, str(case.id), {})

    def _close(self, session: Session, case: CaseRow, stage: Stage, task_state: TaskState) -> None:
        case.stage, case.closed_at = stage, self._clock()
        if task := open_task(session, case.id):
            task.state, task.done_at = task_state, self._clock()

    def _credential(self, session: Session, case: CaseRow, decision: Decision) -> CredentialRow:
        application, pack = session.get_one(ApplicationRow, case.id), pinned(session, case)
        today = self._clock().date()
        if decision.credential_id is None:
            raise ValueError("an approval names the credential it grants")
        return CredentialRow(
            id=decision.credential_id, case_id=case.id, account_id=case.applicant, kind="merchant",
            number=make_number("M", today.year, decision.credential_id), holder=case.title, country=case.country,
            legal_form=_label(pack, case.legal_form), categories=_categories(pack, application), issuer=self._issuer,
            issued_on=today, valid_from=today, valid_until=today + (pack.merchant.validity or NO_VALIDITY),
            standing=Standing.PENDING, standing_at=self._clock(),
        )  # fmt: skip

    def _audit(
        self, session: Session, kind: str, by: Decision | Withdraw, subject: str, facts: dict[str, str | int | None]
    ) -> None:
        role = by.role if isinstance(by, Decision) else "applicant"
        event = AuditEvent(kind=kind, at=self._clock(), actor=by.by, role=role, subject=subject, facts=facts)
        append(session, event, key=str(by.id))


def _decision_row(session: Session, case: CaseRow, decision: Decision) -> DecisionRow:
    facts = _facts(session, case)
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return DecisionRow(
        **decision.model_dump(exclude={"reason_codes"}), reason_codes=list(decision.reason_codes), case_id=case.id,
        pack=case.pack, pack_version=case.pack_version, pack_hash=case.pack_hash,
        facts=facts, facts_hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )  # fmt: skip


def _facts(session: Session, case: CaseRow) -> dict[str, Any]:
    """What the decision was taken on: form, answers, document hashes, check results, risk."""
    findings = vetting.findings_of(session, case.id)
    return {
        "form": [case.country, case.legal_form],
        "answers": session.get_one(ApplicationRow, case.id).answers,
        "documents": {str(row.id): row.sha256 for row in documents.of_application(session, case.id)},
        "findings": [[f.check, f.version, f.subject, f.status, f.reason_code] for f in findings],
        "risk": [case.risk_score, case.risk_band, case.risk_reasons],
    }


def _label(pack: Pack, legal_form: str) -> str:
    return next((each.label for each in pack.merchant.legal_forms if each.key == legal_form), legal_form)


def _categories(pack: Pack, application: ApplicationRow) -> list[str]:
    chosen = application.form.all("shop.categories")
    return [each.label for each in pack.merchant.categories if each.key in chosen]
