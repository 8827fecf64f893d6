"""What the letters to anchors have to tell: exam, practical, results, dates."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from db import exams, practical
from db.exams import AttemptRow, ResultRow
from db.policy_pins import pinned
from db.practical import ProbeRow
from db.vetting import CaseRow


def of_certification(session: Session, case: CaseRow, now: datetime) -> dict[str, Any]:
    """What an anchor's case can tell in a letter: how long the exam is, how it went, what is due when."""
    policy = pinned(session, case).anchor
    attempts = exams.attempts_of(session, case.id)
    results = exams.results_of(session, [row.id for row in attempts])
    return {
        "minutes": attempts[-1].minutes if attempts else policy.exam.minutes,
        "due_at": _told(now + policy.practical.submit_within),
        "again_at": _again(attempts[-1] if attempts else None, now),
        "reason": _refusal(session, case),
        "passed": _passed(session, case, list(results.values())),
    }


def _passed(session: Session, case: CaseRow, results: list[ResultRow]) -> bool:
    """How the latest part ended: the practical if there is one, else the exam."""
    if rated := practical.practicals_of(session, case.id):
        return rated[-1].passed
    return any(row.passed for row in results)


def _again(attempt: AttemptRow | None, now: datetime) -> str:
    return _told(attempt.opens_at) if attempt and attempt.opens_at > now - timedelta(minutes=10) else ""


def _refusal(session: Session, case: CaseRow) -> str:
    recordings = practical.recordings_of(session, case.id)
    probe = session.get(ProbeRow, recordings[0].id) if recordings else None
    return probe.refusal if probe else ""


def _told(at: datetime) -> str:
    return f"{at:%-d %B %Y, %H:%M} UTC"
