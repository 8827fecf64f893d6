"""Marking: the answers of an attempt against the keys in force, corrections included."""

from uuid import UUID

from sqlmodel import Session

from db import items, sittings
from db.exams import AttemptRow
from db.rekeying import CorrectionRow, applied_to
from domain.blueprints import ExamForm
from domain.items import Item
from domain.questions import Key
from domain.results import Outcome, result
from domain.scoring import marks


def marked(session: Session, attempt: AttemptRow, also: CorrectionRow | None = None) -> tuple[dict[UUID, float], int]:
    """Points by item, and how many items were answered; `also` is a correction that is about to be applied."""
    form = attempt.drawn
    keyed, credited = keys_in_force(session, form, also)
    replies = {row.item_id: row.replies for row in sittings.responses_of(session, attempt.id)}
    points = {item: marks(content, replies[item]) if item in replies else 0.0 for item, content in keyed.items()}
    points |= {item: float(keyed[item].points) for item in credited}
    answered = sum(any(not reply.empty for reply in response) for response in replies.values())
    return points, answered


def outcome_of(session: Session, attempt: AttemptRow, points: dict[UUID, float]) -> Outcome:
    """The result that these points make."""
    form = attempt.drawn
    contents = items.contents(session, ((each.item, each.version) for each in form.items))
    most = {item: float(content.points) for item, content in contents.items()}
    return result(attempt.covers, form, points, most, attempt.cut_percent)


def keys_in_force(
    session: Session, form: ExamForm, also: CorrectionRow | None = None
) -> tuple[dict[UUID, Item], set[UUID]]:
    """The form's items with corrected keys, and those that everybody is credited for."""
    versions = {each.item: each.version for each in form.items}
    contents = items.contents(session, versions.items())
    corrections = [*applied_to(session, list(versions)), *([also] if also else [])]
    credited: set[UUID] = set()
    for row in corrections:
        if versions.get(row.item_id) == row.version:
            contents[row.item_id] = corrected(contents[row.item_id], row)
            credited = credited | {row.item_id} if row.credit_all else credited - {row.item_id}
    return contents, credited


def corrected(item: Item, row: CorrectionRow) -> Item:
    """The item with the keys of a correction."""
    keys = [Key.model_validate(each) for each in row.keys]
    pairs = zip(item.questions, keys, strict=True)
    return item.model_copy(update={"questions": tuple(q.model_copy(update={"key": key}) for q, key in pairs)})
