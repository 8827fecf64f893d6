"""Statistics of each item: how hard it is, whether it tells the strong from the weak, and what its options attract.

Item against rest, discriminative efficiency and effective weight are defined as in Moodle's quiz statistics; where
people sat different forms the rest score is a percentage of what the rest of their own form could bring.
"""

from collections.abc import Collection, Sequence
from math import sqrt
from typing import NamedTuple

from domain.items.parts import ItemPart
from domain.messages import Message, msg
from domain.statistics.marks import NOTHING, Reliance, correlation, covariance, deviation, mean, reliance

GROUP = 0.27  # Kelley's share of the best and of the worst
HARDEST, EASIEST = 0.20, 0.90
WEAKEST, FAIR = 0.20, 0.30


class Flag(ItemPart):
    """Why somebody should look at an item: a code for machines and a sentence for people."""

    code: str
    sentence: Message


class ItemFigures(ItemPart):
    """What is known of one item from n people; the flags are empty while the figures are hidden.

    `facility` 0-1; `sd` in points; `point_biserial` -1..1, with the rest of the form; `upper_lower` the facility of
    the best 27 % less that of the worst; `efficiency` and `weight` in percent.
    """

    n: int
    reliance: Reliance
    facility: float | None
    sd: float | None
    point_biserial: float | None
    upper_lower: float | None
    efficiency: float | None
    weight: float | None
    flags: tuple[Flag, ...] = ()

    @property
    def discrimination(self) -> float | None:
        """The discrimination index that Moodle shows: the correlation with the rest, in percent."""
        return None if self.point_biserial is None else 100 * self.point_biserial


class Distractor(ItemPart):
    """What one option attracts (empty: no answer): how many people, their share 0-1, their mean total in percent."""

    option: str
    right: bool
    n: int
    share: float | None
    mean_total: float | None


class ItemColumn(NamedTuple):
    """One item for those who were asked it: marks, the rest of their form and the whole of it in percent.

    `scored` is false for an item that only ever was a pilot: it has a share in nobody's total, so it has no weight.
    """

    marks: list[float]
    rest: list[float]
    totals: list[float]
    scored: bool = True


def figures_of(columns: Sequence[ItemColumn], maxima: Sequence[float]) -> list[ItemFigures]:
    """The figures of items, column by column, with the points of each."""
    roots = [_root(covariance(each.marks, each.totals)) if each.scored else None for each in columns]
    whole = sum(root for root in roots if root is not None)
    return [
        _figures(column, most, None if root is None or not whole else 100 * root / whole)
        for column, most, root in zip(columns, maxima, roots, strict=True)
    ]


def distractors(
    choices: Sequence[Collection[str]], totals: Sequence[float], options: Sequence[str], *, right: Collection[str]
) -> list[Distractor]:
    """How often each option was chosen and by whom; `choices` and `totals` person by person, no answer last."""
    found = []
    for option in (*options, ""):
        # Whoever chose nothing is counted under the empty option.
        drawn = [total for chosen, total in zip(choices, totals, strict=True) if option in (chosen or ("",))]
        share = len(drawn) / len(choices) if choices else None
        row = Distractor(option=option, right=option in right, n=len(drawn), share=share, mean_total=mean(drawn))
        found.append(row)
    return found


def _figures(column: ItemColumn, most: float, weight: float | None) -> ItemFigures:
    n, average = len(column.marks), mean(column.marks)
    figures = ItemFigures(
        n=n,
        reliance=reliance(n),
        facility=average / most if average is not None and most else None,
        sd=deviation(column.marks),
        point_biserial=correlation(column.marks, column.rest),
        upper_lower=_upper_lower(column, most),
        efficiency=_efficiency(column),
        weight=weight,
    )
    shown = figures.reliance != Reliance.HIDDEN
    return figures.model_copy(update={"flags": tuple(_flags(figures))}) if shown else figures


def _root(together: float | None) -> float | None:
    return sqrt(together) if together is not None and together >= 0 else None


def _efficiency(column: ItemColumn) -> float | None:
    """100 x covariance with the rest / the most it could be, were both in the same order."""
    together = covariance(column.marks, column.rest)
    best = covariance(sorted(column.marks), sorted(column.rest))
    return 100 * together / best if together is not None and best and best > NOTHING else None


def _upper_lower(column: ItemColumn, most: float) -> float | None:
    """Ties at the edge of a group all belong to it, so that the order of the rows does not matter."""
    if len(column.totals) < 2 or not most:
        return None
    ranked = sorted(column.totals)
    size = max(1, round(GROUP * len(ranked)))
    low, high = ranked[size - 1], ranked[-size]
    worst = mean([mark for mark, total in zip(column.marks, column.totals, strict=True) if total <= low])
    best = mean([mark for mark, total in zip(column.marks, column.totals, strict=True) if total >= high])
    return None if best is None or worst is None else (best - worst) / most


def _flags(figures: ItemFigures) -> list[Flag]:
    found = []
    if figures.facility is not None and figures.facility < HARDEST:
        found.append(
            (
                "too_hard",
                msg(
                    "People earn less than {hardest} % of the points: check the wording and the key.",
                    hardest=round(HARDEST * 100),
                ),
            )
        )
    if figures.facility is not None and figures.facility > EASIEST:
        found.append(
            (
                "too_easy",
                msg("People earn more than {easiest} % of the points: it tells little.", easiest=round(EASIEST * 100)),
            )
        )
    fit = figures.point_biserial
    if fit is None:
        found.append(
            ("no_spread", msg("All earned the same here or elsewhere: nothing can be said of who knows more."))
        )
    elif fit < 0:
        found.append(("check_key", msg("Those who do well elsewhere do worse here: check the key.")))
    elif fit < WEAKEST:
        found.append(("weak", msg("It hardly tells strong from weak (below {weakest}): revise it.", weakest=WEAKEST)))
    elif fit < FAIR:
        found.append(("fair", msg("It tells strong from weak only fairly (below {fair}).", fair=FAIR)))
    return [Flag(code=code, sentence=sentence) for code, sentence in found]
