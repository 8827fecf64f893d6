"""How what a document shows compares with what was expected."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel


class Likeness(StrEnum):
    """How what was found compares with what was expected; only `different` and `absent` ask the applicant."""

    EQUIVALENT = "equivalent"
    MINOR = "minor"
    DIFFERENT = "different"
    ABSENT = "absent"


class Match(BaseModel, frozen=True):
    """The best match: the raw text found, 0-1 similarity, and pairs of words (in the document, expected)."""

    likeness: Likeness
    raw: str | None = None
    similarity: float = 0.0
    differing: tuple[tuple[str, str], ...] = ()


ABSENT = Match(likeness=Likeness.ABSENT)
# Declared from the nearest to the farthest.
RANK = tuple(Likeness)


def best(matches: Iterable[Match]) -> Match:
    """The closest of several matches, the first among equals; absent when there are none."""
    return min(matches, key=lambda each: (RANK.index(each.likeness), -each.similarity), default=ABSENT)
