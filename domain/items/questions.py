"""Questions: how each is asked, what its key is, and what does not hold together."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Bounds

LONGEST_STEM = 6000
LONGEST_OPTION = 1000
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


class Question(ItemPart):
    """One thing asked; `stem` and `explanation` are safe HTML, the explanation is for practice alone."""

    kind: Kind
    stem: str = Bounds(min_length=1, max_length=LONGEST_STEM)
    options: tuple[Option, ...] = Bounds(default=(), max_length=MOST_OPTIONS)
    targets: tuple[Option, ...] = Bounds(default=(), max_length=MOST_OPTIONS)
    key: Key
    partial: Partial = Partial.NONE
    points: int = Bounds(default=1, ge=1, le=20)
    explanation: str = Bounds(default="", max_length=LONGEST_STEM)

    @model_validator(mode="after")
    def _whole(self) -> "Question":
        if flaw := flaw_of(self):
            raise ValueError(flaw)
        return self


def flaw_of(question: Question) -> str:
    """What is wrong with a question, as a sentence for its author; empty when it holds together."""
    keys = [option.key for option in question.options]
    targets = [target.key for target in question.targets]
    if len(set(keys)) < len(keys) or len(set(targets)) < len(targets):
        return "Two options have the same key."
    return _FLAWS[question.kind](question, keys, targets)


def _choice(question: Question, keys: list[str], _: list[str]) -> str:
    if len(keys) < 2:
        return "Give at least two options to choose from."
    if not set(question.key.options) <= set(keys):
        return "The key names an option that is not there."
    if question.kind != Kind.MULTIPLE and len(question.key.options) != 1:
        return "Mark exactly one option as right."
    return "" if question.key.options else "Mark at least one option as right."


def _ordering(question: Question, keys: list[str], _: list[str]) -> str:
    if len(keys) < 2:
        return "Give at least two things to put in order."
    return "" if sorted(question.key.options) == sorted(keys) else "The key must name every option once, in order."


def _matching(question: Question, keys: list[str], targets: list[str]) -> str:
    if not keys or len(targets) < 2:
        return "Give something to match, and at least two targets."
    fits = set(question.key.pairs) == set(keys) and set(question.key.pairs.values()) <= set(targets)
    return "" if fits else "The key must pair every option with one of the targets."


def _numeric(question: Question, _keys: list[str], _targets: list[str]) -> str:
    low, high = question.key.low, question.key.high
    if low is None or high is None:
        return "Give the lowest and the highest right number."
    return "" if low <= high else "The lowest right number is above the highest."


def _short_text(question: Question, _keys: list[str], _targets: list[str]) -> str:
    return "" if any(text.strip() for text in question.key.texts) else "Give at least one right text."


_FLAWS = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
    Kind.NUMERIC: _numeric,
    Kind.SHORT_TEXT: _short_text,
}
