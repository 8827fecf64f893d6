"""Feasibility: whether a bank can fill a blueprint, and which cell it is that it cannot."""

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from domain.blueprints.filling import Filling, FormPlace, eligible, limit_of, match, match_apart, turns
from domain.blueprints.parts import BankEntry, Blueprint, Candidate
from domain.items.content import Difficulty
from domain.items.parts import ItemPart
from domain.messages import Message, msg, phrase, sentences
from domain.refusals import Conflict

MOST_NAMED = 5


class InfeasibleBlueprint(Conflict):
    """The bank cannot fill the blueprint."""


class BlueprintGap(ItemPart):
    """A cell that cannot be filled: so many items wanted, so many there; no category or difficulty means any.

    With a `warning` forms can be drawn all the same.
    """

    area: str
    difficulty: Difficulty | None = None
    category: str = ""
    wanted: int
    there: int
    sentence: Message
    warning: bool = False


def admit_blueprint(
    blueprint: Blueprint, bank: Sequence[BankEntry], candidate: Candidate | None, *, sittings: int = 1
) -> None:
    """Refuse a blueprint that the bank cannot fill: InfeasibleBlueprint, naming the first cells; warnings pass."""
    if grave := [gap.sentence for gap in gaps(blueprint, bank, candidate, sittings=sittings) if not gap.warning]:
        more = [msg("And {count} more.", count=len(grave) - MOST_NAMED)] if len(grave) > MOST_NAMED else []
        raise InfeasibleBlueprint(sentences([*grave[:MOST_NAMED], *more]))


def gaps(
    blueprint: Blueprint, bank: Sequence[BankEntry], candidate: Candidate | None, *, sittings: int = 1
) -> list[BlueprintGap]:
    """All that keeps the bank from filling so many forms for one candidate within the limit of overlap.

    Without a candidate: for each product category alone, in any country and language (so give one language's bank).
    """
    found = [*_areas(blueprint)]
    if candidate:
        found += _short(blueprint, eligible(blueprint, bank, candidate), candidate, sittings=sittings)
        return found
    turning = {area.key for area in blueprint.areas if area.by_category}
    for category in sorted({entry.category for entry in bank if entry.area in turning} - {""}) or [""]:
        anyone = Candidate(country="", categories=(category,) if category else ())
        fitting = [entry for entry in bank if entry.category in ("", category)]
        found += [gap for gap in _short(blueprint, fitting, anyone, sittings=sittings) if gap not in found]
    return found


def _areas(blueprint: Blueprint) -> Iterator[BlueprintGap]:
    known, asked = {area.key for area in blueprint.areas}, {cell.area for cell in blueprint.cells}
    for area in blueprint.areas:
        if area.key not in asked:
            label = phrase(area.label)
            if area.floor is None:
                sentence = msg(
                    "{label} is named, but no cell asks anything about it. Add a cell, or take the area out.",
                    label=label,
                )
            else:
                sentence = msg(
                    "{label} must be passed, but no cell asks anything about it. Add a cell, or take the area out.",
                    label=label,
                )
            yield BlueprintGap(area=area.key, wanted=1, there=0, sentence=sentence, warning=area.floor is None)
    for key in sorted(asked - known):
        yield BlueprintGap(
            area=key,
            wanted=1,
            there=0,
            sentence=msg("A cell asks about {key}, which is no area of this blueprint.", key=key),
        )


def _short(
    blueprint: Blueprint, fitting: Sequence[BankEntry], candidate: Candidate, *, sittings: int
) -> list[BlueprintGap]:
    """The cells that stay short, for the first reason that leaves any; and a warning of too few pilots."""
    # New ones first: what was seen before is used up only where nothing else is left.
    scored = sorted((entry for entry in fitting if not entry.pilot), key=lambda entry: entry.item in candidate.seen)
    found: list[BlueprintGap] | None = None
    for turn in turns(blueprint, candidate.categories):
        reasons = _reasons(blueprint, turn, scored, seen=candidate.seen, sittings=sittings)
        short = next(filter(None, reasons), [])
        found = short if found is None else min(found, short, key=_lacking)
        if not found:
            break
    pilots = len({entry.item for entry in fitting if entry.pilot} - candidate.seen)
    if pilots >= blueprint.pilots:
        return found or []
    sentence = msg(
        "Pilot items: {wanted} wanted, {there} can be had. Forms will hold fewer.",
        wanted=blueprint.pilots,
        there=pilots,
    )
    return [
        *(found or []),
        BlueprintGap(area="", wanted=blueprint.pilots, there=pilots, sentence=sentence, warning=True),
    ]


def _lacking(found: list[BlueprintGap]) -> int:
    return sum(gap.wanted - gap.there for gap in found)


def _reasons(
    blueprint: Blueprint,
    turn: Counter[FormPlace],
    scored: Sequence[BankEntry],
    *,
    seen: frozenset[UUID],
    sittings: int,
) -> Iterator[list[BlueprintGap]]:
    # From the plain reason to the subtle: a later one means something only where the earlier ones are mended.
    limit = limit_of(blueprint, seen)
    yield _unfilled(blueprint, match(turn, scored), msg("Add items to the bank, or ask for fewer."))
    if seen:
        remedy = msg("No more than {most} items may be ones seen before. Add new ones.", most=limit.most)
        yield _unfilled(blueprint, match(turn, scored, limit), remedy)
    remedy = msg("Others exclude each other. Add items that have no enemies there.")
    yield _unfilled(blueprint, match_apart(turn, scored, limit), remedy)
    yield _repeated(blueprint, turn, [entry for entry in scored if entry.item not in seen], sittings=sittings)


def _repeated(
    blueprint: Blueprint, turn: Counter[FormPlace], fresh: Sequence[BankEntry], *, sittings: int
) -> list[BlueprintGap]:
    """The cells that run dry: forms take new items as long as there are any, so it is the last attempt that lacks."""
    together = match(Counter({place: count * sittings for place, count in turn.items()}), fresh)
    spare = limit_of(blueprint, frozenset()).most
    dry = sum(min(turn[place], count - len(together.there[place])) for place, count in together.places.items())
    remedy = msg(
        "That is for {sittings} attempts, each of which may repeat {spare} items. Add items or allow fewer.",
        sittings=sittings,
        spare=spare,
    )
    return _unfilled(blueprint, together, remedy) if dry > spare else []


def _unfilled(blueprint: Blueprint, filling: Filling, remedy: Message) -> list[BlueprintGap]:
    return [
        _gap(blueprint, place, wanted=wanted, there=len(filling.there[place]), remedy=remedy)
        for place, wanted in filling.places.items()
        if len(filling.there[place]) < wanted
    ]


def _gap(blueprint: Blueprint, place: FormPlace, *, wanted: int, there: int, remedy: Message) -> BlueprintGap:
    where = phrase(next(area.label for area in blueprint.areas if area.key == place.area))
    if place.difficulty:
        where = msg("{where}, {difficulty}", where=where, difficulty=place.difficulty.label)
    if place.category:
        where = msg("{where}, category {category}", where=where, category=place.category)
    short = msg("{where}: {wanted} wanted, {there} can be had.", where=where, wanted=wanted, there=there)
    sentence = sentences([short, remedy])
    parts = {"area": place.area, "difficulty": place.difficulty, "category": place.category}
    return BlueprintGap(**parts, wanted=wanted, there=there, sentence=sentence)
