"""Lin names the people behind the business: one entry each, a sentence at the person who is wrong."""

from datetime import date

import pytest

from db.policy.library import load_packs
from domain.applications.answers import check_section
from domain.applications.form import Form
from settings import ROOT

SHELF = load_packs(ROOT / "policies")
TODAY = date(2026, 11, 23)
LIN = {
    "owners.0.name": "Lin Jing",
    "owners.0.birth_date": "1990-03-27",
    "owners.0.nationality": "cn",
    "owners.0.role": "owner",
    "owners.0.share": "60 %",
}


def form(country: str = "DE", legal_form: str = "company") -> Form:
    return Form(pack=SHELF.stack_for(country, TODAY).pack, legal_form=legal_form, country=country, today=TODAY)


def test_owners_are_entries_in_the_order_they_were_typed() -> None:
    raw = LIN | {"owners.7.name": "Sam Roe", "owners.7.birth_date": "1985-01-01", "owners.3.name": "  "}
    raw |= {"owners.7.nationality": "DE", "owners.7.role": "director"}
    checked = check_section(form(), "owners", raw)
    assert checked.errors == {}
    assert [owner["name"] for owner in checked.owners] == ["Lin Jing", "Sam Roe"]
    assert checked.owners[0] == {
        "name": "Lin Jing",
        "birth_date": "1990-03-27",
        "nationality": "CN",
        "role": "owner",
        "share": "60",
    }


def test_at_least_one_person_is_named() -> None:
    assert "at least one person" in str(check_section(form(), "owners", {}).errors["owners.0.name"])
    assert "at least one person" in str(check_section(form(), "owners", {"owners.2.name": " "}).errors["owners.0.name"])


@pytest.mark.parametrize(
    ("born", "part"),
    [
        ("2026-11-24", "in the past"),
        ("2026-11-23", "in the past"),
        ("1890-01-01", "in the past"),
        ("2008-11-24", "at least 18"),
        ("2025-02-29", "real date"),
        ("27.03.1990", "real date"),
        ("1990-W13-2", "real date"),
        ("1990-03-27T00:00", "real date"),
        ("０9９０-03-27", "real date"),
    ],
)
def test_an_impossible_birth_date_stands_at_its_own_person(born: str, part: str) -> None:
    raw = LIN | {"owners.1.name": "Ana", "owners.1.birth_date": born}
    errors = check_section(form(), "owners", raw).errors
    assert part in str(errors["owners.1.birth_date"]) and "owners.0.birth_date" not in errors


def test_somebody_who_turns_eighteen_today_is_of_age() -> None:
    assert check_section(form(), "owners", LIN | {"owners.0.birth_date": "2008-11-23"}).errors == {}


@pytest.mark.parametrize("share", ["0", "-5", "100.01", "many", "NaN", "Infinity", "33.333", "1e1000000"])
def test_a_share_is_a_number_up_to_a_hundred(share: str) -> None:
    assert "owners.0.share" in check_section(form(), "owners", LIN | {"owners.0.share": share}).errors


def test_shares_above_a_hundred_together_stand_at_the_last_of_them() -> None:
    second = {key.replace(".0.", ".1."): value for key, value in LIN.items()}
    third = {"owners.2.name": "Sam"}
    raw = LIN | second | third
    assert "more than 100" in str(check_section(form(), "owners", raw).errors["owners.1.share"])
    assert "owners.1.share" not in check_section(form(), "owners", raw | {"owners.1.share": "40,0"}).errors


def test_an_owner_without_a_share_is_asked_for_it() -> None:
    assert "Enter the share" in str(
        check_section(form(), "owners", LIN | {"owners.0.share": ""}).errors["owners.0.share"]
    )


def test_a_thousand_people_are_too_many_and_cost_nothing() -> None:
    raw = {f"owners.{number}.name": "Lin" for number in range(1000)}
    checked = check_section(form(), "owners", raw)
    assert "50 people at most" in str(checked.errors["owners.999.name"]) and len(checked.owners) == 50


@pytest.mark.parametrize("key", ["owners.-1.name", "owners.x.name", "owners.99999.name", "owners..name", "owners.²"])
def test_a_strange_index_is_no_entry(key: str) -> None:
    assert check_section(form(), "owners", {key: "Lin"}).owners == []
