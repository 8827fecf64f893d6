"""Which questions are the same: a mark over the words of each, whatever its markup, case and spaces."""

import hashlib
from collections.abc import Iterable, Mapping

from domain.exchange.common import ImportedItem
from domain.items.content import Item
from domain.items.questions import Question
from domain.items.richtext import to_plain


def marks(item: Item | ImportedItem) -> tuple[str, ...]:
    """The mark of each question; that of a case begins with its scenario, as in the formats that have no cases."""
    return tuple(_mark(item.scenario, question) for question in item.questions)


def duplicate_of(item: Item | ImportedItem, known: Mapping[str, str]) -> str:
    """The code, as known by marks, of what asks the same; empty when a question of the item is new."""
    codes = [known.get(mark, "") for mark in marks(item)]
    return codes[0] if all(codes) else ""


def catalogue(bank: Iterable[tuple[str, Item]]) -> dict[str, str]:
    """The code of the first item that asks each question of a bank, by mark."""
    found: dict[str, str] = {}
    for code, item in bank:
        for mark in marks(item):
            found.setdefault(mark, code)
    return found


def _mark(scenario: str, question: Question) -> str:
    asked = _words(f"{scenario}\n{question.stem}")
    offered = [_words(each.text) for each in (*question.options, *question.targets)]
    # Sorted, as the same options in another order ask the same.
    return hashlib.sha256("\n".join([asked, *sorted(offered)]).encode()).hexdigest()


def _words(html: str) -> str:
    return " ".join(to_plain(html).casefold().split())
