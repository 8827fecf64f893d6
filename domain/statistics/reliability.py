"""Reliability of an exam: how surely the same people would come to the same marks and the same verdict once more.

Decision consistency: Subkoviak, "A practitioner's guide to computation and interpretation of reliability indices for
mastery tests", Journal of Educational Measurement 25 (1988) 47-55, on the normal approximation of Peng and Subkoviak,
ibid. 17 (1980) 359-368.
"""

from math import asin, exp, fsum, pi, sin, sqrt
from statistics import NormalDist

from domain.items.parts import ItemPart
from domain.statistics.marks import NOTHING, MarkSheet, Reliance, deviation, mean, reliance

TARGET = 0.80
STEPS = 200  # of Simpson's rule, even; exact to more than ten digits


class Reliability(ItemPart):
    """Cronbach's alpha (KR-20 when `dichotomous`: every item all or nothing), standard error, decision consistency.

    `sem` in percent of the points. `agreement` is the share of people (0-1) who would get the same verdict from a
    second form, `kappa` the same beyond chance.
    """

    n: int
    reliance: Reliance
    alpha: float | None
    dichotomous: bool
    sem: float | None
    agreement: float | None
    kappa: float | None

    @property
    def enough(self) -> bool:
        """Whether alpha reaches 0.80."""
        return self.alpha is not None and self.alpha >= TARGET


def reliability(sheet: MarkSheet, cut_percent: float) -> Reliability:
    """The reliability of what a sheet shows, with a cut score in percent."""
    found, sd = alpha(sheet), deviation(sheet.totals)
    same, beyond = _consistency(sheet, found, cut_percent)
    return Reliability(
        n=len(sheet.marks),
        reliance=reliance(len(sheet.marks)),
        alpha=found,
        dichotomous=_dichotomous(sheet),
        # Rounding can lift alpha a hair above 1.
        sem=None if found is None or sd is None else sd * sqrt(max(0.0, 1 - found)),
        agreement=same,
        kappa=beyond,
    )


def alpha(sheet: MarkSheet) -> float | None:
    """K c / (v + (K - 1) c), from the items' mean variance v and mean covariance c, K items to a form.

    With one form for all this is K / (K - 1) x (1 - sum of item variances / variance of totals). It may be negative.
    """
    centres = [mean([mark for mark in column if mark is not None]) for column in zip(*sheet.marks, strict=True)]
    apart = [
        [mark - (centre or 0) for mark, centre in zip(row, centres, strict=True) if mark is not None]
        for row in sheet.marks
    ]
    singles, pairs = sum(map(len, apart)), sum(len(row) * (len(row) - 1) for row in apart)
    if len(apart) < 2 or not pairs:
        return None
    squares = [fsum(each * each for each in row) for row in apart]
    v = fsum(squares) / singles
    c = fsum(fsum(row) ** 2 - square for row, square in zip(apart, squares, strict=True)) / pairs
    k = singles / len(apart)
    whole = v + (k - 1) * c
    return k * c / whole if whole > NOTHING else None


def consistency(z: float, reliability: float) -> tuple[float, float | None]:
    """Agreement of two parallel forms and kappa, for a cut score z standard deviations from the mean."""
    below = NormalDist().cdf(z)
    # Alpha can be negative; two such forms are taken to agree by chance alone.
    twice = _both_below(z, min(max(reliability, 0.0), 1.0))
    chance = below - below * below
    return 1 + 2 * (twice - below), (twice - below * below) / chance if chance > NOTHING else None


def _consistency(sheet: MarkSheet, found: float | None, cut_percent: float) -> tuple[float | None, float | None]:
    """With whole marks the cut lies half a point lower, between what fails and what passes."""
    middle, sd = mean(sheet.totals), deviation(sheet.totals)
    if found is None or middle is None or not sd:
        return None, None
    whole = all(mark is None or float(mark).is_integer() for row in sheet.marks for mark in row)
    points = mean([most for _, most in sheet.sums])
    # Half a point in percent of the points.
    half = 50 / points if whole and points else 0.0
    return consistency((cut_percent - half - middle) / sd, found)


def _both_below(z: float, r: float) -> float:
    """P(X < z and Y < z) for standard normal X, Y with correlation r, by integration over the angle asin(r)."""
    width = asin(r) / STEPS
    heights = [exp(-z * z / (1 + sin(step * width))) for step in range(STEPS + 1)]
    area = heights[0] + heights[-1] + 4 * fsum(heights[1:-1:2]) + 2 * fsum(heights[2:-1:2])
    return float(NormalDist().cdf(z) ** 2 + area * width / 3 / (2 * pi))


def _dichotomous(sheet: MarkSheet) -> bool:
    return all(mark in (None, 0, most) for row in sheet.marks for mark, most in zip(row, sheet.maxima, strict=True))
