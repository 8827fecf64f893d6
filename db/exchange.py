"""Imports of exam items: a file between its dry run and the confirmation, and what came in. Written by the web."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from db.items.versions import ItemRow, ItemVersionRow
from domain.exchange.terms import ImportTerms


class ImportRow(SQLModel, table=True):
    """One file; its bytes lie in the vault under `imports/<id>` until it is applied. `taken` are places in the file."""

    __tablename__ = "imports"
    id: UUID = Field(primary_key=True)
    by: UUID = Field(foreign_key="accounts.id", index=True)
    at: datetime
    format: str
    filename: str
    size: int
    sha256: str
    sealed_key: str
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    taken: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    applied_at: datetime | None = None

    @property
    def agreed(self) -> ImportTerms:
        """What was said about all its items."""
        return ImportTerms.model_validate(self.terms)

    @property
    def file(self) -> str:
        """Where the bytes lie in the vault."""
        return f"imports/{self.id}"

    def item_id(self, place: int) -> UUID:
        """The id of the item at a place (from 0): the same however often the import is confirmed."""
        return uuid5(self.id, str(place))


def waiting(session: Session, by: UUID) -> Sequence[ImportRow]:
    """A person's imports that were looked at but not confirmed, newest first."""
    mine = ImportRow.by == by, col(ImportRow.applied_at).is_(None)
    return session.exec(select(ImportRow).where(*mine).order_by(col(ImportRow.at).desc())).all()


def imported_items(session: Session, row: ImportRow) -> list[tuple[ItemRow, str]]:
    """The items that an import brought in, by code, with the titles under which they came."""
    ids = [row.item_id(place) for place in row.taken]
    query = select(ItemRow, ItemVersionRow.title).join(ItemVersionRow, col(ItemVersionRow.item_id) == ItemRow.id)
    first = col(ItemRow.id).in_(ids), ItemVersionRow.version == 1
    return [(item, title) for item, title in session.exec(query.where(*first).order_by(col(ItemRow.code)))]


def free_prefix(session: Session, row: ImportRow) -> str:
    """What the codes of an import begin with, such as IMP-7F3A; no item has such a code yet."""
    for length in range(4, 33):
        # The end of an id is random; it begins with the time, which is much the same for imports of one hour.
        prefix = f"IMP-{row.id.hex[-length:].upper()}"
        if session.exec(select(ItemRow.id).where(col(ItemRow.code).startswith(f"{prefix}-"))).first() is None:
            break
    return prefix
