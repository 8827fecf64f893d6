"""What a correction of a key changes, attempt by attempt: the same for the preview and for what is then written."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast
from sqlmodel import Session, col, select

from db.corrections.marking import corrected, in_force
from db.corrections.proposals import CorrectionRow
from db.exams.attempts import AttemptRow, ResultRow
from db.statistics import answers_to, titled
from domain.corrections.effects import AttemptMarks, ResultChange, ScoredItem, changed_results, rescored
from domain.exams.clock import EndedBy
from domain.exams.results import ExamOutcome
from domain.items.parts import Reply
from domain.statistics.sat_exams import Version


class PointsChange(NamedTuple):
    """An attempt that earns another number of points for the item; no flip when its result stays (a pilot's does)."""

    attempt: AttemptRow
    result: ResultRow
    points: float
    outcome: ExamOutcome
    flip: ResultChange | None


class Rescoring(NamedTuple):
    """How many attempts were asked the version, and those that change: first who turns, then by attempt."""

    asked: int
    changes: list[PointsChange]


def rescoring(session: Session, row: CorrectionRow) -> Rescoring:
    """What a correction would change if it were applied now."""
    item, credited = in_force(session, row.item_id, row.version)
    if item is None:
        return Rescoring(0, [])
    old, new = ScoredItem(item=item, credited=credited), ScoredItem(item=corrected(item, row), credited=row.credit_all)
    answers, maxima = answers_to(session, row.item_id), {key: each.points for key, each in titled(session).items()}
    asked, changes = 0, []
    for attempt, result in attempts_with_version(session, row.item_id, row.version):
        asked += 1
        response = tuple(Reply.model_validate(each) for each in answers.get(attempt.id, ()))
        if old.earned(response) != (points := new.earned(response)):
            form = attempt.drawn
            most = {each.item: maxima[Version(str(each.item), each.version)] for each in form.items}
            marks = AttemptMarks(
                attempt=attempt.id,
                item=row.item_id,
                response=response,
                blueprint=attempt.covers,
                form=form,
                marks={UUID(key): mark for key, mark in result.marks.items()},
                maxima=most,
                cut_percent=attempt.cut_percent,
            )
            flip = next(iter(changed_results(old, new, [marks])), None)
            changes.append(PointsChange(attempt, result, points, rescored(new, marks), flip))
    return Rescoring(asked, sorted(changes, key=_turned_first))


def attempts_with_version(session: Session, item_id: UUID, version: int) -> Iterator[tuple[AttemptRow, ResultRow]]:
    """Every exam that counts and whose form held this version."""
    query = select(AttemptRow, ResultRow).join(ResultRow, col(ResultRow.attempt_id) == AttemptRow.id)
    begun = col(ResultRow.voided).is_(False), col(ResultRow.ended_by) != EndedBy.NEVER_STARTED
    # The database finds the forms that name the item at all; which version it was, the form tells.
    named = cast(col(AttemptRow.form), Text).contains(str(item_id))
    found = session.exec(query.where(*begun, named).order_by(col(AttemptRow.id)).execution_options(yield_per=50))
    for attempt, result in found:
        if any((each["item"], each["version"]) == (str(item_id), version) for each in attempt.form["items"]):
            yield attempt, result


def _turned_first(change: PointsChange) -> tuple[bool, bool]:
    return not (change.flip and change.flip.turns), change.flip is None
