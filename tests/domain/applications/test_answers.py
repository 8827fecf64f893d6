"""Lin fills in the form: right answers take a normal form, wrong ones get a sentence, typed text survives."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.policy.library import load_packs
from domain.applications.answers import check_section
from domain.applications.form import Form
from domain.applications.kept_answers import Answers
from domain.message_values import small_first
from settings import ROOT

SHELF = load_packs(ROOT / "policies")
TODAY = date(2026, 11, 23)
BUSINESS: dict[str, str | list[str]] = {
    "business.legal_name": "Lin Trading GmbH",
    "business.registration_number": "HRB 12345",
    "business.register": "Amtsgericht Hamburg",
    "business.address": "Hafenstraße 12\r\n20457  Hamburg",
    "business.email": "lin@EXAMPLE.com",
    "business.phone": "030 23125 000",
    "business.vat_number": "de 136 695 976",
}


def form(country: str = "DE", legal_form: str = "company") -> Form:
    return Form(pack=SHELF.stack_for(country, TODAY).pack, legal_form=legal_form, country=country, today=TODAY)


def error(key: str, typed: str | list[str], country: str = "DE", *, legal_form: str = "company") -> str:
    checked = check_section(form(country, legal_form), key.split(".", maxsplit=1)[0], {key: typed})
    return str(checked.errors.get(key, ""))


def test_a_right_section_takes_its_normal_form_and_keeps_what_was_typed() -> None:
    checked = check_section(form(), "business", BUSINESS)
    assert checked.errors == {}
    assert checked.values["business.address"] == "Hafenstraße 12\n20457 Hamburg"
    assert checked.values["business.email"] == "lin@example.com"
    assert checked.values["business.phone"] == "+493023125000"
    assert checked.values["business.vat_number"] == "DE136695976"
    assert checked.raw == BUSINESS


def test_every_missing_required_answer_has_a_sentence_and_no_optional_one() -> None:
    checked = check_section(form(), "business", {})
    assert set(checked.errors) == set(BUSINESS) - {"business.vat_number"}
    assert str(checked.errors["business.legal_name"]) == "Enter the legal name."


def test_an_unknown_or_foreign_key_never_gets_in() -> None:
    checked = check_section(form(), "shop", {"shop.admin": "yes", "payout.holder": "Omar", "shop.name": "Lin"})
    assert checked.values == {"shop.name": "Lin"} == checked.raw


def test_a_question_of_another_legal_form_is_neither_asked_nor_taken() -> None:
    checked = check_section(form("CN", "company"), "business", {"business.id_number": "11010519491231002X"})
    assert "business.id_number" not in checked.values | checked.errors
    assert "business.id_number" in check_section(form("CN", "individual"), "business", {}).errors


def test_a_missing_code_is_asked_for_with_a_valid_example() -> None:
    sentence = error("business.registration_number", "", "CN")
    assert sentence == "Enter the 18-character unified social credit code. For example: 91310000MA1FL2LK3K"


@pytest.mark.parametrize(
    ("key", "typed", "part"),
    [
        ("business.legal_name", "Lin 🦆 GmbH", "emoji"),
        ("business.legal_name", "L" * 4000, "120 characters at most"),
        ("business.legal_name", "\u200b\u202e ", "Enter the legal name"),
        ("business.email", "lin@", "e-mail address such as"),
        ("business.email", "lin@example.com\n<script>", "e-mail address such as"),
        ("business.phone", "12", "country code"),
        ("business.phone", "call me", "country code"),
        ("business.phone", "+49 30 23125 000 ext. 5", "country code"),
        ("business.website", "javascript:alert(1)", "https://"),
        ("business.website", "https://", "https://"),
        ("business.website", "https://localhost/", "https://"),
        ("business.website", "https://example.com:99999/", "https://"),
        ("business.website", "https://example.com@evil.example/", "https://"),
        ("business.website", "http://[::1", "https://"),
        ("business.vat_number", "DE136695978", "check digit"),
        ("business.vat_number", "ATU13585627", "belongs to AT"),
        ("business.lei", "213800KUD8LAJWSQ9D16", "check digit"),
        ("payout.account", "DE88370400440532013000", "check digit"),
        ("payout.account", "DE89", "For example: DE89 3704 0044 0532 0130 00"),
        ("shop.supply", "stolen", "from the list"),
        ("shop.categories", ["food", "moon_dust"], "from the list"),
        ("shop.categories", [], "Choose the product categories"),
        ("declaration.truthful", "no", "Confirm this"),
        ("declaration.truthful", "", "Confirm this"),
    ],
)
def test_a_wrong_answer_is_told_how_to_be_right(key: str, typed: str | list[str], part: str) -> None:
    assert part in error(key, typed)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("business.legal_name", "شركة لين للتجارة"),
        ("business.legal_name", "上海林氏贸易有限公司"),
        ("business.website", "https://bücher.example.com/läden?x=1#y"),
        ("shop.categories", "toys"),
        ("payout.account", "FR14 2004 1010 0505 0001 3M02 606"),
        ("business.phone", "\u202d+49 30 23125000\u202c"),
    ],
)
def test_an_unusual_but_right_answer_passes(key: str, typed: str) -> None:
    assert error(key, typed) == ""


def test_answers_are_found_by_key_wherever_they_lie() -> None:
    answers = Answers(
        sections={"shop": {"shop.name": "Lin", "shop.categories": ["food", "toys"]}},
        owners=[{"name": "Lin Jing"}, {"name": "Sam Roe", "share": ""}],
    )
    assert answers.all("shop.categories") == ["food", "toys"]
    assert answers.all("owners.name") == ["Lin Jing", "Sam Roe"]
    assert (answers.one("shop.name"), answers.one("shop.url"), answers.all("owners.share")) == ("Lin", "", [])


def test_saving_a_section_replaces_it_and_leaves_the_others() -> None:
    answers = Answers(sections={"shop": {"shop.name": "Old"}}, owners=[{"name": "Lin"}])
    saved = answers.with_section("business", check_section(form(), "business", BUSINESS))
    assert saved.one("shop.name") == "Old" and saved.one("business.legal_name") == "Lin Trading GmbH"
    people = check_section(form(), "owners", {"owners.0.name": "Ana"})
    assert saved.with_section("owners", people).owners == [{"name": "Ana"}]
    assert Answers.model_validate(saved.model_dump(mode="json")) == saved


@settings(deadline=None)
@given(st.sampled_from(["DE", "CN", "US", "BR"]), st.text(max_size=300))
def test_no_text_makes_the_form_stumble_and_what_passes_passes_again(country: str, typed: str) -> None:
    asked = form(country)
    for section in ("business", "shop", "payout", "declaration"):
        raw = {field.key: typed for field in asked.pack.merchant.fields if field.section == section}
        once = check_section(asked, section, raw)
        again = check_section(asked, section, once.values)
        assert again.values == once.values


@pytest.mark.parametrize(("label", "within"), [("Legal name", "legal name"), ("IBAN", "IBAN"), ("E-mail", "e-mail")])
def test_a_label_fits_into_a_sentence(label: str, within: str) -> None:
    assert small_first(label) == within
