"""Key corrections: every attempt that was asked the item is scored anew, once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio import activity

from activities.exams import result_of
from activities.marking import marked, outcome_of
from db.audit import append
from db.engine import begin
from db.exams import AttemptRow, ResultRow
from db.rekeying import AppliedCorrectionRow, CorrectionRow
from domain.audit import AuditEvent
from domain.corrections import Corrected, CorrectKey


class CorrectionActivities:
    """What a correction of a key writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def apply_correction(self, request: CorrectKey) -> list[Corrected]:
        """Rewrite the results that the correction touches, and return those it turned; a repeat finds them again."""
        with begin(self._engine) as session:
            row = session.get_one(CorrectionRow, request.id, with_for_update=True)
            applied = session.get(AppliedCorrectionRow, row.id)
            if applied is None:
                applied = self._apply(session, row)
            return [Corrected.model_validate(each) for each in applied.flips]

    def _apply(self, session: Session, row: CorrectionRow) -> AppliedCorrectionRow:
        flips, touched = [], 0
        for attempt, result in asked(session, row.item_id, row.version):
            touched += 1
            before = result.passed
            points, _ = marked(session, attempt, also=row)
            after = result_of(outcome_of(session, attempt, points), result.voided)
            changed = {"marks": {str(item): each for item, each in points.items()}, "revision": result.revision + 1}
            for name, value in (after | changed).items():
                setattr(result, name, value)
            if result.passed != before:
                flips.append(
                    Corrected(
                        attempt_id=attempt.id, case_id=attempt.case_id, account_id=attempt.account_id,
                        passed=result.passed,
                    )
                )  # fmt: skip
        applied = AppliedCorrectionRow(
            correction_id=row.id, item_id=row.item_id, applied_at=self._clock(), attempts=touched,
            flips=[each.model_dump(mode="json") for each in flips],
        )  # fmt: skip
        session.add(applied)
        facts: dict[str, str | int | None] = {"version": row.version, "attempts": touched, "turned": len(flips)}
        event = AuditEvent(
            kind="key.corrected",
            at=self._clock(),
            actor=row.approved_by,
            role="",
            subject=str(row.item_id),
            facts=facts,
        )
        append(session, event, key=f"key.corrected:{row.id}")
        return applied


def asked(session: Session, item_id: UUID, version: int) -> Iterator[tuple[AttemptRow, ResultRow]]:
    """Every scored attempt whose form held this version."""
    query = select(AttemptRow, ResultRow).join(ResultRow, col(ResultRow.attempt_id) == AttemptRow.id)
    for attempt, result in session.exec(query.order_by(col(AttemptRow.id))).all():
        if any((each.item, each.version) == (item_id, version) for each in attempt.drawn.items):
            yield attempt, result
