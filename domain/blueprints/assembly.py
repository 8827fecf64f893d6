"""Drawing a form from the bank: the same seed, bank and candidate always give the same form."""

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from random import Random
from typing import TypeVar

from domain.blueprints.feasibility import InfeasibleBlueprint, admit_blueprint
from domain.blueprints.filling import eligible, exclude_each_other, limit_of, match_apart, places, turns
from domain.blueprints.parts import BankEntry, Blueprint, Candidate, ExamForm, FormItem
from domain.messages import msg

TRIES = 4
T = TypeVar("T")


class SeededRandom:
    """Chance from a seed, by `Random.random` alone: the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """The things in a random order (Fisher-Yates)."""
        cards = list(things)
        for last in range(len(cards) - 1, 0, -1):
            other = int(self._chance.random() * (last + 1))
            cards[last], cards[other] = cards[other], cards[last]
        return cards


class ItemPreference:
    """In what order entries are wanted for a candidate; the smallest first, chance decides between equals."""

    def __init__(self, blueprint: Blueprint, candidate: Candidate) -> None:
        self._cap = blueprint.exposure_cap
        self._seen = candidate.seen
        self._turning = {area.key for area in blueprint.areas if area.by_category}

    def usual(self, entry: BankEntry) -> tuple[int, ...]:
        """Those below the exposure cap, of the candidate's own category, not seen, least exposed."""
        return (self._worn(entry), self._stopgap(entry), entry.item in self._seen, entry.exposure)

    def fresh(self, entry: BankEntry) -> tuple[int, ...]:
        """Those not seen before all else: this needs the fewest repetitions, when the limit of overlap is near."""
        return (entry.item in self._seen, self._worn(entry), self._stopgap(entry), entry.exposure)

    def _worn(self, entry: BankEntry) -> bool:
        return self._cap is not None and entry.exposure >= self._cap

    def _stopgap(self, entry: BankEntry) -> bool:
        return entry.area in self._turning and not entry.category


def draw(blueprint: Blueprint, bank: Sequence[BankEntry], candidate: Candidate, *, seed: int) -> ExamForm:
    """A form for the candidate: scored items for every cell, unseen pilots among them, options in a random order.

    Refuses InfeasibleBlueprint, naming the cell, when it cannot be filled within the limits.
    """
    admit_blueprint(blueprint, bank, candidate)
    # All chance below comes from these dice, so the order of the calls is part of what a seed means.
    dice = SeededRandom(seed)
    pool = eligible(blueprint, bank, candidate)
    scored = _scored(blueprint, [entry for entry in pool if not entry.pilot], candidate, dice=dice)
    fresh = sorted(dice.shuffled(entry for entry in pool if entry.pilot), key=lambda entry: entry.exposure)
    chosen = list(scored)
    for pilot in fresh:
        apart = not any(exclude_each_other(pilot, other) for other in chosen)
        if len(chosen) < blueprint.items and apart and pilot.item not in candidate.seen:
            chosen.append(pilot)
    return ExamForm(seed=seed, items=tuple(_laid_out(entry, dice) for entry in dice.shuffled(chosen)))


def _scored(
    blueprint: Blueprint, pool: Sequence[BankEntry], candidate: Candidate, *, dice: SeededRandom
) -> list[BankEntry]:
    limit, taste = limit_of(blueprint, candidate.seen), ItemPreference(blueprint, candidate)
    # Sorted first, as chance has to start from the same order each time.
    by_chance = [places(blueprint, dice.shuffled(sorted(candidate.categories))) for _ in range(TRIES)]
    tries = [(turn, taste.usual) for turn in by_chance]
    # Where chance finds no form: each category first in turn, in the order that repeats the fewest items.
    tries += [(turn, taste.fresh) for turn in turns(blueprint, candidate.categories)]
    for wanted, order in tries:
        filling = match_apart(wanted, sorted(dice.shuffled(pool), key=order), limit)
        if not filling.left:
            return filling.entries
    short = next(place for place, count in filling.places.items() if len(filling.there[place]) < count)
    raise InfeasibleBlueprint(
        msg(
            "No form could be drawn: in {area} too many items exclude each other. Add items without enemies there.",
            area=short.area,
        )
    )


def _laid_out(entry: BankEntry, dice: SeededRandom) -> FormItem:
    options = tuple(
        keys if still else _mixed(keys, fixed, dice)
        for keys, fixed, still in zip_longest(entry.options, entry.fixed, entry.still, fillvalue=())
    )
    targets = tuple(tuple(dice.shuffled(keys)) for keys in entry.targets)
    return FormItem(
        item=entry.item, version=entry.version, area=entry.area, pilot=entry.pilot, options=options, targets=targets
    )


def _mixed(keys: Sequence[str], fixed: Collection[str], dice: SeededRandom) -> tuple[str, ...]:
    """The keys in a random order, but the fixed ones in their places."""
    free = iter(dice.shuffled(key for key in keys if key not in fixed))
    return tuple(key if key in fixed else next(free) for key in keys)
