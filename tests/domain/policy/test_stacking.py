"""Stacking never loosens: whatever two packs say, the result asks at least what each of them asks."""

from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings

from domain.policy.merging import merge
from domain.policy.pack import MerchantPolicy, Pack
from domain.policy.parts import Choice, DocumentRule, Field, LegalForm, ReasonCode, Rule
from domain.policy.stacking import stack, valid_on
from tests.domain.policy.random_packs import DAY, packs

EFFECTS = ("advise", "hold", "block")
few = settings(max_examples=40, deadline=None)  # a busy machine must not fail a test


def covers(merged: tuple[str, ...], single: tuple[str, ...]) -> bool:
    return not merged or (bool(single) and set(single) <= set(merged))


def no_longer(merged: timedelta | int | None, single: timedelta | int | None) -> bool:
    return single is None or (merged is not None and merged <= single)  # type: ignore[operator]


@few
@given(packs, packs)
def test_every_question_is_still_asked_of_the_same_people(general: Pack, specific: Pack) -> None:
    merged = {field.key: field for field in merge(general, specific).merchant.fields}
    for single in general.merchant.fields + specific.merchant.fields:
        whole = merged[single.key]
        assert whole.required >= single.required
        assert covers(whole.legal_forms, single.legal_forms)
        assert single.scheme in (None, whole.scheme)
        assert (whole.min_age or 0) >= (single.min_age or 0)


@few
@given(packs, packs)
def test_every_document_is_still_due_with_all_it_must_show(general: Pack, specific: Pack) -> None:
    merged = {document.key: document for document in merge(general, specific).merchant.documents}
    for single in general.merchant.documents + specific.merchant.documents:
        whole = merged[single.key]
        assert (whole.required, whole.expires) >= (single.required, whole.expires and single.expires)
        assert whole.expires >= single.expires
        assert covers(whole.legal_forms, single.legal_forms) and covers(whole.categories, single.categories)
        assert set(single.must_show) <= set(whole.must_show)
        assert no_longer(whole.max_age, single.max_age)


@few
@given(packs, packs)
def test_every_period_and_threshold_is_the_shorter_or_lower(general: Pack, specific: Pack) -> None:
    whole = merge(general, specific)
    for single in (general, specific):
        mine, ours = single.merchant, whole.merchant
        assert no_longer(ours.validity, mine.validity)
        assert no_longer(ours.owners_from_percent, mine.owners_from_percent)
        assert no_longer(ours.deadlines.review, mine.deadlines.review)
        assert no_longer(ours.deadlines.provider_patience, mine.deadlines.provider_patience)
        assert single.valid_to is None or (whole.valid_to is not None and whole.valid_to <= single.valid_to)


@few
@given(packs, packs)
def test_every_risk_weighs_at_least_as_much(general: Pack, specific: Pack) -> None:
    ours = merge(general, specific).merchant.risk
    for mine in (general.merchant.risk, specific.merchant.risk):
        assert ours.medium_from <= mine.medium_from and ours.high_from <= mine.high_from
        for single in mine.rules:
            same = next(rule for rule in ours.rules if (rule.id, rule.when) == (single.id, single.when))
            assert same.base >= single.base and same.more >= single.more


@few
@given(packs, packs)
def test_a_rule_keeps_the_stronger_effect(general: Pack, specific: Pack) -> None:
    merged = {rule.id: EFFECTS.index(rule.effect) for rule in merge(general, specific).rules}
    assert all(merged[rule.id] >= EFFECTS.index(rule.effect) for rule in general.rules + specific.rules)


@few
@given(packs, packs, packs)
def test_three_packs_stack_the_same_whichever_two_meet_first(a: Pack, b: Pack, c: Pack) -> None:
    left, right = merge(merge(a, b), c).merchant, merge(a, merge(b, c)).merchant
    assert {d.key: (d.required, d.max_age) for d in left.documents} == {
        d.key: (d.required, d.max_age) for d in right.documents
    }
    assert (left.validity, left.risk.high_from) == (right.validity, right.risk.high_from)


@few
@given(packs)
def test_a_pack_stacked_on_itself_asks_the_same(pack: Pack) -> None:
    assert merge(pack, pack).merchant == pack.merchant


