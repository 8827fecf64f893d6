"""One list says what is due; it decides what the task list shows and whether Lin may submit."""

from datetime import date

import pytest

from db.policy.library import load_packs
from domain.applications.answers import check_section
from domain.applications.form import Form
from domain.applications.kept_answers import Answers
from domain.applications.requirements import RequirementState, StillDue, admit_submission, due, facts, requirements
from settings import ROOT

SHELF = load_packs(ROOT / "policies")
TODAY = date(2026, 11, 23)
PAPERS = {"registration_proof": 1, "identity_document": 2, "bank_proof": 1}
CHINESE = {
    "business.legal_name": "上海林氏贸易有限公司",
    "business.registration_number": "91310000MA1FL2LK3K",
    "business.address": "上海市南京路1号",
    "business.email": "lin@example.com",
    "business.phone": "021 5555 0100",
    "shop.name": "Lin",
    "shop.categories": "apparel",
    "shop.supply": "maker",
    "payout.holder": "上海林氏贸易有限公司",
    "payout.bank": "中国银行上海分行",
    "payout.account": "6200000000000005",
    "declaration.signatory": "林静",
    "declaration.authorised": "yes",
    "declaration.truthful": "yes",
    "declaration.goods": "yes",
    "declaration.terms": "yes",
    "declaration.licence_shown": "yes",
    "owners.0.name": "林静",
    "owners.0.birth_date": "1990-03-27",
    "owners.0.nationality": "CN",
    "owners.0.role": "owner",
    "owners.0.share": "100",
}


def form(country: str = "CN", legal_form: str = "company") -> Form:
    return Form(pack=SHELF.stack_for(country, TODAY).pack, legal_form=legal_form, country=country, today=TODAY)


def filled(change: dict[str, str | list[str]] | None = None) -> Answers:
    answers = Answers()
    for section in ("business", "owners", "shop", "payout", "declaration"):
        answers = answers.with_section(section, check_section(form(), section, CHINESE | (change or {})))
    return answers


def keys_due(answers: Answers, papers: dict[str, int] = PAPERS) -> list[str]:
    return [each.key for each in due(requirements(form(), answers, papers))]


def test_an_empty_application_shows_everything_that_is_due() -> None:
    listed = requirements(form(), Answers(), {})
    assert {each.section for each in listed} == {"business", "owners", "shop", "payout", "declaration", "documents"}
    assert not any(each.state == RequirementState.DONE for each in listed)
    assert {"business.registration_number", "owners.0.name", "bank_proof"} <= {each.key for each in due(listed)}


def test_a_complete_application_may_be_submitted() -> None:
    assert keys_due(filled()) == []
    admit_submission(requirements(form(), filled(), PAPERS))


def test_an_incomplete_one_is_refused_and_told_what_is_due() -> None:
    with pytest.raises(StillDue, match=r"please add: .*Shop name and Proof of the bank account"):
        admit_submission(requirements(form(), filled({"shop.name": ""}), PAPERS | {"bank_proof": 0}))


def test_a_category_brings_its_papers() -> None:
    assert keys_due(filled({"shop.categories": ["apparel", "food"]})) == ["food_licence"]
    assert keys_due(filled({"shop.categories": "farm_produce"})) == []
    assert keys_due(filled({"shop.categories": "medical_devices_3"})) == ["device_licence", "device_registration"]


def test_a_recalled_paper_is_optional() -> None:
    listed = requirements(form(), filled({"shop.categories": "books"}), PAPERS)
    assert {each.key: each.state for each in listed}["publication_licence"] == RequirementState.OPTIONAL
    admit_submission(listed)


def test_an_incomplete_person_is_due_under_their_number() -> None:
    assert keys_due(filled({"owners.1.name": "Sam"})) == [
        "owners.1.birth_date",
        "owners.1.nationality",
        "owners.1.role",
    ]


def test_an_answer_that_no_longer_passes_is_due_again() -> None:
    answers = filled()
    answers.sections["payout"]["payout.account"] = "6200000000000006"
    answers.owners.append(answers.owners[0])
    assert keys_due(answers) == ["owners.1.share", "payout.account"]


def test_every_requirement_says_why_by_a_rule_of_the_pack() -> None:
    rules = {rule.id for rule in form().pack.rules}
    assert all(each.why in rules for each in requirements(form(), filled(), PAPERS))


def test_facts_name_country_form_and_categories() -> None:
    assert facts(form(), filled({"shop.categories": ["food", "toys"]})) == {
        "country:CN",
        "legal_form:company",
        "category:food",
        "category:toys",
    }


@pytest.mark.parametrize(("share", "hidden"), [("100", False), ("75.01", False), ("75", True), ("30", True)])
def test_a_quarter_unaccounted_for_is_a_fact(share: str, hidden: bool) -> None:
    assert ("ownership:incomplete" in facts(form(), filled({"owners.0.share": share}))) == hidden


def test_a_sole_trader_needs_no_shares() -> None:
    assert "ownership:incomplete" not in facts(form(legal_form="sole_trader"), filled({"owners.0.share": ""}))


def test_an_account_of_somebody_else_is_a_fact_and_one_of_an_owner_is_not() -> None:
    assert "payout:other_holder" in facts(form(), filled({"payout.holder": "Omar"}))
    assert "payout:other_holder" not in facts(form(), filled({"payout.holder": "林静"}))


def test_an_account_abroad_is_a_fact_not_a_refusal() -> None:
    answers = Answers(sections={"payout": {"payout.account": "FR1420041010050500013M02606"}})
    assert "payout:foreign_account" in facts(form("DE"), answers)
    assert "payout:foreign_account" not in facts(form("FR"), answers)


def test_a_country_without_a_pack_is_a_fact() -> None:
    assert "country:without_pack" in facts(form("BR"), Answers())
    assert "country:without_pack" not in facts(form("GR"), Answers())
