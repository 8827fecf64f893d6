"""A correction and its keys as pages show them."""

from typing import NamedTuple

from sqlmodel import Session

from db.accounts.people import named
from db.corrections.marking import corrected
from db.corrections.proposals import AppliedCorrectionRow, CorrectionRow
from db.items.versions import ItemRow, ItemVersionRow
from domain.corrections.messages import Rescored
from domain.items.content import Item
from domain.items.questions import Question
from web.exam_papers import PaperQuestion, asked


class KeyView(NamedTuple):
    """One question with its key, as it is shown."""

    question: Question
    shown: PaperQuestion


class CorrectionView(NamedTuple):
    """A correction with the names of what and whom it is about; `state`: waiting, approved, applied, declined."""

    row: CorrectionRow
    applied: AppliedCorrectionRow | None
    state: str
    code: str
    title: str
    names: dict[str, str]

    @property
    def turned(self) -> int:
        """How many verdicts it has turned."""
        return sum(Rescored.model_validate(each).turns for each in self.applied.flips) if self.applied else 0


def questions_with_keys(item: Item) -> list[KeyView]:
    """The questions of an item with their keys."""
    return [KeyView(question, asked(question)) for question in item.questions]


def keys_of(session: Session, row: CorrectionRow) -> list[KeyView]:
    """The questions of a correction with the keys it brings."""
    return questions_with_keys(corrected(session.get_one(ItemVersionRow, (row.item_id, row.version)).item, row))


def shown_of(session: Session, row: CorrectionRow, applied: AppliedCorrectionRow | None) -> CorrectionView:
    """A correction with its names."""
    version = session.get_one(ItemVersionRow, (row.item_id, row.version))
    people = {each for each in (row.proposed_by, row.approved_by, row.declined_by) if each}
    names = {str(each.id): each.name for each in named(session, people)}
    code = session.get_one(ItemRow, row.item_id).code
    return CorrectionView(row, applied, state_of(row, applied), code, version.title, names)


def state_of(row: CorrectionRow, applied: AppliedCorrectionRow | None) -> str:
    """Where a correction stands."""
    if row.declined_at:
        return "declined"
    if applied:
        return "applied"
    return "approved" if row.approved_at else "waiting"
