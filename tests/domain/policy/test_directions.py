"""Each field of a pack's parts declares whose value stands when packs are stacked, and it stands."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any

import pytest

from domain.policy.anchor import AnchorPolicy, ExamPolicy, PracticalPolicy, RenewalPolicy
from domain.policy.directions import NoDirection, Wins, directions
from domain.policy.merging import JOINS, merge
from domain.policy.pack import Pack
from domain.policy.parts import Field, PolicyPart, RiskPolicy

H, D = timedelta(hours=1), timedelta(days=1)
# What each way of stacking makes of a general and a specific value; the last ones need their whole part.
EXAMPLES: dict[Wins, tuple[Any, Any, Any]] = {
    Wins.KEY: ("a", "a", "a"),
    Wins.SPECIFIC: ("old", "new", "new"),
    Wins.TRUE: (True, False, True),
    Wins.HIGHER: (80, 60, 80),
    Wins.LOWER: (3, 5, 3),
    Wins.LONGER: (D, H, D),
    Wins.SHORTER: (D, H, H),
    Wins.LATER: (2, 1, 2),
    Wins.EARLIER: (2, 1, 1),
    Wins.LADDER: ((H, D), (2 * H,), (2 * H, D)),
    Wins.WIDER: (("a",), (), ()),
    Wins.NARROWER: ("date", "text", "date"),
    Wins.BOTH: (("a", "b"), ("b", "c"), ("a", "b", "c")),
    Wins.JOINED: ("base", "cn", "base+cn"),
    Wins.NEITHER: (("base",), ("eu",), ()),
}
OF_PARTS = {Wins.EACH, Wins.STRONGER, Wins.REASON, Wins.GROUNDS}


def parts(of: type[PolicyPart] = PolicyPart) -> Iterator[type[PolicyPart]]:
    for each in of.__subclasses__():
        if each.__module__.startswith("domain."):
            yield each
            yield from parts(each)


@pytest.mark.parametrize("part", list(parts()), ids=lambda part: str(part.__name__))
def test_every_field_of_every_part_declares_one_direction(part: type[PolicyPart]) -> None:
    assert directions(part).keys() == part.model_fields.keys()


def test_a_new_flag_without_a_direction_is_refused() -> None:
    class Loose(PolicyPart):
        strict: bool = False

    with pytest.raises(NoDirection, match=r"Loose\.strict needs one direction"):
        merge(Loose(strict=True), Loose(strict=False))


def test_every_direction_has_its_way_and_its_example() -> None:
    assert set(JOINS) == set(Wins) == EXAMPLES.keys() | OF_PARTS


@pytest.mark.parametrize("wins", EXAMPLES)
def test_a_value_stands_in_the_declared_direction(wins: Wins) -> None:
    class One(PolicyPart):
        value: Annotated[Any, wins] = None

    general, specific, stands = EXAMPLES[wins]
    assert merge(One(value=general), One(value=specific)).value == stands


def test_what_neither_pack_states_keeps_its_default_and_is_still_not_stated() -> None:
    merged = merge(ExamPolicy(attempts=2), ExamPolicy(pass_percent=90))
    assert (merged.attempts, merged.pass_percent, merged.minutes) == (2, 90, 40)
    assert merged.model_fields_set == {"attempts", "pass_percent"}


@pytest.mark.parametrize(
    ("stated", "other", "merged"),
    [
        (RiskPolicy(medium_from=40), RiskPolicy(high_from=80), (40, 80)),
        (RiskPolicy(medium_from=40, high_from=50), RiskPolicy(medium_from=20), (20, 50)),
        (RiskPolicy(), RiskPolicy(medium_from=35), (35, 60)),
    ],
)
def test_a_figure_yields_where_the_other_pack_states_none(
    stated: RiskPolicy, other: RiskPolicy, merged: tuple[int, int]
) -> None:
    for whole in (merge(stated, other), merge(other, stated)):
        assert (whole.medium_from, whole.high_from) == merged


def test_the_anchor_part_takes_the_stricter_of_each() -> None:
    general = AnchorPolicy(
        guardian_consent_below=16,
        exam=ExamPolicy(attempts=5, cooldowns=(D,)),
        practical=PracticalPolicy(required=False, tries=3, shortest=H),
        renewal=RenewalPolicy(grace=D),
    )
    specific = AnchorPolicy(
        guardian_consent_below=18, exam=ExamPolicy(attempts=2), practical=PracticalPolicy(shortest=H / 2)
    )
    whole = merge(general, specific)
    assert (whole.guardian_consent_below, whole.exam.attempts, whole.exam.cooldowns) == (18, 2, (D,))
    assert (whole.practical.required, whole.practical.tries, whole.practical.shortest) == (True, 3, H)
    assert whole.renewal.grace == D


def test_the_rule_behind_a_demand_is_of_the_pack_that_demands() -> None:
    asked = Field(key="shop.name", section="shop", kind="text", label="Name", rule="GENERAL")
    optional = asked.model_copy(update={"required": False, "rule": "SPECIFIC"})
    assert (merge(asked, optional).rule, merge(optional, asked).rule) == ("GENERAL", "GENERAL")
    assert merge(asked, asked.model_copy(update={"rule": "SPECIFIC"})).rule == "SPECIFIC"


def test_a_pack_that_says_nothing_of_anchors_changes_nothing() -> None:
    general = AnchorPolicy(exam=ExamPolicy(attempts=1), practical=PracticalPolicy(required=False))
    first = Pack.model_validate({"id": "base", "version": "1", "name": "B", "valid_from": "2026-01-01"})
    first = first.model_copy(update={"anchor": general})
    second = Pack.model_validate({"id": "cn", "version": "1", "name": "C", "valid_from": "2026-01-01"})
    assert merge(first, second).anchor == general
