"""What a correction changes, in words for people: who turns, whose percentage moves, whose certificate rests on it."""

import hashlib
from typing import NamedTuple

from sqlmodel import Session

from db.cases import cases_with
from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow
from db.corrections.rescoring import rescoring
from db.credentials.register import CredentialRow, living_of
from db.exams.attempts import numbers_of
from domain.corrections.messages import Rescored


class ChangedAttempt(NamedTuple):
    """One attempt whose result is another, of whom, and the certificate that rests on its case."""

    change: Rescored
    number: int
    title: str
    credential: CredentialRow | None

    @property
    def endangered(self) -> bool:
        """Whether a living certificate rests on a pass that is none any more."""
        return self.change.turns and not self.change.passed and self.credential is not None


class CorrectionPreview(NamedTuple):
    """All that a correction does: how many were asked, and every attempt whose result is another; who turns first."""

    asked: int
    lines: list[ChangedAttempt]

    @property
    def failing(self) -> list[ChangedAttempt]:
        """Passes that become failures."""
        return [line for line in self.lines if line.change.turns and not line.change.passed]

    @property
    def passing(self) -> list[ChangedAttempt]:
        """Failures that become passes."""
        return [line for line in self.lines if line.change.turns and line.change.passed]

    @property
    def moved(self) -> list[ChangedAttempt]:
        """Percentages that change and turn nothing."""
        return [line for line in self.lines if not line.change.turns]

    @property
    def mark(self) -> str:
        """A short mark of it, by which a page notices that what it shows is no longer so."""
        shown = [line.change.model_dump_json() for line in self.lines]
        # Sorted: in which order the attempts were read changes nothing.
        return hashlib.sha256("\n".join([str(self.asked), *sorted(shown)]).encode()).hexdigest()[:24]


def preview_of(session: Session, row: CorrectionRow) -> CorrectionPreview:
    """What a correction would change now."""
    found = rescoring(session, row)
    flips = [(change.attempt, change.flip) for change in found.changes if change.flip]
    changes = [
        Rescored(
            attempt_id=attempt.id,
            case_id=attempt.case_id,
            account_id=attempt.account_id,
            passed=flip.passed_after,
            passed_before=flip.passed_before,
            before=flip.before,
            after=flip.after,
        )
        for attempt, flip in flips
    ]
    return CorrectionPreview(found.asked, _lines(session, changes))


def applied_of(session: Session, row: AppliedCorrectionRow) -> CorrectionPreview:
    """What a correction has changed."""
    return CorrectionPreview(row.attempts, _lines(session, [Rescored.model_validate(each) for each in row.flips]))


def _lines(session: Session, changes: list[Rescored]) -> list[ChangedAttempt]:
    case_ids = {each.case_id for each in changes}
    numbers = numbers_of(session, [each.attempt_id for each in changes])
    cases, held = cases_with(session, case_ids), living_of(session, case_ids)
    return [
        ChangedAttempt(each, numbers[each.attempt_id], cases[each.case_id].title, held.get(each.case_id))
        for each in changes
    ]
