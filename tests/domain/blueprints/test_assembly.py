"""Drawing: every form covers its blueprint, keeps the limits, and comes again from the same seed."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings

from domain.blueprints.assembly import draw
from domain.blueprints.feasibility import InfeasibleBlueprint
from domain.blueprints.filling import exclude_each_other, places
from domain.blueprints.parts import BankEntry, Blueprint, Candidate, ExamForm
from tests.domain.blueprints.random_banks import (
    ANA,
    HARD,
    banks,
    blueprint,
    blueprints,
    candidates,
    cell,
    entries,
    entry,
    number,
    seeds,
)

often = settings(max_examples=80, deadline=None)


def drawn(plan: Blueprint, bank: list[BankEntry], candidate: Candidate, *, seed: int) -> ExamForm:
    try:
        return draw(plan, bank, candidate, seed=seed)
    except InfeasibleBlueprint:
        assume(False)
        raise


def chosen(form: ExamForm, bank: list[BankEntry], pilot: bool = False) -> list[BankEntry]:
    known = {each.item: each for each in bank}
    return [known[each.item] for each in form.items if each.pilot == pilot]


@often
@given(blueprints(), banks(), candidates, seeds)
def test_every_cell_is_filled_with_scored_items(
    plan: Blueprint, bank: list[BankEntry], candidate: Candidate, seed: int
) -> None:
    scored = chosen(drawn(plan, bank, candidate, seed=seed), bank)
    assert len(scored) == sum(each.count for each in plan.cells)
    assert not any(each.pilot for each in scored)
    assert Counter(each.area for each in scored) == sum((Counter({c.area: c.count}) for c in plan.cells), Counter())
    for place in places(plan, ()):
        wanted = sum(c.count for c in plan.cells if (c.area, c.difficulty) == place[:2])
        assert sum((each.area, each.difficulty) == place[:2] for each in scored) >= wanted or not place.difficulty


@often
@given(blueprints(), banks(), candidates, seeds)
def test_nobody_is_asked_what_is_not_for_them_or_twice_or_too_much_of_what_they_saw(
    plan: Blueprint, bank: list[BankEntry], candidate: Candidate, seed: int
) -> None:
    form = drawn(plan, bank, candidate, seed=seed)
    asked = chosen(form, bank) + chosen(form, bank, pilot=True)
    assert not any(exclude_each_other(*pair) for pair in combinations(asked, 2))
    assert all(each.language == "en" and each.category in ("", "food", "toys") for each in asked)
    assert all(not each.countries or "DE" in each.countries for each in asked)
    assert 100 * sum(each.item in candidate.seen for each in asked) <= plan.overlap * len(asked)
    assert len(chosen(form, bank, pilot=True)) <= plan.pilots


@often
@given(blueprints(), banks(), candidates, seeds)
def test_the_same_seed_bank_and_candidate_give_the_same_form(
    plan: Blueprint, bank: list[BankEntry], candidate: Candidate, seed: int
) -> None:
    form = drawn(plan, bank, candidate, seed=seed)
    turned = candidate.model_copy(update={"categories": candidate.categories[::-1]})
    assert draw(plan, bank[::-1], turned, seed=seed) == form


def items(form: ExamForm) -> list[int]:
    return [each.item.int for each in form.items]


def test_a_form_once_drawn_can_be_drawn_again_years_later() -> None:
    bank = [*entries(1, 20, options=(("a", "b", "c", "d"),)), *entries(21, 24, pilot=True)]
    form = draw(blueprint(cell(5), pilots=2), bank, ANA, seed=2026)
    assert items(form) == [14, 19, 8, 2, 4, 24, 21]
    assert form.items[0].options == (("a", "c", "d", "b"),)


def test_other_seeds_give_other_forms_and_pilots_stand_anywhere() -> None:
    bank = [*entries(1, 20), *entries(21, 24, pilot=True)]
    forms = [draw(blueprint(cell(5), pilots=1), bank, ANA, seed=seed) for seed in range(40)]
    assert len({tuple(items(form)) for form in forms}) > 35
    assert {index for form in forms for index, each in enumerate(form.items) if each.pilot} == set(range(6))


def test_what_was_asked_least_comes_first_and_what_was_asked_too_often_last() -> None:
    bank = [*entries(1, 3, exposure=2), *entries(4, 6, exposure=1), *entries(7, 9, exposure=5)]
    plan = blueprint(cell(4), exposure_cap=5)
    forms = [set(items(draw(plan, bank, ANA, seed=seed))) for seed in range(20)]
    assert all(form >= {4, 5, 6} and not form & {7, 8, 9} for form in forms)
    assert set.union(*forms) == {1, 2, 3, 4, 5, 6}
    assert set(items(draw(blueprint(cell(7), exposure_cap=5), bank, ANA, seed=1))) > {1, 2, 3, 4, 5, 6}


def test_what_was_seen_comes_after_what_was_not() -> None:
    candidate = ANA.model_copy(update={"seen": frozenset(map(number, range(1, 6)))})
    bank = [*entries(1, 5), *entries(6, 10, exposure=9)]
    assert set(items(draw(blueprint(cell(5)), bank, candidate, seed=1))) == {6, 7, 8, 9, 10}
    with pytest.raises(InfeasibleBlueprint, match=r"^Rules: 9 wanted, 8 can be had\."):
        draw(blueprint(cell(9)), bank, candidate, seed=1)


@pytest.mark.parametrize("seed", range(10))
def test_an_area_by_category_is_spread_evenly_over_the_categories(seed: int) -> None:
    easy = [*entries(1, 9, "goods", category="food"), *entries(10, 19, "goods", category="toys")]
    hard = [entry(each.item.int + 30, "goods", HARD, category=each.category) for each in easy]
    bank = [*easy, *hard, *entries(60, 69, "goods")]
    form = draw(blueprint(cell(5, "goods"), cell(2, "goods", HARD), by_category="goods"), bank, ANA, seed=seed)
    spread = Counter(each.category for each in chosen(form, bank))
    assert spread in ({"food": 3, "toys": 4}, {"food": 4, "toys": 3})


def test_what_has_no_category_stands_in_where_a_category_has_too_few() -> None:
    bank = [entry(1, "goods", category="food"), *entries(2, 5, "goods", category="toys"), *entries(6, 9, "goods")]
    form = draw(blueprint(cell(6, "goods"), by_category="goods"), bank, ANA, seed=3)
    assert Counter(each.category for each in chosen(form, bank)) == {"food": 1, "toys": 3, "": 2}


def test_enemies_are_kept_apart_even_when_the_first_choice_leads_nowhere() -> None:
    hub = [entry(1, enemies=[*range(2, 6)]), *entries(2, 5, exposure=9)]
    assert set(items(draw(blueprint(cell(4)), hub, ANA, seed=1))) == {2, 3, 4, 5}
    chain = [entry(n, enemies=[n + 1], exposure=-abs(n % 2)) for n in range(2, 12)]
    assert set(items(draw(blueprint(cell(5)), chain, ANA, seed=1))) <= set(range(2, 12))


def test_options_are_mixed_but_the_fixed_ones_and_true_or_false_stay() -> None:
    parts: dict[str, Any] = {"options": (tuple("abcdefgh"), ("true", "false")), "targets": (tuple("uvwxyz"), ())}
    one = entry(1, fixed=(frozenset("ah"), frozenset()), still=(False, True), **parts)
    (asked,) = draw(blueprint(cell(1)), [one], ANA, seed=5).items
    mixed, still = asked.options
    assert sorted(mixed) == list("abcdefgh") and mixed != tuple("abcdefgh")
    assert (mixed[0], mixed[-1], still) == ("a", "h", ("true", "false"))
    assert sorted(asked.targets[0]) == list("uvwxyz") and asked.targets[0] != tuple("uvwxyz")


def test_a_pilot_is_never_an_enemy_of_what_is_scored_and_never_seen_before() -> None:
    bank = [entry(1), entry(2, pilot=True, enemies=[1]), entry(3, pilot=True), entry(4, pilot=True)]
    candidate = ANA.model_copy(update={"seen": frozenset({number(3)})})
    assert sorted(items(draw(blueprint(cell(1), pilots=3), bank, candidate, seed=1))) == [1, 4]
