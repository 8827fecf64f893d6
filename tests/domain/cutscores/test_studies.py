"""A cut-score study takes ratings in its open round alone, and is summed up round by round."""

from uuid import UUID

import pytest

from domain.blueprints.lifecycle import most_pilots, replaces, same_test
from domain.blueprints.parts import Area, Blueprint, Cell
from domain.cutscores.angoff import BadSheet, PanelSheet
from domain.cutscores.studies import (
    CutScoreStudy,
    NotOnPanel,
    RoundClosed,
    closed,
    rated,
    results,
    second_round,
    settled,
    without,
)

ANN, BEN, OMAR = UUID(int=1), UUID(int=2), UUID(int=3)
ONE, TWO = UUID(int=11), UUID(int=12)
NEW = CutScoreStudy(
    sheet=PanelSheet(judges=(ANN, BEN), items={ONE: 1, TWO: 3}, rounds=((),)), versions={ONE: 1, TWO: 1}
)
FULL = rated(rated(NEW, ANN, {ONE: 60, TWO: 80}), BEN, {ONE: 40, TWO: 100})


def test_ratings_replace_earlier_ones_of_the_same_judge_and_can_be_taken_back() -> None:
    again = rated(FULL, ANN, {ONE: 70, TWO: None})
    assert again.ratings(1, ANN) == {ONE: 70} and again.ratings(1, BEN) == {ONE: 40, TWO: 100}
    assert rated(FULL, ANN, {UUID(int=99): 5}) == FULL
    assert CutScoreStudy.model_validate(again.model_dump(mode="json")) == again


def test_only_the_panel_rates_and_only_while_a_round_is_open() -> None:
    with pytest.raises(NotOnPanel):
        rated(NEW, OMAR, {ONE: 50})
    with pytest.raises(RoundClosed):
        rated(closed(FULL), ANN, {ONE: 50})


def test_a_round_is_closed_when_it_is_complete_and_once() -> None:
    with pytest.raises(BadSheet, match="4 in all"):
        closed(NEW)
    with pytest.raises(RoundClosed):
        closed(closed(FULL))
    with pytest.raises(RoundClosed):
        settled(FULL, 0)


def test_an_open_round_is_not_summed_up() -> None:
    assert results(FULL) == []
    second = rated(second_round(closed(FULL)), ANN, {ONE: 10})
    assert [each.mean for each in results(second)] == [80.0] and second.open_round == 2
    with pytest.raises(RoundClosed):
        settled(second, 0)


def test_the_last_round_settles_the_cut_score() -> None:
    assert settled(closed(FULL), 60).percent == 80.0
    second = second_round(closed(FULL))
    done = closed(rated(rated(second, ANN, {ONE: 50, TWO: 50}), BEN, {ONE: 50, TWO: 50}))
    assert (settled(done, 60).percent, settled(done, 60).floored, done.open_round) == (60, True, None)
    with pytest.raises(RoundClosed):
        second_round(done)


def test_a_judge_leaves_with_all_ratings_before_a_round_is_closed() -> None:
    alone = without(FULL, BEN)
    assert alone.sheet.judges == (ANN,) and results(closed(alone))[0].se is None
    for study, judge in ((alone, ANN), (FULL, OMAR)):
        with pytest.raises(NotOnPanel):
            without(study, judge)
    with pytest.raises(RoundClosed):
        without(closed(FULL), BEN)


@pytest.mark.parametrize(("scored", "most"), [(0, 0), (3, 0), (4, 1), (40, 10), (39, 9)])
def test_pilots_are_at_most_a_fifth_of_a_form(scored: int, most: int) -> None:
    assert most_pilots(scored) == most


@pytest.mark.parametrize(
    ("new", "old", "all_of_it"),
    [
        ("", "", True),
        ("DE", "DE", True),
        ("DE FR", "DE", True),
        ("DE", "DE FR", False),
        ("", "DE", False),
        ("DE", "", False),
    ],
)
def test_a_newer_one_replaces_what_it_covers_wholly(new: str, old: str, all_of_it: bool) -> None:
    assert replaces(new.split(), old.split()) == all_of_it


def test_a_cut_score_fits_the_same_areas_and_counts() -> None:
    area = Area(key="conduct", label="Conduct")
    plan = Blueprint(areas=(area,), cells=(Cell(area="conduct", count=4),))
    assert same_test(plan, plan.model_copy(update={"minutes": 90}))
    assert not same_test(plan, plan.model_copy(update={"cells": (Cell(area="conduct", count=5),)}))
