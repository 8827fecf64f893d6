"""The models of a policy pack refuse what would put a demand on weak ground; soundness finds loose ends."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.policy.pack import MerchantPolicy, Pack
from domain.policy.parts import DocumentRule, Field, LegalForm, RiskRule, Rule, applies_to
from domain.policy.soundness import flaws, repeats

RULE: dict[str, Any] = {
    "id": "R-1",
    "kind": "law",
    "basis": "Act Art. 1",
    "source": "[X]",
    "confidence": "high",
    "effect": "block",
}
FIELD: dict[str, Any] = {"key": "shop.name", "section": "shop", "kind": "text", "label": "Shop name", "rule": "R-1"}
DOCUMENT: dict[str, Any] = {"key": "licence", "label": "Licence", "rule": "R-1"}


def pack(rule: dict[str, Any] | None = None, **merchant: Any) -> Pack:
    policy = MerchantPolicy(legal_forms=(LegalForm(key="company", label="Company"),), **merchant)
    rules = (Rule.model_validate(RULE | (rule or {})),)
    return Pack(id="p", version="1", name="P", valid_from=date(2026, 1, 1), rules=rules, merchant=policy)


def sentences(found: Pack) -> list[str]:
    return [flaw.sentence for flaw in flaws(found)]


@pytest.mark.parametrize("confidence", ["recalled", "low"])
def test_a_blocking_rule_needs_better_than_memory(confidence: str) -> None:
    with pytest.raises(ValidationError, match="rule R-1: a blocking rule"):
        Rule.model_validate(RULE | {"confidence": confidence})
    assert Rule.model_validate(RULE | {"confidence": confidence, "effect": "advise"}).effect == "advise"


@pytest.mark.parametrize("lacking", ["basis", "source", "confidence", "effect", "kind"])
def test_a_rule_without_its_ground_is_refused(lacking: str) -> None:
    with pytest.raises(ValidationError, match=lacking):
        Rule.model_validate({key: value for key, value in RULE.items() if key != lacking})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="requierd"):
        Field.model_validate(FIELD | {"requierd": False})


@pytest.mark.parametrize("score", [-1, 101])
def test_a_risk_score_outside_0_to_100_is_refused(score: int) -> None:
    with pytest.raises(ValidationError):
        RiskRule(id="r", when="x:fail", base=score, more=0, label="x")


def test_a_part_without_legal_forms_is_asked_of_all() -> None:
    assert applies_to("anything", Field.model_validate(FIELD))
    assert not applies_to("sole_trader", Field.model_validate(FIELD | {"legal_forms": ["company"]}))


def test_a_sound_pack_has_no_flaws() -> None:
    good = pack(fields=(Field.model_validate(FIELD),), documents=(DocumentRule.model_validate(DOCUMENT),))
    assert flaws(good) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rule": "R-2"}, "names the unknown rule R-2"),
        ({"legal_forms": ("club",)}, "names the unknown legal form club"),
        ({"key": "name"}, "must be shop.name in small letters"),
        ({"kind": "choice"}, "is a choice without choices"),
        ({"kind": "identifier"}, "is an identifier without a scheme"),
        ({"scheme": "us.nothing"}, "names the unknown scheme us.nothing"),
    ],
)
def test_a_loose_end_of_a_field_is_named(change: dict[str, Any], sentence: str) -> None:
    assert sentence in sentences(pack(fields=(Field.model_validate(FIELD | change),)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"categories": ("moon_dust",)}, "names the unknown category moon_dust"),
        ({"must_show": ("business.name",)}, "must show the unknown field business.name"),
    ],
)
def test_a_loose_end_of_a_document_is_named(change: dict[str, Any], sentence: str) -> None:
    assert sentences(pack(documents=(DocumentRule.model_validate(DOCUMENT | change),))) == [sentence]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"effect": "advise"}, "is required, but rule R-1 only advises"),
        ({"effect": "hold", "confidence": "recalled"}, "is required, but the confidence of rule R-1 is recalled"),
    ],
)
def test_nothing_is_required_on_weak_ground(rule: dict[str, str], sentence: str) -> None:
    assert sentences(pack(rule, documents=(DocumentRule.model_validate(DOCUMENT),))) == [sentence]
    assert flaws(pack(rule, documents=(DocumentRule.model_validate(DOCUMENT | {"required": False}),))) == []


def test_a_key_that_stands_twice_is_found() -> None:
    twice = (Field.model_validate(FIELD), Field.model_validate(FIELD))
    assert [(flaw.part, flaw.key) for flaw in repeats(pack(fields=twice))] == [("fields", "shop.name")]


def test_a_setting_resting_on_nothing_is_found() -> None:
    assert sentences(pack(rests_on={"validity": "R-9"})) == ["names the unknown rule R-9"]
    assert sentences(pack(rests_on={"longevity": "R-1"})) == ["is no setting of a pack"]
