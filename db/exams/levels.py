"""What a candidate's results earn, read from the tables."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from db.applications import ApplicationRow
from db.credentials.register import CredentialRow
from db.exams import attempts as exams
from db.practical import streams as practical
from db.practical.streams import PracticalRow
from domain.exams.levels import earned
from domain.policy.anchor import Level
from domain.policy.pack import Pack


def levels_earned(session: Session, case_id: UUID, pack: Pack) -> list[Level]:
    """The levels that a passed exam and practical earn; none without both, where both are asked for."""
    results = exams.results_of(session, [row.id for row in exams.attempts_of(session, case_id)])
    best = max((row.percent for row in results.values() if row.passed and not row.voided), default=None)
    if best is None:
        return []
    shown = practicals_counted(session, case_id)
    passed = [row.percent for row in shown if row.passed]
    if shown and not passed:
        return []
    return earned(pack.anchor.levels, best, max(passed, default=None))


def practicals_counted(session: Session, case_id: UUID) -> Sequence[PracticalRow]:
    """The practicals that count for a case: its own, or for a renewal those of the credential that it follows."""
    shown, at = practical.practicals_of(session, case_id), case_id
    # A renewal can follow a renewal: the stream may lie several credentials back.
    while not shown and (old := session.get_one(ApplicationRow, at).renews):
        at = session.get_one(CredentialRow, old).case_id
        shown = practical.practicals_of(session, at)
    return shown
