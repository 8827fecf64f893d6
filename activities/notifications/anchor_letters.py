"""What the letters to anchors have to tell: exam, practical, results, dates."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from activities.exams import next_allowed_of
from db.cases import CaseRow
from db.exams import attempts as exams
from db.exams.attempts import ResultRow
from db.policy.pins import pinned
from db.practical import streams as practical
from db.practical.streams import ProbeRow
from domain.messages import Message
from domain.policy.anchor import ExamPolicy


def of_certification(session: Session, case: CaseRow, now: datetime) -> dict[str, Any]:
    """What an anchor's case can tell in a letter: how long the exam is, how it went, what is due when."""
    policy = pinned(session, case).anchor
    attempts = exams.attempts_of(session, case.id)
    results = exams.results_of(session, [row.id for row in attempts])
    return {
        "minutes": attempts[-1].minutes if attempts else policy.exam.minutes,
        "due_at": case.due_at or now + policy.practical.submit_within,
        "again_at": _again(session, case, policy.exam, now=now),
        "reason": _refusal(session, case),
        "passed": _passed(session, case, list(results.values())),
        "exam_passed": any(row.passed for row in results.values()),
        "voided": bool(results) and max(results.values(), key=lambda row: row.ended_at).voided,
    }


def _passed(session: Session, case: CaseRow, results: list[ResultRow]) -> bool:
    """How the latest part ended: the practical if there is one, else the exam."""
    if rated := practical.practicals_of(session, case.id):
        return rated[-1].passed
    return any(row.passed for row in results)


def _again(session: Session, case: CaseRow, exam: ExamPolicy, *, now: datetime) -> datetime | None:
    """From when the exam can be taken again, by the rules: the next attempt may not have been prepared yet."""
    return next_allowed_of(session, exams.attempts_by(session, case.applicant), exam, now=now)


def _refusal(session: Session, case: CaseRow) -> Message:
    recordings = practical.recordings_of(session, case.id)
    probe = session.get(ProbeRow, recordings[0].id) if recordings else None
    return probe.refusal if probe else Message()
