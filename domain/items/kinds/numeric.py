"""A number to type: whatever people write numbers with is read."""

import math
import re
import unicodedata
from collections.abc import Iterator

from domain.items.kinds.rules import KindRules, ReplyField
from domain.items.parts import QuestionParts, Reply
from domain.messages import Message, msg

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
MINUS = str.maketrans("\u2212\u2013", "--")


class Numeric(KindRules):
    """The key is a range, its ends included."""

    field: ReplyField = "number"
    chosen = False
    several = False
    still = False

    def flaw(self, asked: QuestionParts) -> Message:
        """A range without an end, or upside down."""
        low, high = asked.key.low, asked.key.high
        if low is None or high is None:
            return msg("Give the lowest and the highest right number.")
        return Message() if low <= high else msg("The lowest right number is above the highest.")

    def fits(self, _asked: QuestionParts, _reply: Reply, /) -> bool:
        """Anything may be typed."""
        return True

    def share(self, asked: QuestionParts, reply: Reply) -> float:
        """All when one of the numbers that were meant lies in the range."""
        low, high = asked.key.low, asked.key.high
        if low is None or high is None:
            return 0.0
        return float(any(low <= number <= high for number in readings(reply.number)))


def readings(typed: str) -> Iterator[float]:
    """The numbers that a typed text can mean: none, one, or two as `1,000` does."""
    plain = unicodedata.normalize("NFKC", typed).translate(MINUS).lower()
    plain = "".join(plain.split())
    if NUMBER.fullmatch(decimal := plain.replace(",", ".", 1)) and math.isfinite(float(decimal)):
        yield float(decimal)
    if THOUSANDS.fullmatch(plain):
        yield float(plain.replace(",", ""))
