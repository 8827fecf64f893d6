"""What questions are made of, and the replies to them; whether a question holds together is said by its kind."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Bounds

from domain.lengths import LONGEST_NUMBER, LONGEST_OPTION, LONGEST_SHORT_TEXT, LONGEST_STEM

MOST_OPTIONS = 20

OptionKey = Annotated[str, Bounds(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class ItemPart(BaseModel):
    """Base of every part of an item: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    NUMERIC = "numeric"
    SHORT_TEXT = "short_text"
    ORDERING = "ordering"
    MATCHING = "matching"


class Partial(StrEnum):
    """All points or none; or a share of them for each right part (a wrong one takes a share away, never below 0)."""

    NONE = "none"
    SHARES = "shares"


class Option(ItemPart):
    """Something to choose, to put in order or to match; `text` is safe HTML; a `fixed` one keeps its place."""

    key: OptionKey
    text: str = Bounds(max_length=LONGEST_OPTION)
    fixed: bool = False


class Key(ItemPart):
    """What is right: chosen options (in order, for an ordering), pairs option -> target, a range, or texts."""

    options: tuple[OptionKey, ...] = ()
    pairs: dict[OptionKey, OptionKey] = {}
    low: float | None = None
    high: float | None = None
    texts: tuple[str, ...] = ()
    case_sensitive: bool = False


class QuestionParts(ItemPart):
    """All that is said of one question, whether it holds together or not; `stem` and `explanation` are safe HTML."""

    kind: Kind
    stem: str = Bounds(min_length=1, max_length=LONGEST_STEM)
    options: tuple[Option, ...] = Bounds(default=(), max_length=MOST_OPTIONS)
    targets: tuple[Option, ...] = Bounds(default=(), max_length=MOST_OPTIONS)
    key: Key
    partial: Partial = Partial.NONE
    points: int = Bounds(default=1, ge=1, le=20)
    explanation: str = Bounds(default="", max_length=LONGEST_STEM)


class Reply(ItemPart):
    """What a candidate answered to one question; all empty means not answered."""

    options: tuple[OptionKey, ...] = Bounds(default=(), max_length=MOST_OPTIONS)
    pairs: dict[OptionKey, OptionKey] = Bounds(default={}, max_length=MOST_OPTIONS)
    number: str = Bounds(default="", max_length=LONGEST_NUMBER)
    text: str = Bounds(default="", max_length=LONGEST_SHORT_TEXT)

    @property
    def empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.options or self.pairs or self.number.strip() or self.text.strip())
