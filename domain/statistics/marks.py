"""Statistics of a whole exam: its sheet of marks, and mean, spread and shape of what people came to.

All variances are those of a sample (n - 1); what cannot be worked out is None, never an error.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from math import fsum, sqrt
from statistics import median

from pydantic import model_validator

from domain.items.parts import ItemPart

FEWEST, FEW = 30, 100
NOTHING = 1e-12  # a variance below this is what binary fractions leave of 0


class Reliance(StrEnum):
    """What figures from so many people are worth: below 30 they are not shown, below 100 with a caution."""

    HIDDEN = "hidden"
    LOW = "low"
    GOOD = "good"


class MarkSheet(ItemPart):
    """Marks, one row for each person and one column for each item; None where a person was not asked an item.

    What was asked and not answered is 0. `maxima` are the points of each item.
    """

    marks: tuple[tuple[float | None, ...], ...]
    maxima: tuple[float, ...]

    @model_validator(mode="after")
    def _even(self) -> "MarkSheet":
        if any(len(row) != len(self.maxima) for row in self.marks):
            raise ValueError("Every row needs one mark, or None, for each item.")
        return self

    @cached_property
    def sums(self) -> tuple[tuple[float, float], ...]:
        """What each person earned, and what could be earned with the items they were asked."""
        return tuple((fsum(mark for mark in row if mark is not None), fsum(self._asked(row))) for row in self.marks)

    @property
    def totals(self) -> tuple[float, ...]:
        """What each person came to, in percent of what they could; so different forms can be compared."""
        return tuple(100 * earned / most if most else 0.0 for earned, most in self.sums)

    def _asked(self, row: Sequence[float | None]) -> list[float]:
        return [most for mark, most in zip(row, self.maxima, strict=True) if mark is not None]


class Summary(ItemPart):
    """What people came to, in percent; skewness and excess kurtosis by k-statistics: k3 / k2^1.5 and k4 / k2^2."""

    n: int
    reliance: Reliance
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None


def summary(sheet: MarkSheet) -> Summary:
    """The totals of a sheet."""
    totals, n = sheet.totals, len(sheet.totals)
    return Summary(
        n=n,
        reliance=reliance(n),
        mean=mean(totals),
        median=median(totals) if totals else None,
        sd=deviation(totals),
        skewness=_skewness(totals),
        kurtosis=_kurtosis(totals),
    )


def reliance(n: int) -> Reliance:
    """What figures from n people are worth."""
    return Reliance.HIDDEN if n < FEWEST else Reliance.LOW if n < FEW else Reliance.GOOD


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean."""
    return fsum(values) / len(values) if values else None


def covariance(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """The sample covariance of pairs."""
    middle, other_middle = mean(ones), mean(others)
    if len(ones) < 2 or middle is None or other_middle is None:
        return None
    products = ((a - middle) * (b - other_middle) for a, b in zip(ones, others, strict=True))
    return fsum(products) / (len(ones) - 1)


def variance(values: Sequence[float]) -> float | None:
    """The sample variance, exactly 0 when all are equal."""
    found = covariance(values, values)
    return 0.0 if found is not None and found < NOTHING else found


def deviation(values: Sequence[float]) -> float | None:
    """The sample standard deviation."""
    found = variance(values)
    return None if found is None else sqrt(found)


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Pearson's correlation; None when either side is all the same."""
    together, spread, other_spread = covariance(ones, others), variance(ones), variance(others)
    return together / sqrt(spread * other_spread) if together is not None and spread and other_spread else None


def _moment(values: Sequence[float], power: int) -> float:
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** power for value in values) / len(values)


# Fisher's k-statistics: the same figures as SKEW and KURT of a spreadsheet.
def _skewness(values: Sequence[float]) -> float | None:
    n, k2 = len(values), variance(values)
    if n < 3 or not k2:
        return None
    k3 = n * n * _moment(values, 3) / ((n - 1) * (n - 2))
    return float(k3 / k2**1.5)


def _kurtosis(values: Sequence[float]) -> float | None:
    n, k2 = len(values), variance(values)
    if n < 4 or not k2:
        return None
    m2, m4 = _moment(values, 2), _moment(values, 4)
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / k2**2
