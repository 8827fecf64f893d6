"""Assessing a case: what its checks found is stored and weighed, and tasks for people are opened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import Session

from activities.auditing import audit
from db import cases as vetting
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.policy.pins import pinned
from db.review import TaskRow
from domain.applications.form import Form
from domain.applications.requirements import facts
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.events import EventKind
from domain.messages import msg
from domain.review import TaskKind, TaskState
from domain.risk import weigh
from domain.screening import CheckStatus, Finding, Verdict, incomplete

NO_DEADLINE = timedelta(days=5)


def assess(session: Session, case: CaseRow, verdicts: list[Verdict], *, now: datetime) -> None:
    """Store what no check has stored, and weigh everything by the pinned pack."""
    vetting.store_findings(session, case.id, _never_done(session, case.id, verdicts, now=now))
    application, pack = session.get_one(ApplicationRow, case.id), pinned(session, case)
    # By the day of opening and not today's: a repeat weighs the same facts.
    form = Form(
        pack=pack, trade=case.kind, legal_form=case.legal_form, country=case.country, today=case.opened_at.date()
    )
    risk = weigh(verdicts, facts(form, application.form), pack.part(case.kind).risk)
    case.risk_score, case.risk_band, case.risk_reasons = risk.score, risk.band, list(risk.reasons)
    case.checked_at = now
    note(session, case, EventKind.CASE_ASSESSED, now=now, told={"score": risk.score, "band": risk.band})


def open_task_for(session: Session, case: CaseRow, kind: TaskKind, *, now: datetime, tags: Sequence[str] = ()) -> UUID:
    """Open a task of a case, one for each kind, or open it again; due by the pinned pack's deadline."""
    task_id = uuid5(case.id, kind)
    due_in = pinned(session, case).part(case.kind).deadlines.review or NO_DEADLINE
    known = session.get(TaskRow, task_id)
    if known is None or known.state != TaskState.OPEN:
        fresh = TaskRow(
            id=task_id,
            case_id=case.id,
            kind=kind,
            state=TaskState.OPEN,
            opened_at=now,
            due_at=now + due_in,
            tags=list(tags),
        )
        session.merge(fresh)
    return task_id


def tags_of(verdicts: Sequence[Verdict]) -> list[str]:
    """Why the case needs a person more than others do."""
    return ["check_incomplete"] if incomplete(list(verdicts)) else []


def note(session: Session, case: CaseRow, kind: EventKind, *, now: datetime, told: dict[str, str | int | None]) -> None:
    """Write into the trail what the procedure did, once for each kind."""
    audit(session, kind, at=now, subject=case.id, key=f"{kind}:{case.id}", facts=told)


def _never_done(session: Session, case_id: UUID, verdicts: Sequence[Verdict], *, now: datetime) -> list[Finding]:
    """Findings for the checks that gave up without leaving a word themselves."""
    known = {(row.check, row.subject) for row in vetting.findings_of(session, case_id)}
    undone = [each for each in verdicts if each.status == CheckStatus.ERROR]
    return [_incomplete(each, now) for each in undone if (each.check, each.subject) not in known]


def _incomplete(verdict: Verdict, now: datetime) -> Finding:
    sentence = msg("This check could not be done for a technical reason. A person has to look.")
    outcome = CheckOutcome(CheckKey(verdict.check), Reason(verdict.reason_code), sentence)
    return outcome.about(verdict.subject, started=now, finished=now)
