"""Whether a bank can fill a blueprint, and what is said of the cell that it cannot."""

from itertools import combinations, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.blueprints.assembly import draw
from domain.blueprints.feasibility import BlueprintGap, InfeasibleBlueprint, admit_blueprint, gaps
from domain.blueprints.filling import eligible, exclude_each_other, turns
from domain.blueprints.parts import Area, BankEntry, Blueprint, Candidate
from tests.domain.blueprints.random_banks import (
    ANA,
    EASY,
    HARD,
    banks,
    blueprint,
    blueprints,
    candidates,
    cell,
    entries,
    entry,
    number,
)


def grave(found: list[BlueprintGap]) -> list[BlueprintGap]:
    return [gap for gap in found if not gap.warning]


def drawable(plan: Blueprint, bank: list[BankEntry], candidate: Candidate) -> bool:
    try:
        return bool(draw(plan, bank, candidate, seed=1))
    except InfeasibleBlueprint:
        return False


def short(gap: BlueprintGap) -> tuple[str, str, int, int]:
    return (gap.area, gap.category, gap.wanted, gap.there)


def test_a_bank_that_fills_every_cell_has_no_gap() -> None:
    bank = [*entries(1, 3), *entries(4, 5, difficulty=HARD)]
    assert gaps(blueprint(cell(3, difficulty=EASY), cell(2)), bank, ANA) == []


def test_a_gap_names_area_difficulty_and_both_counts() -> None:
    (gap,) = gaps(blueprint(cell(3, difficulty=HARD), cell(1, "goods")), [*entries(1, 3), entry(4, "goods")], ANA)
    assert (gap.area, gap.difficulty, gap.wanted, gap.there) == ("rules", HARD, 3, 0)
    assert str(gap.sentence).startswith("Rules, hard: 3 wanted, 0 can be had. Add items")


def test_a_cell_of_any_difficulty_leaves_the_easy_items_to_the_cell_that_needs_them() -> None:
    bank = [*entries(1, 2), *entries(3, 4, difficulty=HARD)]
    assert gaps(blueprint(cell(2), cell(2, difficulty=EASY)), bank, ANA) == []
    assert len(gaps(blueprint(cell(3), cell(2, difficulty=EASY)), bank, ANA)) == 1


def test_only_what_the_candidate_may_be_asked_counts() -> None:
    bank = [entry(1), entry(2, countries=("US",)), entry(3, language="de"), entry(4, category="jewels"), entry(5)]
    assert [short(gap) for gap in gaps(blueprint(cell(3)), bank, ANA)] == [("rules", "", 3, 2)]


def test_an_area_by_category_is_looked_at_for_each_category_alone() -> None:
    bank = [*entries(1, 4, "goods", category="food"), *entries(5, 5, "goods"), *entries(6, 7, "goods", category="toys")]
    plan = blueprint(cell(4, "goods"), by_category="goods")
    assert [short(gap) for gap in gaps(plan, bank, None)] == [("goods", "toys", 4, 3)]
    assert gaps(plan, bank, ANA) == []


def test_an_area_that_must_be_passed_needs_a_cell() -> None:
    areas = (Area(key="rules", label="Rules"), Area(key="law", label="Law", floor=60), Area(key="art", label="Art"))
    plan = Blueprint(areas=areas, cells=(cell(1), cell(1, "sports")))
    found = gaps(plan, entries(1, 2), ANA)
    assert [(gap.area, gap.warning) for gap in found] == [("law", False), ("art", True), ("sports", False)]


def test_too_few_pilots_are_only_a_warning() -> None:
    plan = blueprint(cell(2), pilots=2)
    (gap,) = gaps(plan, [*entries(1, 2), entry(3, pilot=True)], ANA)
    assert (gap.warning, gap.wanted, gap.there) == (True, 2, 1)
    admit_blueprint(plan, entries(1, 2), ANA)


@pytest.mark.parametrize(
    ("sittings", "size", "fits"), [(1, 10, True), (2, 16, True), (2, 15, False), (3, 25, False), (3, 26, True)]
)
def test_the_bank_must_give_all_attempts_of_a_period_within_the_overlap(sittings: int, size: int, fits: bool) -> None:
    found = gaps(blueprint(cell(10), overlap=40), entries(1, size), ANA, sittings=sittings)
    assert not found if fits else f"for {sittings} attempts, each of which may repeat 4 items" in str(found[0].sentence)


def test_what_was_seen_is_repeated_only_up_to_the_limit() -> None:
    candidate = ANA.model_copy(update={"seen": frozenset(map(number, range(1, 6)))})
    found = gaps(blueprint(cell(5), overlap=40), entries(1, 7), candidate)
    assert [short(gap) for gap in found] == [("rules", "", 5, 4)]
    assert "No more than 2 items may be ones seen before" in str(found[0].sentence)
    assert gaps(blueprint(cell(5), overlap=60), entries(1, 7), candidate) == []


def test_enemies_do_not_fill_two_places() -> None:
    bank = [entry(1, enemies=[2]), entry(2), entry(3, enemies=[1])]
    assert gaps(blueprint(cell(2)), bank, ANA) == []
    (gap,) = gaps(blueprint(cell(3)), bank, ANA)
    assert "exclude each other" in str(gap.sentence)


def test_a_blueprint_that_cannot_be_filled_is_refused_with_its_cells() -> None:
    plan = blueprint(*(cell(1, f"area{n}") for n in range(7)))
    with pytest.raises(InfeasibleBlueprint, match=r"^Area0: 1 wanted, 0 .*Area4: .* And 2 more\.$"):
        admit_blueprint(plan, [], ANA)


few = settings(max_examples=60, deadline=None)


@few
@given(blueprints(), banks(), candidates)
def test_a_form_can_be_drawn_exactly_when_there_is_no_gap(
    plan: Blueprint, bank: list[BankEntry], candidate: Candidate
) -> None:
    assert drawable(plan, bank, candidate) == (not grave(gaps(plan, bank, candidate)))


@few
@given(blueprints(), banks(least=2, most=9), candidates)
def test_there_is_a_gap_exactly_when_no_choice_of_items_would_do(
    plan: Blueprint, bank: list[BankEntry], candidate: Candidate
) -> None:
    assume(plan.items - plan.pilots <= 5)
    pool = [each for each in eligible(plan, bank, candidate) if not each.pilot]
    possible = any(
        all(place.takes(each) for place, each in zip(turn.elements(), some, strict=True))
        and not any(exclude_each_other(*pair) for pair in combinations(some, 2))
        and 100 * sum(each.item in candidate.seen for each in some) <= plan.overlap * len(some)
        for turn in turns(plan, candidate.categories)
        for some in permutations(pool, turn.total())
    )
    assert possible == (not grave(gaps(plan, bank, candidate)))


@few
@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from((0, 30, 50, 100)), st.integers(1, 3))
def test_all_attempts_can_be_drawn_exactly_when_there_is_no_gap(easy: int, hard: int, overlap: int, times: int) -> None:
    plan = blueprint(cell(3, difficulty=EASY), cell(3, difficulty=HARD), overlap=overlap)
    bank = [*entries(1, easy), *entries(20, 19 + hard, difficulty=HARD)]
    candidate, drawn = ANA, 0
    while drawn < times and drawable(plan, bank, candidate):
        asked = {each.item for each in draw(plan, bank, candidate, seed=drawn).items}
        candidate, drawn = candidate.model_copy(update={"seen": candidate.seen | asked}), drawn + 1
    assert (drawn == times) == (not gaps(plan, bank, ANA, sittings=times))
