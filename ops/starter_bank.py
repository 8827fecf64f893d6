"""The starter bank: the items of policies/items, put into the bank once, ready to be asked."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import yaml
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import begin
from db.items.versions import ItemRow, ItemVersionRow
from domain.items.content import Item, ItemState
from domain.items.parts import Option
from domain.items.questions import Question
from domain.items.richtext import clean
from domain.messages import msg

SPACE = UUID("0190c0de-0000-7000-8000-00000000beef")
ORIGIN = msg("Starter bank, {month}", month="2026-11")
BESIDE = ("code", "enemies")  # what a file tells of an item beside its content


class Starter(NamedTuple):
    """One item as it comes: its code, its content, and the codes of items it must not meet on a form."""

    code: str
    item: Item
    enemies: tuple[str, ...]


def starter_items(folder: Path) -> Iterator[Starter]:
    """Every item of the folder's files; ValueError for one that does not hold together."""
    for path in sorted(folder.glob("*.yaml")):
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for each in read["items"]:
            yield Starter(each["code"], _item(each, read["area"]), tuple(each.get("enemies", ())))


def load_starter_bank(engine: Engine, folder: Path, now: datetime) -> int:
    """Put in what the bank has never had; returns how many. What was changed or retired there stays as it is."""
    with begin(engine) as session:
        known = set(session.exec(select(ItemRow.id)).all())
        new = [each for each in starter_items(folder) if _id(each.code) not in known]
        session.add_all(_row(each, now) for each in new)
        # Items go before their versions, and each kind in one statement: one at a time they took twice as long.
        session.flush()
        session.add_all(_version(_id(each.code), each.item, now) for each in new)
    return len(new)


def _id(code: str) -> UUID:
    return uuid5(SPACE, code)


def _row(starter: Starter, now: datetime) -> ItemRow:
    enemies = [str(_id(code)) for code in starter.enemies]
    return ItemRow(id=_id(starter.code), code=starter.code, origin=ORIGIN, enemies=enemies, created_at=now)


def _version(item_id: UUID, item: Item, now: datetime) -> ItemVersionRow:
    return ItemVersionRow(
        item_id=item_id,
        version=1,
        state=ItemState.ACTIVE,
        area=item.area,
        category=item.category,
        title=item.title,
        content=item.model_dump(mode="json"),
        note=msg("Came with the software."),
        created_at=now,
        updated_at=now,
        reviewed_at=now,
    )


def _item(read: dict[str, Any], area: str) -> Item:
    given = Item.model_validate({key: value for key, value in read.items() if key not in BESIDE} | {"area": area})
    questions = tuple(_cleaned(question) for question in given.questions)
    return given.model_copy(update={"questions": questions, "scenario": clean(given.scenario)})


def _cleaned(question: Question) -> Question:
    def safe(options: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(each.model_copy(update={"text": clean(each.text)}) for each in options)

    kept = {"stem": clean(question.stem), "explanation": clean(question.explanation)}
    return question.model_copy(update=kept | {"options": safe(question.options), "targets": safe(question.targets)})
