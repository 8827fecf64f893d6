"""Marking: the answers of an attempt against the keys in force, corrections included."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from db.corrections.proposals import CorrectionRow, applied_to
from db.exams import sittings
from db.exams.attempts import AttemptRow
from db.items import versions as items
from db.items.versions import ItemRow
from domain.blueprints.parts import ExamForm
from domain.exams.results import ExamOutcome, result
from domain.exams.scoring import marks
from domain.items.content import Item
from domain.items.parts import Key


class MarkedAttempt(NamedTuple):
    """What an attempt earned: points by item, the result they make, and how many items were answered."""

    points: dict[UUID, float]
    outcome: ExamOutcome
    answered: int


def marked(session: Session, attempt: AttemptRow) -> MarkedAttempt:
    """Mark the last answers by the keys in force."""
    form = attempt.drawn
    keyed, credited = keys_in_force(session, form)
    replies = {row.item_id: row.replies for row in sittings.responses_of(session, attempt.id)}
    most = {item: float(content.points) for item, content in keyed.items()}
    points = {item: marks(content, replies[item]) if item in replies else 0.0 for item, content in keyed.items()}
    points |= {item: most[item] for item in credited}
    answered = sum(any(not reply.empty for reply in response) for response in replies.values())
    return MarkedAttempt(
        points, result(attempt.covers, form, points, maxima_by_item=most, cut_percent=attempt.cut_percent), answered
    )


def keys_in_force(session: Session, form: ExamForm) -> tuple[dict[UUID, Item], set[UUID]]:
    """The form's items with corrected keys, and those that everybody is credited for.

    Until the transaction ends no correction of these items is applied: either it is seen here, or it sees the result.
    """
    versions = {each.item: each.version for each in form.items}
    hold = select(ItemRow.id).where(col(ItemRow.id).in_(versions)).order_by(col(ItemRow.id))
    session.exec(hold.with_for_update(read=True)).all()
    return versions_in_force(session, versions)


def in_force(session: Session, item_id: UUID, version: int) -> tuple[Item | None, bool]:
    """A version with the keys it is scored by now (None when there is none), and whether everybody is credited."""
    contents, credited = versions_in_force(session, {item_id: version})
    return contents.get(item_id), item_id in credited


def versions_in_force(session: Session, versions: Mapping[UUID, int]) -> tuple[dict[UUID, Item], set[UUID]]:
    """These versions (by item) with the keys they are scored by now, and those that everybody is credited for."""
    contents = items.contents(session, versions.items())
    credited: set[UUID] = set()
    for row in applied_to(session, list(versions)):
        if versions.get(row.item_id) == row.version and row.item_id in contents:
            contents[row.item_id] = corrected(contents[row.item_id], row)
            # The latest one decides: a mended key ends an earlier credit for all.
            credited = credited | {row.item_id} if row.credit_all else credited - {row.item_id}
    return contents, credited


def corrected(item: Item, row: CorrectionRow) -> Item:
    """The item with the keys of a correction."""
    keys = [Key.model_validate(each) for each in row.keys]
    pairs = zip(item.questions, keys, strict=True)
    return item.model_copy(update={"questions": tuple(q.model_copy(update={"key": key}) for q, key in pairs)})
