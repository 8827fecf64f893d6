"""What writing GIFT, Aiken and Moodle XML shares: how our questions look to Moodle."""

import math
import re
from collections.abc import Iterable, Iterator

from domain.items.content import Item
from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import fit, to_plain

# Moodle always gives shares for these; an ordering says there how it is scored.
_SHARED_THERE: dict[Kind, bool] = {
    Kind.SINGLE: False,
    Kind.MULTIPLE: True,
    Kind.TRUE_FALSE: False,
    Kind.NUMERIC: False,
    Kind.SHORT_TEXT: False,
    Kind.ORDERING: False,
    Kind.MATCHING: True,
}
_PARTED = re.compile(r"<(?:p|ul|ol|pre|blockquote|table)>")


def flat(items: Iterable[tuple[str, Item]]) -> Iterator[tuple[str, Question]]:
    """Each question of the items with its name; those of a case are numbered and begin with the scenario."""
    for name, item in items:
        for index, asked in enumerate(item.questions, 1):
            stem = f"{_parted(item.scenario)}{_parted(asked.stem)}" if item.scenario else asked.stem
            title = name if len(item.questions) == 1 else f"{name} ({index})"
            yield " ".join(fit(title).split()), asked.model_copy(update={"stem": stem})


def _parted(html: str) -> str:
    return html if _PARTED.search(html) else f"<p>{html}</p>"


def weighed(asked: Question) -> list[tuple[float, Option]]:
    """The options of a choice with their percentage: right ones share 100, a wrong one takes a share (or all) away.

    Where only one is right, a wrong one takes nothing away.
    """
    right = set(asked.key.options)
    if not KINDS[asked.kind].several:
        return [(100.0 if each.key in right else 0.0, each) for each in asked.options]
    # A third is 33.33333 to Moodle.
    share = round(100 / len(right), 5)
    loss = 100.0 if all_or_nothing(asked) else share
    return [(share if each.key in right else -loss, each) for each in asked.options]


def all_or_nothing(asked: Question) -> bool:
    """Whether a question with several right parts gives no points for some of them, other than in Moodle."""
    return _SHARED_THERE[asked.kind] and asked.partial == Partial.NONE


def writable(asked: Question) -> bool:
    """Whether its right numbers, if any, can be written: each has an end."""
    return all(number(end) for end in (asked.key.low, asked.key.high) if end is not None)


def is_true(asked: Question) -> bool | None:
    """Whether the statement is true; None when its options are not plainly true and false."""
    words = {each.key: to_plain(each.text).lower() for each in asked.options}
    return None if sorted(words.values()) != ["false", "true"] else words[asked.key.options[0]] == "true"


def patterns(asked: Question) -> list[str]:
    """The right texts as patterns, in which a star that is meant has a backslash."""
    texts = [" ".join(fit(text).split()) for text in asked.key.texts]
    return [text.replace("*", r"\*") for text in texts if text]


def number(value: float | None) -> str:
    """A number as it is written in a file; empty when it is none that can be written."""
    if value is None or not math.isfinite(value):
        return ""
    # Above, a whole number would show more figures than a float has.
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
