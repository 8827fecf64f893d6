"""Items of the exam bank: what a version of an item carries, and the response to it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field as Bounds

from domain.items.parts import ItemPart, Reply
from domain.items.questions import Question
from domain.lengths import LONGEST_ALT, LONGEST_STEM, LONGEST_TITLE
from domain.messages import Message, msg

MOST_QUESTIONS = 10

Percent = Annotated[int, Bounds(ge=0, le=100)]


class Difficulty(StrEnum):
    """How hard the author takes an item to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"

    @property
    def label(self) -> Message:
        """Its name within a sentence."""
        return {Difficulty.EASY: msg("easy"), Difficulty.MEDIUM: msg("medium"), Difficulty.HARD: msg("hard")}[self]


class ItemState(StrEnum):
    """Where a version stands: a pilot is asked but not scored; a retired one is asked no more."""

    DRAFT = "draft"
    REVIEW = "review"
    PILOT = "pilot"
    ACTIVE = "active"
    RETIRED = "retired"


class Reference(ItemPart):
    """What an item rests on: a rule of law, or our own choice (`design`); as it stood on `checked_on`."""

    kind: Literal["law", "guidance", "platform", "design"]
    basis: str
    source: str = ""
    checked_on: date | None = None


class Picture(ItemPart):
    """A picture above the stem; `alt` says in words what it shows."""

    id: UUID
    alt: str = Bounds(min_length=1, max_length=LONGEST_ALT)


class Item(ItemPart):
    """The content of one version: one question, or a case (`scenario`, safe HTML) with several.

    `area` is what of the blueprint it covers, `category` a product category (empty: any), `countries` ISO 3166
    codes it may be asked in (empty: all).
    """

    title: str = Bounds(min_length=1, max_length=LONGEST_TITLE)
    area: str = Bounds(pattern=r"^[a-z0-9_]{1,40}$")
    category: str = ""
    countries: tuple[str, ...] = ()
    difficulty: Difficulty = Difficulty.MEDIUM
    language: str = "en"
    reference: Reference
    scenario: str = Bounds(default="", max_length=LONGEST_STEM)
    picture: Picture | None = None
    questions: tuple[Question, ...] = Bounds(min_length=1, max_length=MOST_QUESTIONS)

    @property
    def points(self) -> int:
        """The most that can be earned."""
        return sum(question.points for question in self.questions)

    @property
    def kind(self) -> str:
        """The kind of its question, or `case_set` when there are several."""
        return self.questions[0].kind if len(self.questions) == 1 else "case_set"


Response = tuple[Reply, ...]
"""One reply for each question of the item, in the item's own order."""
