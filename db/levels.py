"""What a candidate's results earn, read from the tables."""

from uuid import UUID

from sqlmodel import Session

from db import exams, practical
from domain.levels import earned
from domain.policy import Pack
from domain.policy_anchor import Level


def levels_earned(session: Session, case_id: UUID, pack: Pack) -> list[Level]:
    """The levels that a passed exam and practical earn; none without both, where both are asked for."""
    results = exams.results_of(session, [row.id for row in exams.attempts_of(session, case_id)])
    best = max((row.percent for row in results.values() if row.passed and not row.voided), default=None)
    if best is None:
        return []
    shown = practical.practicals_of(session, case_id)
    passed = [row.percent for row in shown if row.passed]
    if shown and not passed:
        return []
    return earned(pack.anchor.levels, best, max(passed, default=None))
