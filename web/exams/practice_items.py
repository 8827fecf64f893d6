"""Practice questions: shown with their keys and explanations to everybody, so they are never part of an exam."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from domain.blueprints.assembly import SeededRandom
from domain.items.content import Item
from domain.items.richtext import clean


class PracticeItem(NamedTuple):
    """One practice item: its code, the label of its area, and its content."""

    code: str
    area: str
    item: Item


@cache
def practice_items(folder: Path) -> tuple[PracticeItem, ...]:
    """Every item of the folder's files; ValueError for one that does not hold together."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        for each in read["items"]:
            content = {key: value for key, value in each.items() if key != "code"} | {"area": read["area"]}
            found.append(PracticeItem(each["code"], read["label"], _safe(Item.model_validate(content))))
    return tuple(found)


def chosen(folder: Path, seed: int, count: int) -> list[PracticeItem]:
    """So many items for a seed, spread over the areas: one of each in turn; all of them when there are fewer."""
    shelves: dict[str, list[PracticeItem]] = {}
    for each in SeededRandom(seed).shuffled(practice_items(folder)):
        shelves.setdefault(each.area, []).append(each)
    rounds = max((len(library) for library in shelves.values()), default=0)
    turns = [library[n] for n in range(rounds) for library in shelves.values() if n < len(library)]
    return turns[:count]


def _safe(item: Item) -> Item:
    explained = [each.model_copy(update={"explanation": clean(each.explanation)}) for each in item.questions]
    return item.model_copy(update={"questions": tuple(explained)})
