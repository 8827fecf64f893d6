"""A question as it was typed into the form of an item, and what a kind makes of it."""

from typing import NamedTuple

from pydantic import BaseModel

from domain.items.parts import Key, Kind, Option

FIRST_KIND = Kind.SINGLE  # what a form begins with


class QuestionInput(BaseModel):
    """One question as typed; `right` and `fixed` are places among the options (from 0).

    A true/false keeps the `keys` of its two options. An ordering is written in its right order. A matching has a
    partner beside each option, and `others` that fit none.
    """

    kind: str = FIRST_KIND
    stem: str = ""
    options: list[str] = []
    keys: list[str] = []
    partners: list[str] = []
    others: list[str] = []
    right: list[int] = []
    fixed: list[int] = []
    low: str = ""
    high: str = ""
    texts: str = ""
    case_sensitive: bool = False
    partial: bool = False
    points: str = "1"
    explanation: str = ""


class AnswerParts(NamedTuple):
    """What the form says of the answer to a question: options and targets to choose from, and the key."""

    options: tuple[Option, ...] = ()
    targets: tuple[Option, ...] = ()
    key: Key = Key()
