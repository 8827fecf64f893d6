"""The item bank as its keepers look at it: pages of a search, totals, who wrote what, free codes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from db.audit import AuditRow
from db.items.versions import LIVING, BankLine, ExposureRow, ItemRow, ItemVersionRow
from domain.events import EventKind
from domain.items.content import ItemState
from domain.items.lifecycle import VersionStatus

CASE_SET = "case_set"
# Audit events of those who wrote on a version.
WRITING = (EventKind.ITEM_CREATED, EventKind.ITEM_SAVED, EventKind.ITEM_TAKEN_OVER)


class BankSearch(NamedTuple):
    """What is looked for among the newest versions; empty fields ask for nothing. `page` counts from 1."""

    words: str = ""
    area: str = ""
    state: ItemState | None = None
    category: str = ""
    kind: str = ""
    page: int = 1


class BankTotal(NamedTuple):
    """How many items have a newest version in this state and area."""

    state: ItemState
    area: str
    items: int


def search(session: Session, wanted: BankSearch, size: int) -> tuple[list[BankLine], int]:
    """One page of the newest versions by code, and how many there are on all pages."""
    tests = [*_last(), *_tests(wanted)]
    same = (col(ExposureRow.item_id) == ItemVersionRow.item_id) & (col(ExposureRow.version) == ItemVersionRow.version)
    query = (
        select(ItemRow, ItemVersionRow, ExposureRow.forms)
        .join(ItemVersionRow, col(ItemVersionRow.item_id) == ItemRow.id)
        .join(ExposureRow, same, isouter=True)
        .where(*tests)
        .order_by(col(ItemRow.code))
    )
    counted = select(func.count()).select_from(ItemVersionRow).join(ItemRow).where(*tests)
    rows = session.exec(query.offset((wanted.page - 1) * size).limit(size))
    return [BankLine.model_construct(item=i, version=v, forms=n or 0) for i, v, n in rows], session.exec(counted).one()


def tallies(session: Session) -> list[BankTotal]:
    """The newest versions counted by state and area."""
    parts = col(ItemVersionRow.state), col(ItemVersionRow.area)
    query = select(*parts, func.count()).where(*_last()).group_by(*parts)
    return [BankTotal(*each) for each in session.exec(query)]


def living_of(session: Session, items: Iterable[UUID]) -> dict[UUID, ItemVersionRow]:
    """The version of each of these items that may be asked."""
    mine = col(ItemVersionRow.item_id).in_(list(items)), col(ItemVersionRow.state).in_(LIVING)
    return {row.item_id: row for row in session.exec(select(ItemVersionRow).where(*mine))}


def forms_of(session: Session, item_id: UUID) -> dict[int, int]:
    """On how many forms each version of an item stood."""
    rows = session.exec(select(ExposureRow).where(ExposureRow.item_id == item_id))
    return {row.version: row.forms for row in rows}


def standing_of(session: Session, row: ItemVersionRow) -> VersionStatus:
    """Where a version stands, with all who wrote on it (read from the audit trail)."""
    mine = AuditRow.subject == str(row.item_id), col(AuditRow.kind).in_(WRITING)
    events = [each for each in session.exec(select(AuditRow).where(*mine)) if each.facts.get("version") == row.version]
    # A takeover has the new author as its actor; who wrote before is in its facts.
    before = {UUID(each.facts["from"]) for each in events if each.facts.get("from")}
    writers = before | {each.actor for each in events if each.actor}
    return VersionStatus(version=row.version, state=row.state, author=row.author, writers=frozenset(writers))


def by_codes(session: Session, codes: Iterable[str]) -> Sequence[ItemRow]:
    """The items of these codes, whatever their case, by code."""
    wanted = func.upper(ItemRow.code).in_({code.upper() for code in codes})
    return session.exec(select(ItemRow).where(wanted).order_by(col(ItemRow.code))).all()


def rows_of(session: Session, items: Iterable[str]) -> Sequence[ItemRow]:
    """The items of these ids, by code."""
    wanted = col(ItemRow.id).in_([UUID(each) for each in items])
    return session.exec(select(ItemRow).where(wanted).order_by(col(ItemRow.code))).all()


def free_code(session: Session, prefix: str) -> str:
    """The next code such as `COND-046` that no item has."""
    taken = session.exec(select(ItemRow.code).where(col(ItemRow.code).startswith(f"{prefix}-", autoescape=True)))
    numbers = [int(found[1]) for code in taken if (found := re.fullmatch(rf"{prefix}-(\d{{1,6}})", code))]
    return f"{prefix}-{max(numbers, default=0) + 1:03}"


def _last() -> list[Any]:
    """Only the newest version of each item."""
    other = aliased(ItemVersionRow)
    newest = select(func.max(other.version)).where(other.item_id == ItemVersionRow.item_id).scalar_subquery()
    return [col(ItemVersionRow.version) == newest]


def _tests(wanted: BankSearch) -> list[Any]:
    """What the search asks of a version and its item."""
    tests: list[Any] = []
    if wanted.words:
        code, title = col(ItemRow.code), col(ItemVersionRow.title)
        tests.append(or_(code.icontains(wanted.words, autoescape=True), title.icontains(wanted.words, autoescape=True)))
    for column, value in (
        (ItemVersionRow.area, wanted.area),
        (ItemVersionRow.state, wanted.state),
        (ItemVersionRow.category, wanted.category),
    ):
        tests += [column == value] if value else []
    if wanted.kind:
        questions = col(ItemVersionRow.content)["questions"]
        # A function that SQLite and PostgreSQL both have under this name.
        several = func.json_array_length(questions) > 1
        asked = questions[0]["kind"].as_string() == wanted.kind
        tests.append(several if wanted.kind == CASE_SET else asked & ~several)
    return tests
