"""Rating a sample stream on a rubric: the score, when a third rater must look, and what the ratings come to.

A score of 0 on a knock-out criterion fails the whole, once two raters agree on it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import Field as Bounds

from domain.items.content import Percent
from domain.items.parts import ItemPart
from domain.lengths import LONGEST_RATING_COMMENT
from domain.messages import Message, msg, phrase
from domain.policy.anchor import Criterion, PracticalPolicy
from domain.refusals import Conflict, Invalid

TOP = 4
LOW = 1  # a score up to this needs evidence


class BadRating(Invalid):
    """The rating is not whole: a score is missing, out of range, or low without evidence; `criterion` is its key."""

    def __init__(self, message: Message | str = "", criterion: str = "") -> None:
        super().__init__(message)
        self.criterion = criterion


class ThirdRaterNeeded(Conflict):
    """Two raters are too far apart to decide."""


class Rubric(ItemPart):
    """What a stream is rated by; `band` is the difference (points of 100) above which a third rater looks."""

    id: str
    version: str
    criteria: tuple[Criterion, ...] = Bounds(min_length=1)
    pass_percent: Percent
    band: Percent


class RatingEvidence(ItemPart):
    """What was seen or heard at a second of the recording, for one criterion."""

    criterion: str
    at_second: int = Bounds(ge=0)
    comment: str = Bounds(max_length=LONGEST_RATING_COMMENT)


class Rating(ItemPart):
    """One rater's scores, 0 to 4 for each criterion, and the evidence for them."""

    rater: UUID
    scores: dict[str, int]
    evidence: tuple[RatingEvidence, ...] = ()


class PracticalOutcome(ItemPart):
    """What the ratings come to: percent, the criteria that knock out, and the reasons in sentences."""

    passed: bool
    percent: float
    knocked_out: tuple[str, ...]
    reasons: tuple[Message, ...]


def rubric_of(policy: PracticalPolicy) -> Rubric:
    """The rubric of a pack."""
    return Rubric(
        id="practical",
        version=policy.rubric_version,
        criteria=policy.criteria,
        pass_percent=policy.pass_percent,
        band=policy.band,
    )


def rating_of(rater: UUID, sheet: Mapping[str, Any]) -> Rating:
    """The rating on a rater's sheet, as it was kept; pydantic.ValidationError for one that does not hold together."""
    told = {"scores": sheet.get("scores", {}), "evidence": sheet.get("evidence", ())}
    return Rating.model_validate({"rater": rater, **told})


def admit_rating(rubric: Rubric, rating: Rating) -> None:
    """Refuse a rating that is not whole: BadRating."""
    labels = {criterion.key: phrase(criterion.label) for criterion in rubric.criteria}
    if strange := sorted({*rating.scores, *(each.criterion for each in rating.evidence)} - labels.keys()):
        raise BadRating(msg("The rubric has no criterion {strange}. Open the page again.", strange=strange[0]))
    if missing := {key: label for key, label in labels.items() if key not in rating.scores}:
        raise BadRating(
            msg("Score every criterion; still open: {criteria}.", criteria=list(missing.values())), next(iter(missing))
        )
    shown = {each.criterion for each in rating.evidence if each.comment.strip()}
    for key, label in labels.items():
        if not 0 <= rating.scores[key] <= TOP:
            raise BadRating(msg("{label}: the score goes from 0 to {top}.", label=label, top=TOP), key)
        if rating.scores[key] <= LOW and key not in shown:
            raise BadRating(
                msg("{label}: a score of 0 or 1 needs the time in the recording and a comment.", label=label), key
            )


def score(rubric: Rubric, rating: Rating) -> float:
    """The weighted scores in percent of the most, to two decimals."""
    earned = sum(criterion.weight * rating.scores[criterion.key] for criterion in rubric.criteria)
    return round(100 * earned / (TOP * sum(criterion.weight for criterion in rubric.criteria)), 2)


def knock_outs(rubric: Rubric, rating: Rating) -> frozenset[str]:
    """The knock-out criteria that a rater scored 0."""
    return frozenset(each.key for each in rubric.criteria if each.knock_out and rating.scores[each.key] == 0)


def needs_third(rubric: Rubric, a: Rating, b: Rating) -> Message | None:
    """Why a third rater must look, as a sentence; None when two are enough."""
    apart = knock_outs(rubric, a) ^ knock_outs(rubric, b)
    if labels := [phrase(criterion.label) for criterion in rubric.criteria if criterion.key in apart]:
        return msg("The raters disagree on what rules a pass out: {criteria}.", criteria=labels)
    # Rounded, as a difference of binary fractions can miss the band by a hair.
    distance = round(abs(score(rubric, a) - score(rubric, b)), 2)
    if distance > rubric.band:
        return msg("The scores are {distance} points apart; {band} are allowed.", distance=distance, band=rubric.band)
    return None


def resolve(rubric: Rubric, ratings: Sequence[Rating]) -> PracticalOutcome:
    """What two or three ratings come to: the mean of two, or of the two nearest of three (the middle one on a tie).

    A criterion knocks out when two raters say so. Refuses BadRating and ThirdRaterNeeded.
    """
    if len(ratings) not in (2, 3) or len({rating.rater for rating in ratings}) < len(ratings):
        raise BadRating(msg("A stream needs ratings by two or three different people."))
    if len(ratings) == 2 and (why := needs_third(rubric, *ratings)):
        raise ThirdRaterNeeded(msg("{why} A third rater must look.", why=why))
    percent = round(_settled(sorted(score(rubric, rating) for rating in ratings)), 2)
    votes = Counter(key for rating in ratings for key in knock_outs(rubric, rating))
    out = [criterion for criterion in rubric.criteria if votes[criterion.key] >= 2]
    reasons = [
        msg("{label}: two raters found that this rules a pass out.", label=phrase(criterion.label)) for criterion in out
    ]
    if percent < rubric.pass_percent:
        reasons.append(
            msg(
                "The score of {percent} % is below the {pass_percent} % that pass.",
                percent=percent,
                pass_percent=rubric.pass_percent,
            )
        )
    keys = tuple(criterion.key for criterion in out)
    return PracticalOutcome(passed=not reasons, percent=percent, knocked_out=keys, reasons=tuple(reasons))


def _settled(ordered: Sequence[float]) -> float:
    if len(ordered) == 2:
        return sum(ordered) / 2
    low, middle, high = ordered
    # Rounded for the same reason: a tie must be found to be one.
    below, above = round(middle - low, 2), round(high - middle, 2)
    return middle if below == above else (low + middle) / 2 if below < above else (middle + high) / 2
