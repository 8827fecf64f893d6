"""Directions: each field of a pack's parts says by its type whose value stands when two packs are stacked."""

from enum import Enum, auto
from functools import cache
from typing import Annotated, TypeAlias

from pydantic import BaseModel


class Wins(Enum):
    """Whose value stands; what a pack does not state is no value of its own, and yields to the other's.

    Only with TRUE and WIDER a default counts: who asks a question anew asks it of all, as one that is required.
    """

    KEY = auto()  # the same in both: by this two entries of a list are one
    SPECIFIC = auto()  # the more specific pack's
    TRUE = auto()  # true when either says so
    HIGHER = auto()
    LOWER = auto()
    LONGER = auto()
    SHORTER = auto()
    LATER = auto()
    EARLIER = auto()
    LADDER = auto()  # step by step the longer wait
    WIDER = auto()  # whom it is asked of: all that either names, everybody when one of them names none
    NARROWER = auto()  # a kind of question: text may become any other kind, and no other kind changes
    BOTH = auto()  # both lists; entries with the same key are stacked
    EACH = auto()  # a part of its own: each of its fields goes its own way
    STRONGER = auto()  # decides for the whole entry: the one with the stronger effect stands as it is
    REASON = auto()  # the rule behind a demand: the specific pack's, unless only the general one demands it
    GROUNDS = auto()  # the rules behind settings: that of the pack whose figure stands
    JOINED = auto()  # one after the other, as in base+cn
    NEITHER = auto()  # has served its purpose once packs are stacked


# What most fields are.
Key: TypeAlias = Annotated[str, Wins.KEY]
Words: TypeAlias = Annotated[str, Wins.SPECIFIC]
Demand: TypeAlias = Annotated[bool, Wins.TRUE]
AskedOf: TypeAlias = Annotated[tuple[str, ...], Wins.WIDER]


class NoDirection(TypeError):
    """A field of a pack's part does not say, or says twice, which of two values stands."""


@cache
def directions(part: type[BaseModel]) -> dict[str, Wins]:
    """The direction of each field; NoDirection."""
    found = {
        name: [each for each in field.metadata if isinstance(each, Wins)] for name, field in part.model_fields.items()
    }
    if vague := [name for name, declared in found.items() if len(declared) != 1]:
        raise NoDirection(f"{part.__name__}.{vague[0]} needs one direction: Annotated[..., Wins....]")
    return {name: declared[0] for name, declared in found.items()}
