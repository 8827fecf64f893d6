"""Key corrections: every attempt that was asked the item is scored anew, once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import Author, audit
from activities.exams import result_of
from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow
from db.corrections.rescoring import PointsChange, rescoring
from db.engine import begin
from db.exams.attempts import AttemptRow
from db.items.versions import ItemRow
from domain.corrections.effects import ResultChange
from domain.corrections.messages import Corrected, CorrectKey, Rescored
from domain.events import EventKind


class CorrectionActivities:
    """What a correction of a key writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def apply_correction(self, request: CorrectKey) -> list[Corrected]:
        """Rewrite the results that the correction touches, and return those it turned; a repeat finds them again."""
        with begin(self._engine) as session:
            # Locked: a repeat waits, and then finds the correction applied.
            row = session.get_one(CorrectionRow, request.id, with_for_update=True)
            applied = session.get(AppliedCorrectionRow, row.id)
            if applied is None:
                applied = self._apply(session, row)
            changed = [Rescored.model_validate(each) for each in applied.flips]
            return [Corrected.model_validate(each.model_dump()) for each in changed if each.turns]

    def _apply(self, session: Session, row: CorrectionRow) -> AppliedCorrectionRow:
        # Whoever closes an exam with this item shares this lock: none is scored by the old key behind our back.
        session.get_one(ItemRow, row.item_id, with_for_update={"key_share": True})
        found = rescoring(session, row)
        for change in found.changes:
            _rewrite(row, change)
        flipped = [_rescored(change.attempt, change.flip) for change in found.changes if change.flip]
        applied = AppliedCorrectionRow(
            correction_id=row.id,
            item_id=row.item_id,
            applied_at=self._clock(),
            attempts=found.asked,
            flips=[each.model_dump(mode="json") for each in flipped],
        )
        session.add(applied)
        turned = sum(each.turns for each in flipped)
        facts: dict[str, str | int | None] = {"version": row.version, "attempts": found.asked, "turned": turned}
        audit(
            session,
            EventKind.KEY_CORRECTED,
            at=self._clock(),
            subject=row.item_id,
            key=f"key.corrected:{row.id}",
            by=Author(row.approved_by, ""),
            facts=facts,
        )
        return applied


def _rewrite(row: CorrectionRow, change: PointsChange) -> None:
    """Write an attempt's new result; its marks for other items stay as they are."""
    result = change.result
    for name, value in result_of(change.outcome, result.voided).items():
        setattr(result, name, value)
    # A new mapping, as a change within the old one would not be seen and saved.
    result.marks = result.marks | {str(row.item_id): change.points}
    result.revision += 1


def _rescored(attempt: AttemptRow, flip: ResultChange) -> Rescored:
    return Rescored(
        attempt_id=attempt.id,
        case_id=attempt.case_id,
        account_id=attempt.account_id,
        passed=flip.passed_after,
        passed_before=flip.passed_before,
        before=flip.before,
        after=flip.after,
    )