def simple(name: str, **merchant: Any) -> Pack:
    return Pack(id=name, version="1", name=name, valid_from=date(2026, 1, 1), merchant=MerchantPolicy(**merchant))


def law(name: str, **dates: date) -> Rule:
    return Rule(id=name, kind="law", basis="b", source="s", confidence="high", effect="block", **dates)


def test_the_words_of_the_specific_pack_replace_those_of_the_general() -> None:
    old = ReasonCode(key="late", label="Late", text="Too late.")
    general = simple(
        "base",
        legal_forms=(LegalForm(key="company", label="Company"),),
        categories=(Choice(key="food", label="Food"),),
        decline_reasons=(old,),
    )
    specific = simple(
        "cn",
        legal_forms=(LegalForm(key="company", label="公司"),),
        decline_reasons=(old.model_copy(update={"text": "Sorry, too late."}),),
    )
    merged = merge(general, specific).merchant
    assert [form.label for form in merged.legal_forms] == ["公司"]
    assert [category.label for category in merged.categories] == ["Food"]
    assert [reason.text for reason in merged.decline_reasons] == ["Sorry, too late."]


def test_what_the_specific_pack_does_not_state_stays() -> None:
    base = Field(key="shop.name", section="shop", kind="text", label="Name", hint="Look here", max_length=50, rule="r")
    specific = Field(key="shop.name", section="shop", kind="identifier", scheme="lei", label="LEI", rule="r")
    (merged,) = merge(simple("base", fields=(base,)), simple("cn", fields=(specific,))).merchant.fields
    assert (merged.label, merged.kind, merged.hint, merged.max_length) == ("LEI", "identifier", "Look here", 50)


@pytest.mark.parametrize(("on", "asked"), [(date(2026, 3, 19), 0), (date(2026, 3, 20), 1), (date(2026, 12, 31), 1)])
def test_a_document_is_due_from_the_day_its_rule_is_in_force(on: date, asked: int) -> None:
    licence = DocumentRule(key="licence", label="Licence", rule="FOOD")
    food = simple("cn", documents=(licence,)).model_copy(
        update={"rules": (law("FOOD", valid_from=date(2026, 3, 20), valid_to=date(2026, 12, 31)),)}
    )
    assert len(stack([food], on).pack.merchant.documents) == asked


def test_a_setting_falls_away_with_its_rule() -> None:
    pack = simple("cn", validity=timedelta(days=180), rests_on={"validity": "HALF"})
    pack = pack.model_copy(update={"rules": (law("HALF", valid_to=date(2026, 2, 1)),)})
    general = simple("base", validity=timedelta(days=365), rests_on={"validity": "YEAR"})
    assert stack([general, pack], date(2026, 2, 1)).pack.merchant.validity == timedelta(days=180)
    after = stack([general, pack], date(2026, 2, 2)).pack.merchant
    assert (after.validity, after.rests_on) == (timedelta(days=365), {"validity": "YEAR"})


def test_the_stricter_figure_names_its_own_rule() -> None:
    general = simple("base", validity=timedelta(days=90), rests_on={"validity": "QUARTER"})
    specific = simple("cn", validity=timedelta(days=180), rests_on={"validity": "HALF"})
    assert merge(general, specific).merchant.rests_on == {"validity": "QUARTER"}


def test_the_hash_changes_with_any_word_and_only_then() -> None:
    first = stack([simple("base", validity=timedelta(days=1))], DAY).ref
    assert first == stack([simple("base", validity=timedelta(days=1))], DAY).ref
    assert first.hash != stack([simple("base", validity=timedelta(days=2))], DAY).ref.hash
    assert len(first.hash) == 64


def test_the_reference_names_all_packs_and_versions() -> None:
    three = [simple(name) for name in ("base", "cn", "food")]
    assert (stack(three, DAY).ref.id, stack(three, DAY).ref.version) == ("base+cn+food", "1+1+1")
    assert reduce(merge, three).name == "food"


def test_both_ends_of_a_validity_count() -> None:
    rule = law("x", valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31))
    assert [valid_on(rule, date(2026, 1, day)) for day in (1, 31)] == [True, True]
    assert not valid_on(rule, date(2025, 12, 31)) and not valid_on(rule, date(2026, 2, 1))
