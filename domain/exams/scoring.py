"""Scoring: what a reply earns, and whether it could come from its question at all.

With `Partial.SHARES` a multiple choice earns (right - wrong chosen) / number of right ones, never below 0; a matching
the share of right pairs; an ordering the share of neighbours in the key that also stand one right after the other in
the reply. Everything else earns all or nothing.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from domain.items.content import Item, Reply, Response
from domain.items.questions import Kind, Partial, Question
from domain.refusals import Invalid

DIGITS = 4
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
MINUS = str.maketrans("\u2212\u2013", "--")


class UnfitReply(Invalid):
    """The reply cannot come from the question it is given to."""


def marks(item: Item, response: Response) -> float:
    """The points that a response earns, 0 to `item.points`; what is not answered earns nothing."""
    return round(sum(map(mark, item.questions, response)), DIGITS)


def mark(question: Question, reply: Reply) -> float:
    """The points that a reply earns, 0 to `question.points`, to four decimals; an unfit reply earns nothing."""
    if reply.empty or not fits(question, reply):
        return 0.0
    share = _SHARE[question.kind](question, reply)
    if question.partial == Partial.NONE and share < 1:
        return 0.0
    return round(question.points * share, DIGITS)


def admit_response(item: Item, response: Response) -> None:
    """Refuse a response that this item cannot have brought about: UnfitReply."""
    if len(response) != len(item.questions):
        raise UnfitReply(
            f"This item asks {len(item.questions)} questions, and {len(response)} replies came. Open the page again."
        )
    for number, (question, reply) in enumerate(zip(item.questions, response, strict=True), 1):
        if not fits(question, reply):
            raise UnfitReply(
                f"Reply {number} does not belong to what is asked there. Open the page again and answer anew."
            )


def fits(question: Question, reply: Reply) -> bool:
    """Whether a reply could come from this question; no reply always does."""
    if reply.empty:
        return True
    filled = [name for name in ("options", "pairs", "number", "text") if getattr(reply, name)]
    if filled != [_FIELD.get(question.kind, "options")]:
        return False
    keys = {option.key for option in question.options}
    if question.kind == Kind.MATCHING:
        targets = {target.key for target in question.targets}
        return set(reply.pairs) <= keys and set(reply.pairs.values()) <= targets
    if question.kind == Kind.ORDERING and len(reply.options) != len(keys):
        return False
    known = set(reply.options) <= keys and len(set(reply.options)) == len(reply.options)
    return known and (question.kind not in (Kind.SINGLE, Kind.TRUE_FALSE) or len(reply.options) == 1)


def readings(typed: str) -> Iterator[float]:
    """The numbers that a typed text can mean: none, one, or two as `1,000` does."""
    plain = unicodedata.normalize("NFKC", typed).translate(MINUS).lower()
    plain = "".join(plain.split())
    if NUMBER.fullmatch(decimal := plain.replace(",", ".", 1)) and math.isfinite(float(decimal)):
        yield float(decimal)
    if THOUSANDS.fullmatch(plain):
        yield float(plain.replace(",", ""))


def _choice(question: Question, reply: Reply) -> float:
    chosen, right = set(reply.options), set(question.key.options)
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))


def _ordering(question: Question, reply: Reply) -> float:
    key = question.key.options
    followed = set(pairwise(reply.options))
    return sum(pair in followed for pair in pairwise(key)) / (len(key) - 1)


def _matching(question: Question, reply: Reply) -> float:
    key = question.key.pairs
    return sum(reply.pairs.get(option) == target for option, target in key.items()) / len(key)


def _numeric(question: Question, reply: Reply) -> float:
    low, high = question.key.low, question.key.high
    if low is None or high is None:
        return 0.0
    return float(any(low <= number <= high for number in readings(reply.number)))


def _short_text(question: Question, reply: Reply) -> float:
    loose = not question.key.case_sensitive
    return float(_plain(reply.text, loose) in {_plain(text, loose) for text in question.key.texts if text.strip()})


def _plain(text: str, loose: bool) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return unicodedata.normalize("NFKC", plain.casefold()) if loose else plain


_FIELD = {Kind.MATCHING: "pairs", Kind.NUMERIC: "number", Kind.SHORT_TEXT: "text"}
_SHARE = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _choice,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
    Kind.NUMERIC: _numeric,
    Kind.SHORT_TEXT: _short_text,
}
