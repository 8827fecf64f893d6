"""Rating a sample stream: scores, the third rater, knock-outs, and how raters compare."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.anchor import Criterion
from domain.practical.rating import (
    BadRating,
    Rating,
    RatingEvidence,
    Rubric,
    ThirdRaterNeeded,
    admit_rating,
    knock_outs,
    needs_third,
    resolve,
    score,
)
from domain.statistics.raters import quadratic_weighted_kappa, severity

ANCHORS = ("none", "poor", "fair", "good", "excellent")
CRITERIA = (
    Criterion(key="speech", label="Clear speech", weight=1, anchors=ANCHORS),
    Criterion(key="price", label="Price shown", weight=2, knock_out=True, anchors=ANCHORS),
    Criterion(key="claims", label="True claims", weight=2, knock_out=True, anchors=ANCHORS),
)
RUBRIC = Rubric(id="sample", version="1", criteria=CRITERIA, pass_percent=60, band=15)


def rated(rater: int, *points: int) -> Rating:
    """A sheet with these points for speech, price and claims."""
    scores = {each.key: point for each, point in zip(CRITERIA, points, strict=True)}
    evidence = tuple(RatingEvidence(criterion=key, at_second=12, comment="Seen here.") for key in scores)
    return Rating(rater=UUID(int=rater), scores=scores, evidence=evidence)


def test_a_score_is_the_weighted_share_of_the_most() -> None:
    # (1 x 1 + 2 x 3 + 2 x 4) / (4 x 5) = 15 / 20
    assert score(RUBRIC, rated(1, 1, 3, 4)) == 75
    assert (score(RUBRIC, rated(1, 4, 4, 4)), score(RUBRIC, rated(1, 0, 0, 0))) == (100, 0)


def test_a_whole_rating_is_admitted_and_high_scores_need_no_evidence() -> None:
    admit_rating(RUBRIC, rated(1, 0, 1, 4))
    admit_rating(RUBRIC, rated(1, 2, 3, 4).model_copy(update={"evidence": ()}))


ELSEWHERE = (RatingEvidence(criterion="price", at_second=3, comment="Here."),)
SILENT = (RatingEvidence(criterion="speech", at_second=3, comment="  "),)
STRANGE = (RatingEvidence(criterion="smile", at_second=3, comment="Nice."),)


@pytest.mark.parametrize(
    ("change", "criterion", "why"),
    [
        ({"scores": {"speech": 3}}, "price", "still open: Price shown and True claims"),
        ({"scores": {"speech": 5, "price": 3, "claims": 3}}, "speech", "Clear speech: the score goes from 0 to 4"),
        ({"scores": {"speech": -1, "price": 3, "claims": 3}}, "speech", "Clear speech: the score goes from 0 to 4"),
        ({"scores": {"speech": 3, "price": 3, "claims": 3, "smile": 4}}, "", "no criterion smile"),
        ({"evidence": STRANGE}, "", "no criterion smile"),
        ({"evidence": ELSEWHERE}, "speech", "Clear speech: a score of 0 or 1 needs"),
        ({"evidence": SILENT}, "speech", "Clear speech: a score of 0 or 1 needs"),
    ],
)
def test_a_rating_that_is_not_whole_is_refused_beside_its_criterion(
    change: dict[str, object], criterion: str, why: str
) -> None:
    with pytest.raises(BadRating, match=why) as refused:
        admit_rating(RUBRIC, rated(1, 1, 3, 3).model_copy(update=change))
    assert refused.value.criterion == criterion


def test_only_nothing_at_all_on_a_knock_out_criterion_knocks_out() -> None:
    assert knock_outs(RUBRIC, rated(1, 0, 0, 1)) == {"price"}


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ((4, 3, 3), (4, 3, 3), None),
        ((4, 4, 4), (1, 4, 4), None),
        ((4, 4, 4), (0, 4, 4), "The scores are 20 points apart; 15 are allowed."),
        ((3, 0, 4), (3, 1, 4), "The raters disagree on what rules a pass out: Price shown."),
        ((3, 0, 4), (3, 0, 4), None),
    ],
)
def test_a_third_rater_looks_when_two_are_far_apart(
    a: tuple[int, int, int], b: tuple[int, int, int], why: str | None
) -> None:
    why_not = needs_third(RUBRIC, rated(1, *a), rated(2, *b))
    assert (str(why_not) if why_not else None) == why
    if why:
        with pytest.raises(ThirdRaterNeeded, match="A third rater must look"):
            resolve(RUBRIC, [rated(1, *a), rated(2, *b)])


def test_two_raters_come_to_the_mean() -> None:
    outcome = resolve(RUBRIC, [rated(1, 2, 3, 2), rated(2, 4, 2, 2)])
    assert (outcome.percent, outcome.passed, outcome.reasons) == (60, True, ())
    low = resolve(RUBRIC, [rated(1, 2, 2, 2), rated(2, 4, 2, 2)])
    assert (low.percent, low.passed, tuple(map(str, low.reasons))) == (
        55,
        False,
        ("The score of 55 % is below the 60 % that pass.",),
    )


@pytest.mark.parametrize(("third", "percent"), [((4, 3, 4), 95), ((3, 3, 3), 75), ((0, 1, 1), 35), ((3, 3, 2), 57.5)])
def test_of_three_the_two_nearest_count(third: tuple[int, int, int], percent: float) -> None:
    # the first two came to 100 and 50; the third to 90, 75, 20 and 65
    outcome = resolve(RUBRIC, [rated(1, 4, 4, 4), rated(2, 2, 2, 2), rated(3, *third)])
    assert outcome.percent == percent


def test_a_knock_out_needs_two_of_three() -> None:
    passed = resolve(RUBRIC, [rated(1, 4, 0, 4), rated(2, 4, 4, 4), rated(3, 4, 4, 4)])
    assert (passed.passed, passed.knocked_out) == (True, ())
    failed = resolve(RUBRIC, [rated(1, 4, 0, 4), rated(2, 4, 4, 4), rated(3, 4, 0, 4)])
    assert (failed.passed, failed.percent, failed.knocked_out) == (False, 60, ("price",))
    assert tuple(map(str, failed.reasons)) == ("Price shown: two raters found that this rules a pass out.",)
    each_another = resolve(RUBRIC, [rated(1, 4, 0, 4), rated(2, 4, 4, 0), rated(3, 4, 4, 4)])
    assert each_another.knocked_out == ()


@pytest.mark.parametrize("raters", [(1,), (1, 1), (1, 2, 2), (1, 2, 3, 4)])
def test_two_or_three_different_people_rate(raters: tuple[int, ...]) -> None:
    with pytest.raises(BadRating, match="two or three different people"):
        resolve(RUBRIC, [rated(rater, 4, 4, 4) for rater in raters])


scores = st.tuples(*[st.integers(0, 4)] * 3)


@given(st.lists(scores, min_size=3, max_size=3), st.permutations([0, 1, 2]))
def test_the_order_of_the_raters_changes_nothing(given_scores: list[tuple[int, int, int]], order: list[int]) -> None:
    ratings = [rated(n, *each) for n, each in enumerate(given_scores)]
    outcome = resolve(RUBRIC, ratings)
    assert resolve(RUBRIC, [ratings[n] for n in order]) == outcome
    assert min(score(RUBRIC, each) for each in ratings) <= outcome.percent <= 100


def test_kappa_weighs_disagreement_by_its_square() -> None:
    assert quadratic_weighted_kappa([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]) == 1
    assert quadratic_weighted_kappa([0, 4], [4, 0]) == -1
    # 0 0 4 4 against 0 4 0 4: squares 32 of 4 pairs, by chance 16 pairs with 8 x 16 = 128: 1 - 32 x 4 / 128 = 0
    assert quadratic_weighted_kappa([0, 0, 4, 4], [0, 4, 0, 4]) == 0
    # 1 2 3 against 2 2 3: squares 1; by chance 1 1 4, 0 0 1, 1 1 0: 9; 1 - 1 x 3 / 9
    assert quadratic_weighted_kappa([1, 2, 3], [2, 2, 3]) == pytest.approx(2 / 3)


def test_kappa_says_nothing_of_raters_who_never_vary() -> None:
    assert quadratic_weighted_kappa([3, 3], [3, 3]) is None
    assert quadratic_weighted_kappa([], []) is None


def test_the_strict_and_the_lenient_are_known() -> None:
    # first stream 50 75 100: against the others -37.5, 0, 37.5; second 100 50; the third stream has one rater alone
    streams = [
        [rated(1, 2, 2, 2), rated(2, 3, 3, 3), rated(3, 4, 4, 4)],
        [rated(1, 4, 4, 4), rated(3, 2, 2, 2)],
        [rated(2, 0, 0, 0)],
    ]
    found = [(each.rater.int, each.n, each.difference) for each in severity(RUBRIC, streams)]
    assert found == [(3, 2, -6.25), (2, 1, 0), (1, 2, 6.25)]
