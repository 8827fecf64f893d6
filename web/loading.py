"""Rows that a page cannot do without: found, one's own, or the page that says there is none (404)."""

from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel

from db.accounts.people import AccountRow
from db.applications import ApplicationRow
from db.blueprints import AngoffRow, BlueprintRow
from db.cases import CaseRow
from db.conflicts import ConflictRow
from db.corrections.proposals import CorrectionRow
from db.documents import DocumentRow
from db.exams.attempts import AttemptRow
from db.exams.sittings import AccommodationRow, SittingRow
from db.exchange import ImportRow
from db.items.versions import ItemPictureRow, ItemRow
from db.notifications import MailRow
from db.practical.streams import RecordingRow
from db.review import TaskRow
from domain.accounts import Person
from domain.exams.clock import NotStarted
from domain.messages import Message, msg
from domain.refusals import Missing

Value = TypeVar("Value")
Row = TypeVar("Row", bound=SQLModel)

# What is said when there is none, by table.
NO_SUCH: dict[type[SQLModel], Message] = {
    AccommodationRow: msg("There is no such accommodation."),
    AccountRow: msg("There is no such account."),
    AngoffRow: msg("There is no such cut-score study."),
    ApplicationRow: msg("There is no such application."),
    AttemptRow: msg("There is no such exam."),
    BlueprintRow: msg("There is no such blueprint."),
    CaseRow: msg("There is no such case."),
    ConflictRow: msg("There is no such conflict of interest."),
    CorrectionRow: msg("There is no such correction."),
    DocumentRow: msg("There is no such document."),
    ImportRow: msg("There is no such import. Perhaps it was discarded."),
    ItemPictureRow: msg("There is no such picture."),
    ItemRow: msg("There is no such item or version in the bank."),
    MailRow: msg("There is no such e-mail."),
    RecordingRow: msg("There is no such recording."),
    SittingRow: msg("Nobody sits this exam."),
    TaskRow: msg("There is no such sample stream."),
}


def or_404(value: Value | None, sentence: Message) -> Value:
    """The value, if there is one; refuses Missing with the sentence."""
    if not value:
        raise Missing(sentence)
    return value


def get_or_404(session: Session, table: type[Row], key: UUID, *, lock: bool = False) -> Row:
    """The row, locked until the transaction ends when asked; refuses Missing."""
    return or_404(session.get(table, key, with_for_update=lock), NO_SUCH[table])


def id_or_404(typed: str, sentence: Message) -> UUID:
    """An id out of a form, which a page of ours wrote there; refuses Missing."""
    try:
        return UUID(typed)
    except ValueError:
        raise Missing(sentence) from None


def own_application(session: Session, person: Person, key: UUID, *, lock: bool = False) -> ApplicationRow:
    """The person's own application; refuses Missing, also for what belongs to somebody else."""
    row = session.get(ApplicationRow, key, with_for_update=lock)
    return or_404(row if row and row.account_id == person.id else None, NO_SUCH[ApplicationRow])


def own_attempt(session: Session, person: Person, key: UUID, *, lock: bool = False) -> AttemptRow:
    """The person's own attempt; refuses Missing, also for what belongs to somebody else."""
    row = session.get(AttemptRow, key, with_for_update=lock)
    return or_404(row if row and row.account_id == person.id else None, NO_SUCH[AttemptRow])


def begun_sitting(session: Session, attempt_id: UUID, *, lock: bool = False) -> SittingRow:
    """The sitting of an attempt whose exam has begun; refuses NotStarted."""
    row = session.get(SittingRow, attempt_id, with_for_update=lock)
    if row is None:
        raise NotStarted(msg("This exam has not begun."))
    return row
