"""A panel's cut score: every figure worked out by hand, and no sheet summed up that is not whole."""

from collections.abc import Sequence
from math import sqrt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cutscores.angoff import BadSheet, Judgement, PanelSheet, admit_sheet, lacking, recommended, summed

JUDGES = tuple(UUID(int=n) for n in (1, 2, 3))
ITEMS = tuple(UUID(int=n) for n in (11, 12))
FIRST = ((60, 90), (70, 70), (80, 50))
SECOND = ((60, 80), (70, 70), (80, 60))


def judged(table: tuple[tuple[int, ...], ...]) -> tuple[Judgement, ...]:
    """A row for each judge, a column for each item."""
    return tuple(
        Judgement(judge=judge, item=item, percent=percent)
        for judge, row in zip(JUDGES, table, strict=False)
        for item, percent in zip(ITEMS, row, strict=False)
    )


def sheet(*tables: tuple[tuple[int, ...], ...], points: Sequence[int] = (1, 2)) -> PanelSheet:
    return PanelSheet(judges=JUDGES, items=dict(zip(ITEMS, points, strict=True)), rounds=tuple(map(judged, tables)))


def test_a_round_is_summed_up_in_percent_of_the_points() -> None:
    # (60 + 2 x 90) / 3 = 80, (70 + 140) / 3 = 70, (80 + 100) / 3 = 60: mean 70, variance (100 + 0 + 100) / 2 = 100
    found = summed(sheet(FIRST), 1)
    assert [*found.judges.values()] == [80, 70, 60]
    assert (found.mean, found.sd, found.low, found.high) == (70, 10, 60, 80)
    assert found.se == pytest.approx(10 / sqrt(3))


def test_each_item_shows_how_far_the_judges_are_apart() -> None:
    first, second = summed(sheet(FIRST), 1).items
    assert (first.mean, first.sd, first.low, first.high) == (70, 10, 60, 80)
    assert (second.mean, second.sd, second.low, second.high) == (70, 20, 50, 90)


def test_the_last_round_counts() -> None:
    # round 2: (60 + 160) / 3 = 73.33, 70, (80 + 120) / 3 = 66.67: mean 70, SD 3.33
    cut = recommended(sheet(FIRST, SECOND), 60)
    assert (cut.percent, cut.round, cut.floored) == (70, 2, False)
    assert cut.se == pytest.approx(10 / 3 / sqrt(3))
    assert recommended(sheet(FIRST), 60).round == 1


def test_the_cut_never_falls_below_the_floor() -> None:
    cut = recommended(sheet(FIRST), 75)
    assert (cut.percent, cut.floored) == (75, True)
    assert not recommended(sheet(FIRST), 70).floored


def test_one_judge_alone_has_no_spread() -> None:
    alone = PanelSheet(judges=JUDGES[:1], items=dict.fromkeys(ITEMS, 1), rounds=(judged(FIRST[:1]),))
    found = summed(alone, 1)
    assert (found.mean, found.sd, found.se, found.items[0].sd) == (75, None, None, None)


def test_it_is_known_who_has_not_rated_what() -> None:
    half = sheet(FIRST, ((60, 80), (70,)))
    assert lacking(half, 1) == []
    assert [(lack.judge, lack.items) for lack in lacking(half, 2)] == [(JUDGES[1], ITEMS[1:]), (JUDGES[2], ITEMS)]
    with pytest.raises(BadSheet, match="Round 2 is not complete: 2 of the judges still owe ratings, 3 in all"):
        recommended(half, 60)


TWICE = (*judged(FIRST), Judgement(judge=JUDGES[0], item=ITEMS[0], percent=1))
STRANGER = (*judged(FIRST), Judgement(judge=UUID(int=9), item=ITEMS[0], percent=1))


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (PanelSheet(judges=(), items=dict.fromkeys(ITEMS, 1), rounds=((),)), "at least one judge and one item"),
        (PanelSheet(judges=JUDGES, items={}, rounds=((),)), "at least one judge and one item"),
        (PanelSheet(judges=(*JUDGES, JUDGES[0]), items=dict.fromkeys(ITEMS, 1), rounds=((),)), "on the panel twice"),
        (sheet(FIRST, points=(0, 1)), "no points"),
        (sheet(FIRST).model_copy(update={"rounds": (TWICE,)}), "rated an item twice"),
        (sheet(FIRST).model_copy(update={"rounds": (STRANGER,)}), "not on the sheet"),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_refused(bad: PanelSheet, why: str) -> None:
    with pytest.raises(BadSheet, match=why):
        admit_sheet(bad)


def test_a_round_that_was_not_held_cannot_be_summed_up() -> None:
    with pytest.raises(BadSheet, match="no second round"):
        summed(sheet(FIRST), 2)


percents = st.tuples(*[st.tuples(st.integers(0, 100), st.integers(0, 100))] * 3)


@given(percents, st.integers(0, 100))
def test_the_cut_lies_among_the_judges_unless_the_floor_lifts_it(
    table: tuple[tuple[int, int], ...], floor: int
) -> None:
    found, cut = summed(sheet(table), 1), recommended(sheet(table), floor)
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9
    assert cut.percent == max(round(found.mean, 2), floor)
