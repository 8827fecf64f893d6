"""What a decision or a withdrawal changes: one transaction each, safe to repeat."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import Author, audit
from activities.credentials.granting import grant
from db import cases as vetting
from db import documents
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.conflicts import conflict_of
from db.engine import begin
from db.exams import attempts as exams
from db.exams.levels import practicals_counted
from db.review import DecisionRow, open_tasks
from domain.anchors import ScoredByThem
from domain.cases import OPEN_STAGES, OpenCase, Stage, Withdraw
from domain.events import EventKind
from domain.messages import msg
from domain.review import AlreadyDecided, Decision, DecisionOutcome, TaskState

CLOSINGS = {Stage.APPROVED: EventKind.CASE_APPROVED, Stage.DECLINED: EventKind.CASE_DECLINED}


class ReviewActivities:
    """Decisions: recorded once, with the facts they were taken on."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], issuer: str) -> None:
        self._engine = engine
        self._clock = clock
        self._issuer = issuer

    @activity.defn
    def record_decision(self, request: OpenCase, decision: Decision) -> None:
        """Write the decision and close case and task; an approval also grants the credential, still pending.

        Refuses AlreadyDecided for a second decision; a repeat of the first changes nothing.
        """
        with begin(self._engine) as session:
            # Locked before it is read: of two decisions at once, the second finds the case closed.
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            if session.get(DecisionRow, decision.id) is not None:
                return
            if case.closed_at:
                raise AlreadyDecided(msg("This case is closed: {stage}.", stage=case.stage))
            _refuse_conflicts(session, case, decision)
            stage = Stage.APPROVED if decision.outcome == DecisionOutcome.APPROVE else Stage.DECLINED
            self._close(session, case, stage, task_state=TaskState.DONE)
            session.add(_decision_row(session, case, decision))
            if decision.credential_id:
                session.flush()
                session.add(grant(session, case, decision, issuer=self._issuer, now=self._clock()))
            reasons = {"reasons": ", ".join(decision.reason_codes)} if decision.reason_codes else {}
            self._audit(session, CLOSINGS[stage], decision, subject=str(case.id), facts={**reasons})

    @activity.defn
    def record_withdrawal(self, request: OpenCase, withdrawal: Withdraw) -> None:
        """Close the case and let its task lapse."""
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.application_id, with_for_update=True)
            # A repeat finds the case closed and writes no second event.
            if case.stage in OPEN_STAGES:
                self._close(session, case, Stage.WITHDRAWN, task_state=TaskState.LAPSED)
                self._audit(session, EventKind.CASE_WITHDRAWN, withdrawal, subject=str(case.id), facts={})

    def _close(self, session: Session, case: CaseRow, stage: Stage, *, task_state: TaskState) -> None:
        case.stage, case.closed_at = stage, self._clock()
        for task in open_tasks(session, case.id):
            task.state, task.done_at = task_state, self._clock()

    def _audit(
        self,
        session: Session,
        kind: EventKind,
        by: Decision | Withdraw,
        *,
        subject: str,
        facts: dict[str, str | int | None],
    ) -> None:
        role = by.role if isinstance(by, Decision) else "applicant"
        audit(session, kind, at=self._clock(), subject=subject, key=str(by.id), by=Author(by.by, role), facts=facts)


def _refuse_conflicts(session: Session, case: CaseRow, decision: Decision) -> None:
    """Refuse whoever is tied to the candidate, the agency or the training: ScoredByThem."""
    if conflict_of(session, case, decision.by):
        raise ScoredByThem(
            msg("You have a conflict of interest with this candidate or the agency. Somebody else has to decide.")
        )


def _decision_row(session: Session, case: CaseRow, decision: Decision) -> DecisionRow:
    facts = _facts(session, case)
    # One spelling of the same facts, so that they always have the same hash.
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return DecisionRow(
        **decision.model_dump(exclude={"reason_codes"}),
        reason_codes=list(decision.reason_codes),
        case_id=case.id,
        pack=case.pack,
        pack_version=case.pack_version,
        pack_hash=case.pack_hash,
        facts=facts,
        facts_hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _facts(session: Session, case: CaseRow) -> dict[str, Any]:
    """What the decision was taken on: form, answers, document hashes, check results, risk."""
    findings = vetting.findings_of(session, case.id)
    return {
        "form": [case.country, case.legal_form],
        "answers": session.get_one(ApplicationRow, case.id).answers,
        "documents": {str(row.id): row.sha256 for row in documents.of_application(session, case.id)},
        "findings": [[f.check, f.version, f.subject, f.status, f.reason_code] for f in findings],
        "risk": [case.risk_score, case.risk_band, case.risk_reasons],
    } | (_results(session, case) if case.kind == "anchor" else {})


def _results(session: Session, case: CaseRow) -> dict[str, Any]:
    """What an anchor's decision was taken on beside the papers: every attempt, every practical."""
    attempts = exams.attempts_of(session, case.id)
    results = exams.results_of(session, [row.id for row in attempts])
    scored = [(row, results[row.id]) for row in attempts if row.id in results]
    return {
        "exams": [[str(row.id), row.drawn.seed, one.percent, one.passed, one.revision] for row, one in scored],
        "practicals": [
            [str(row.recording_id), row.percent, row.passed] for row in practicals_counted(session, case.id)
        ],
    }
