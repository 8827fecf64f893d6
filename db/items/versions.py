"""The item bank: items, their versions and pictures (written by the web), and how often each was asked (activities)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import JSON, Column, Field, Session, SQLModel, col, func, select

from db.columns import MessageText, word
from domain.blueprints.parts import BankEntry
from domain.items.content import Item, ItemState
from domain.items.kinds.registry import KINDS
from domain.messages import Message

LIVING = (ItemState.ACTIVE, ItemState.PILOT)


class ItemRow(SQLModel, table=True):
    """One item through all its versions; `enemies` are items (ids) that must not stand on the same form."""

    __tablename__ = "items"
    id: UUID = Field(primary_key=True)
    code: str = Field(unique=True)
    origin: Message = Field(default=Message(), sa_type=MessageText)
    enemies: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime


class ItemVersionRow(SQLModel, table=True):
    """One version; `content` is a dumped `Item` that stays as it is once the version left the draft."""

    __tablename__ = "item_versions"
    item_id: UUID = Field(primary_key=True, foreign_key="items.id")
    version: int = Field(primary_key=True)
    state: ItemState = Field(index=True, sa_type=word(ItemState))
    area: str = Field(index=True)
    category: str = ""
    title: str
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    author: UUID | None = Field(default=None, foreign_key="accounts.id")
    reviewer: UUID | None = Field(default=None, foreign_key="accounts.id")
    note: Message = Field(default=Message(), sa_type=MessageText)
    created_at: datetime
    updated_at: datetime
    reviewed_at: datetime | None = None

    @property
    def item(self) -> Item:
        """The content as the rules know it."""
        return Item.model_validate(self.content)


class ItemPictureRow(SQLModel, table=True):
    """A picture of an item, re-encoded; the bytes lie in the vault under `pictures/<id>`."""

    __tablename__ = "item_pictures"
    id: UUID = Field(primary_key=True)
    media_type: str
    size: int
    sealed_key: str
    created_at: datetime


class ExposureRow(SQLModel, table=True):
    """On how many forms a version stood. Written by activities alone."""

    __tablename__ = "exposures"
    item_id: UUID = Field(primary_key=True, foreign_key="items.id")
    version: int = Field(primary_key=True)
    forms: int


class BankLine(SQLModel):
    """One line of the bank: the item, one of its versions, and on how many forms that version stood."""

    item: ItemRow
    version: ItemVersionRow
    forms: int = 0

    @property
    def entry(self) -> BankEntry:
        """What drawing needs to know of it."""
        item = self.version.item
        same = item.model_dump(include={"area", "category", "countries", "difficulty", "language"})
        return BankEntry(
            item=self.item.id,
            version=self.version.version,
            points=item.points,
            pilot=self.version.state == ItemState.PILOT,
            enemies=frozenset(map(UUID, self.item.enemies)),
            exposure=self.forms,
            options=tuple(tuple(each.key for each in question.options) for question in item.questions),
            targets=tuple(tuple(each.key for each in question.targets) for question in item.questions),
            fixed=tuple(frozenset(o.key for o in question.options if o.fixed) for question in item.questions),
            still=tuple(KINDS[question.kind].still for question in item.questions),
            **same,
        )


def living(session: Session) -> list[BankLine]:
    """Every version that may be asked, with its exposure, by code."""
    query = (
        select(ItemRow, ItemVersionRow, ExposureRow.forms)
        .join(ItemVersionRow, col(ItemVersionRow.item_id) == ItemRow.id)
        .join(ExposureRow, _same_version(), isouter=True)
        .where(col(ItemVersionRow.state).in_(LIVING))
        .order_by(col(ItemRow.code))
    )
    return [BankLine.model_construct(item=i, version=v, forms=n or 0) for i, v, n in session.exec(query)]


def newest(session: Session, area: str = "", state: ItemState | None = None) -> list[BankLine]:
    """The newest version of every item, by code; of one area or state only when asked."""
    last = select(ItemVersionRow.item_id, func.max(ItemVersionRow.version).label("version"))
    latest = last.group_by(col(ItemVersionRow.item_id)).subquery()
    same = (col(ItemVersionRow.item_id) == latest.c.item_id) & (col(ItemVersionRow.version) == latest.c.version)
    query = (
        select(ItemRow, ItemVersionRow, ExposureRow.forms)
        .join(ItemVersionRow, col(ItemVersionRow.item_id) == ItemRow.id)
        .join(latest, same)
        .join(ExposureRow, _same_version(), isouter=True)
        .order_by(col(ItemRow.code))
    )
    query = query.where(ItemVersionRow.area == area) if area else query
    query = query.where(ItemVersionRow.state == state) if state else query
    return [BankLine.model_construct(item=i, version=v, forms=n or 0) for i, v, n in session.exec(query)]


def versions_of(session: Session, item_id: UUID) -> Sequence[ItemVersionRow]:
    """All versions of an item, newest first."""
    mine = ItemVersionRow.item_id == item_id
    return session.exec(select(ItemVersionRow).where(mine).order_by(col(ItemVersionRow.version).desc())).all()


def contents(session: Session, wanted: Iterable[tuple[UUID, int]]) -> dict[UUID, Item]:
    """The content of these versions, by item."""
    versions = dict(wanted)
    if not versions:
        return {}
    rows = session.exec(select(ItemVersionRow).where(col(ItemVersionRow.item_id).in_(versions))).all()
    return {row.item_id: row.item for row in rows if versions[row.item_id] == row.version}


def expose(session: Session, asked: Iterable[tuple[UUID, int]]) -> None:
    """Count one more form for each of these versions."""
    # Sorted: two draws at once lock the same rows in the same order, and never wait for each other in a ring.
    for item_id, version in sorted(asked):
        row = session.get(ExposureRow, (item_id, version), with_for_update=True)
        if row is None:
            session.add(ExposureRow(item_id=item_id, version=version, forms=1))
        else:
            row.forms += 1


def _same_version() -> Any:
    same_item = col(ExposureRow.item_id) == ItemVersionRow.item_id
    return same_item & (col(ExposureRow.version) == ItemVersionRow.version)
