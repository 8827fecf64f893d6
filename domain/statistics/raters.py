"""How raters compare: agreement of two beyond chance, and who is strict or lenient."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import permutations
from math import fsum
from uuid import UUID

from domain.items.parts import ItemPart
from domain.practical.rating import TOP, Rating, Rubric, score


class Severity(ItemPart):
    """How far a rater stands from the others on the same streams, in points of 100; negative is strict."""

    rater: UUID
    n: int
    difference: float


def quadratic_weighted_kappa(ones: Sequence[int], others: Sequence[int], top: int = TOP) -> float | None:
    """Cohen's kappa of two raters' scores 0..top, disagreement weighted by its square.

    1 is full agreement, 0 chance, None when neither ever varies. Cohen, Psychological Bulletin 70 (1968) 213-220.
    """
    seen = sum((a - b) ** 2 for a, b in zip(ones, others, strict=True)) / top**2
    mine, theirs = Counter(ones).items(), Counter(others).items()
    # Divided by n this is the disagreement to expect by chance from how often each of the two gives each score.
    by_chance = sum((a - b) ** 2 * often * oftener for a, often in mine for b, oftener in theirs) / top**2
    return 1 - seen * len(ones) / by_chance if by_chance else None


def agreement(streams: Sequence[Sequence[Rating]]) -> dict[UUID, float | None]:
    """Each rater's weighted kappa with all who rated the same streams, criterion by criterion."""
    pairs: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for one, other in (pair for ratings in streams for pair in permutations(ratings, 2)):
        pairs[one.rater] += [(one.scores[key], other.scores[key]) for key in one.scores.keys() & other.scores.keys()]
    return {
        rater: quadratic_weighted_kappa([a for a, _ in each], [b for _, b in each]) for rater, each in pairs.items()
    }


def severity(rubric: Rubric, streams: Sequence[Sequence[Rating]]) -> list[Severity]:
    """Each rater against the mean of the others on the same stream, over all streams; the strictest first."""
    apart: dict[UUID, list[float]] = defaultdict(list)
    for ratings in streams:
        scores = [score(rubric, rating) for rating in ratings]
        for rating, own in zip(ratings, scores, strict=True):
            if len(scores) > 1:
                apart[rating.rater].append(own - (fsum(scores) - own) / (len(scores) - 1))
    found = [
        Severity(rater=rater, n=len(each), difference=round(fsum(each) / len(each), 2)) for rater, each in apart.items()
    ]
    return sorted(found, key=lambda each: (each.difference, each.rater))
