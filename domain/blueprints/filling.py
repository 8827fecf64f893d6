"""Filling the places of a form: which entries of the bank may stand together, as many as possible, best first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.blueprints.parts import MOST_ITEMS, BankEntry, Blueprint, Candidate
from domain.items.content import Difficulty

MOST_STEPS = 200  # of the search for a form without enemies; a bank that needs more needs another look


class FormPlace(NamedTuple):
    """What an entry must be to stand here; an empty category or no difficulty takes any."""

    area: str
    difficulty: Difficulty | None
    category: str

    def takes(self, entry: BankEntry) -> bool:
        """Whether the entry may stand here; one without a category may stand for any."""
        return (
            entry.area == self.area
            and self.difficulty in (None, entry.difficulty)
            and (not self.category or entry.category in ("", self.category))
        )


class ReuseLimit(NamedTuple):
    """How many entries may be of those that the candidate has seen."""

    most: int
    seen: frozenset[UUID]


FREE = ReuseLimit(MOST_ITEMS, frozenset())


class Filling:
    """Places and who stands there; an entry that has got in may move to another place, but never leaves."""

    def __init__(self, places: Counter[FormPlace]) -> None:
        self.places = places
        self.there: dict[FormPlace, list[BankEntry]] = {place: [] for place in places}
        self.left = places.total()

    @property
    def entries(self) -> list[BankEntry]:
        """All that stand somewhere."""
        return [entry for there in self.there.values() for entry in there]

    def add(self, entry: BankEntry) -> bool:
        """Find the entry a place, moving others if need be (an augmenting path); False when there is none.

        Adding entries best first fills the most places with the best entries: they form a matroid.
        """
        if not self.left or not self._put(entry, set()):
            return False
        self.left -= 1
        return True

    def _put(self, entry: BankEntry, tried: set[FormPlace]) -> bool:
        # Kuhn's algorithm: a place that led nowhere in this search leads nowhere again.
        for place, there in self.there.items():
            if place in tried or not place.takes(entry):
                continue
            tried.add(place)
            if len(there) < self.places[place]:
                there.append(entry)
                return True
            for index, other in enumerate(there):
                if self._put(other, tried):
                    there[index] = entry
                    return True
        return False


def eligible(blueprint: Blueprint, bank: Iterable[BankEntry], candidate: Candidate) -> list[BankEntry]:
    """The entries that the candidate may be asked: their language, country and categories; sorted by id."""
    areas = {area.key for area in blueprint.areas}
    fitting = (
        entry
        for entry in bank
        if entry.area in areas
        and entry.language == candidate.language
        and (not entry.countries or candidate.country in entry.countries)
        and entry.category in ("", *candidate.categories)
    )
    # In whatever order the bank comes, the same seed has to draw the same form.
    return sorted(fitting, key=lambda entry: (str(entry.item), entry.version))


def limit_of(blueprint: Blueprint, seen: frozenset[UUID]) -> ReuseLimit:
    """The overlap that a blueprint allows, as a whole number of its scored items, rounded down."""
    return ReuseLimit(blueprint.overlap * (blueprint.items - blueprint.pilots) // 100, seen)


def places(blueprint: Blueprint, categories: Sequence[str]) -> Counter[FormPlace]:
    """The places of a form; an area by category goes round the categories, from the first one on."""
    turning = {area.key for area in blueprint.areas if area.by_category and categories}
    found: Counter[FormPlace] = Counter()
    turns: Counter[str] = Counter()
    for cell in blueprint.cells:
        for _ in range(cell.count):
            category = categories[turns[cell.area] % len(categories)] if cell.area in turning else ""
            turns[cell.area] += 1
            found[FormPlace(cell.area, cell.difficulty, category)] += 1
    return found


def turns(blueprint: Blueprint, categories: Iterable[str]) -> Iterator[Counter[FormPlace]]:
    """The places of a form with each category in turn as the first one, which may get one place more."""
    known = {area.key for area in blueprint.areas}
    ring = sorted(categories)
    for start in range(max(1, len(ring))):
        turn = places(blueprint, [*ring[start:], *ring[:start]])
        yield Counter({place: count for place, count in turn.items() if place.area in known})


def match(
    wanted: Counter[FormPlace], ranked: Iterable[BankEntry], limit: ReuseLimit = FREE, *, apart: bool = False
) -> Filling:
    """Fill as many places as can be with the entries that come first; enemies are left out when `apart`."""
    filling = Filling(wanted)
    seen, chosen, barred = 0, set[UUID](), set[UUID]()
    for entry in ranked:
        known = entry.item in limit.seen
        if (known and seen == limit.most) or (apart and (entry.item in barred or entry.enemies & chosen)):
            continue
        if filling.add(entry):
            seen += known
            chosen.add(entry.item)
            barred |= {entry.item, *entry.enemies}
        if not filling.left:
            break
    return filling


def match_apart(wanted: Counter[FormPlace], ranked: Sequence[BankEntry], limit: ReuseLimit = FREE) -> Filling:
    """Fill the places without enemies side by side; where going down the ranks fails, by a bounded search."""
    first = match(wanted, ranked, limit, apart=True)
    paths: list[frozenset[BankEntry]] = [frozenset()] if first.left else []
    for _ in range(MOST_STEPS):
        if not paths:
            break
        without = paths.pop()
        filling = match(wanted, (entry for entry in ranked if entry not in without), limit)
        pair = excluded_pair(filling.entries)
        if not filling.left and not pair:
            return filling
        if not filling.left and pair:
            # One of the pair has to go; either is tried, depth first.
            paths += [without | {each} for each in pair]
    return first


def exclude_each_other(one: BankEntry, other: BankEntry) -> bool:
    """Whether two entries must not stand on one form: enemies, or two versions of one item."""
    return one.item == other.item or one.item in other.enemies or other.item in one.enemies


def excluded_pair(entries: Sequence[BankEntry]) -> tuple[BankEntry, BankEntry] | None:
    """Two of the entries that must not stand together."""
    pairs = ((one, other) for index, one in enumerate(entries) for other in entries[:index])
    return next((pair for pair in pairs if exclude_each_other(*pair)), None)
