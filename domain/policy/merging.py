"""Merging two parts of policy packs, field by field in the direction that each field declares."""

from collections.abc import Callable
from datetime import timedelta
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from domain.policy.directions import Wins, directions

P = TypeVar("P", bound=BaseModel)
EFFECTS = ("advise", "hold", "block")
# A setting whose figure goes one of these ways rests on the rule of the pack whose figure stands.
FIGURES = (Wins.HIGHER, Wins.LOWER, Wins.LONGER, Wins.SHORTER)
Ladder = tuple[timedelta, ...]


class Meeting(NamedTuple):
    """Two parts of the same kind, and the field where they meet."""

    general: BaseModel
    specific: BaseModel
    field: str

    @property
    def values(self) -> tuple[Any, Any]:
        """Both values as they stand, defaults too."""
        return getattr(self.general, self.field), getattr(self.specific, self.field)

    @property
    def stated(self) -> list[Any]:
        """What the packs say themselves, the general one first; nothing (None) is no statement."""
        parts = (self.general, self.specific)
        found = [getattr(part, self.field) for part in parts if self.field in part.model_fields_set]
        return [value for value in found if value is not None]


def merge(general: P, specific: P) -> P:
    """One part that asks at least what each of the two asks; words come from the specific one."""
    # A part that a pack leaves out is all defaults, and those are nobody's statement.
    if not general.model_fields_set or not specific.model_fields_set:
        return specific if specific.model_fields_set else general
    wins = directions(type(specific))
    for name, direction in wins.items():
        if direction is Wins.STRONGER:
            # On a tie `max` keeps the first: the specific one.
            return max(specific, general, key=lambda part: EFFECTS.index(getattr(part, name)))
    stated = [name for name in wins if name in general.model_fields_set | specific.model_fields_set]
    return specific.model_copy(update={name: JOINS[wins[name]](Meeting(general, specific, name)) for name in stated})


def _last(meeting: Meeting) -> Any:
    return meeting.stated[-1] if meeting.stated else meeting.values[1]


def _most(meeting: Meeting) -> Any:
    return max(meeting.stated, default=None)


def _least(meeting: Meeting) -> Any:
    return min(meeting.stated, default=None)


def _ladder(meeting: Meeting) -> Ladder:
    """At each step the longer wait; the shorter ladder ends with its longest last wait again and again."""
    ladders: list[Ladder] = [each for each in meeting.stated if each]
    last = max(each[-1] for each in ladders) if ladders else timedelta(0)
    return tuple(max(step) for step in zip_longest(*ladders, fillvalue=last))


def _wider(meeting: Meeting) -> tuple[str, ...]:
    general, specific = meeting.values
    # An empty list asks everybody, which nothing can widen.
    return tuple(dict.fromkeys(general + specific)) if general and specific else ()


def _narrower(meeting: Meeting) -> Any:
    general, specific = meeting.values
    # Any answer is text, so every other kind is narrower.
    return specific if general == "text" else general


def _both(meeting: Meeting) -> tuple[Any, ...]:
    general, specific = meeting.values
    entries = {_key(entry): entry for entry in general}
    for entry in specific:
        key = _key(entry)
        entries[key] = merge(entries[key], entry) if isinstance(entry, BaseModel) and key in entries else entry
    return tuple(entries.values())


def _key(entry: Any) -> object:
    """By what two entries of a list are the same."""
    if not isinstance(entry, BaseModel):
        return entry
    return tuple(getattr(entry, name) for name, wins in directions(type(entry)).items() if wins is Wins.KEY)


def _reason(meeting: Meeting) -> Any:
    general, specific = meeting.values
    only_general = getattr(meeting.general, "required", False) and not getattr(meeting.specific, "required", False)
    return general if only_general else specific


def _grounds(meeting: Meeting) -> dict[str, str]:
    general, specific = dict[str, str](meeting.values[0]), dict[str, str](meeting.values[1])
    return specific | {name: rule for name, rule in general.items() if _stays(meeting, name, name in specific)}


def _stays(meeting: Meeting, setting: str, stated: bool) -> bool:
    """Whether the general pack's rule stays behind a setting: its figure stands, or the specific pack names no rule."""
    direction = directions(type(meeting.specific)).get(setting)
    if direction not in FIGURES:
        return not stated
    there = meeting._replace(field=setting)
    return bool(JOINS[direction](there) != there.values[1])


JOINS: dict[Wins, Callable[[Meeting], Any]] = {
    Wins.KEY: lambda meeting: meeting.values[1],
    Wins.SPECIFIC: _last,
    Wins.TRUE: lambda meeting: any(meeting.values),
    Wins.HIGHER: _most,
    Wins.LOWER: _least,
    Wins.LONGER: _most,
    Wins.SHORTER: _least,
    Wins.LATER: _most,
    Wins.EARLIER: _least,
    Wins.LADDER: _ladder,
    Wins.WIDER: _wider,
    Wins.NARROWER: _narrower,
    Wins.BOTH: _both,
    Wins.EACH: lambda meeting: merge(*meeting.values),
    Wins.STRONGER: _last,
    Wins.REASON: _reason,
    Wins.GROUNDS: _grounds,
    Wins.JOINED: lambda meeting: "+".join(meeting.values),
    Wins.NEITHER: lambda meeting: type(meeting.values[1])(),
}
