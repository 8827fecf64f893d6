"""Setting a cut score by the modified Angoff method.

Each judge says of each item what percentage of people who are just good enough would get it right; the cut is the mean
of what the judges' ratings come to, with its uncertainty. A second round follows a talk about the first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum, sqrt
from typing import Literal
from uuid import UUID

from pydantic import Field as Bounds

from domain.items.content import Percent
from domain.items.parts import ItemPart
from domain.messages import msg
from domain.refusals import Invalid
from domain.statistics.marks import deviation


class BadSheet(Invalid):
    """The ratings cannot be summed up: somebody or something is missing, unknown or there twice."""


class Judgement(ItemPart):
    """What a judge says of an item: percent of just good enough people who get it right."""

    judge: UUID
    item: UUID
    percent: Percent


class PanelSheet(ItemPart):
    """The panel, the items with their points, and the judgements of one or two rounds."""

    judges: tuple[UUID, ...]
    items: dict[UUID, int]
    rounds: tuple[tuple[Judgement, ...], ...] = Bounds(min_length=1, max_length=2)


class MissingJudgements(ItemPart):
    """Whoever has not rated these items yet."""

    judge: UUID
    items: tuple[UUID, ...]


class ItemSpread(ItemPart):
    """What the judges say of one item, in percent; no standard deviation for one judge alone."""

    item: UUID
    mean: float
    sd: float | None
    low: int
    high: int


class Round(ItemPart):
    """One round in percent of the points: each judge's cut, their mean (the cut of the round), its standard error."""

    number: Literal[1, 2]
    judges: dict[UUID, float]
    mean: float
    sd: float | None
    se: float | None
    low: float
    high: float
    items: tuple[ItemSpread, ...]


class RecommendedCut(ItemPart):
    """The recommended cut score in percent, from which round; `floored` when the panel's own was below the floor."""

    percent: float
    round: Literal[1, 2]
    se: float | None
    floored: bool


def lacking(sheet: PanelSheet, number: Literal[1, 2]) -> list[MissingJudgements]:
    """Who has not rated what in a round, in the order of the panel and the items."""
    given = {(each.judge, each.item) for each in _judgements(sheet, number)}
    lacks = ((judge, tuple(item for item in sheet.items if (judge, item) not in given)) for judge in sheet.judges)
    return [MissingJudgements(judge=judge, items=items) for judge, items in lacks if items]


def admit_sheet(sheet: PanelSheet) -> None:
    """Refuse a sheet that cannot be summed up: BadSheet."""
    if not sheet.judges or not sheet.items:
        raise BadSheet(msg("A cut score needs at least one judge and one item."))
    if len(set(sheet.judges)) < len(sheet.judges):
        raise BadSheet(msg("A judge is on the panel twice. Take one entry out."))
    if any(points < 1 for points in sheet.items.values()):
        raise BadSheet(msg("An item has no points. Give it at least one, or take it out."))
    for number in _numbers(sheet):
        _admit_round(sheet, number)


def summed(sheet: PanelSheet, number: Literal[1, 2]) -> Round:
    """One round, summed up; refuses BadSheet."""
    admit_sheet(sheet)
    given: dict[tuple[UUID, UUID], int] = {(each.judge, each.item): each.percent for each in _judgements(sheet, number)}
    cuts = {judge: _weighed({item: given[judge, item] for item in sheet.items}, sheet.items) for judge in sheet.judges}
    values = list(cuts.values())
    sd = deviation(values)
    return Round(
        number=number,
        judges={judge: round(cut, 4) for judge, cut in cuts.items()},
        mean=fsum(values) / len(values),
        sd=sd,
        se=None if sd is None else sd / sqrt(len(values)),
        low=min(values),
        high=max(values),
        items=tuple(_spread(item, [given[judge, item] for judge in sheet.judges]) for item in sheet.items),
    )


def recommended(sheet: PanelSheet, floor: float) -> RecommendedCut:
    """The cut of the last round, to two decimals, but never below a floor in percent; refuses BadSheet."""
    last = summed(sheet, _numbers(sheet)[-1])
    # Rounded before it is compared, so that `floored` agrees with the figures that people see.
    own = round(last.mean, 2)
    return RecommendedCut(percent=max(own, floor), round=last.number, se=last.se, floored=own < floor)


def _numbers(sheet: PanelSheet) -> Sequence[Literal[1, 2]]:
    return (1, 2) if len(sheet.rounds) == 2 else (1,)


def _judgements(sheet: PanelSheet, number: Literal[1, 2]) -> tuple[Judgement, ...]:
    if number > len(sheet.rounds):
        raise BadSheet(msg("There was no second round."))
    return sheet.rounds[number - 1]


def _admit_round(sheet: PanelSheet, number: Literal[1, 2]) -> None:
    given = Counter((each.judge, each.item) for each in _judgements(sheet, number))
    if any(judge not in sheet.judges or item not in sheet.items for judge, item in given):
        raise BadSheet(
            msg("Round {number} holds a rating by or of somebody or something that is not on the sheet.", number=number)
        )
    if any(times > 1 for times in given.values()):
        raise BadSheet(
            msg("In round {number} a judge has rated an item twice. Keep one of the ratings.", number=number)
        )
    if lacks := lacking(sheet, number):
        ratings = sum(len(lack.items) for lack in lacks)
        raise BadSheet(
            msg(
                "Round {number} is not complete: {judges} of the judges still owe ratings, {ratings} in all.",
                number=number,
                judges=len(lacks),
                ratings=ratings,
            )
        )


def _weighed(percents: Mapping[UUID, int], points: Mapping[UUID, int]) -> float:
    # An exact sum: the order of the items must not move the last digit.
    return fsum(percents[item] * weight for item, weight in points.items()) / sum(points.values())


def _spread(item: UUID, percents: Sequence[int]) -> ItemSpread:
    mean = fsum(percents) / len(percents)
    return ItemSpread(item=item, mean=mean, sd=deviation(percents), low=min(percents), high=max(percents))
