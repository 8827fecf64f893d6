"""What the packs of five countries ask of an anchor: age and consent on the day, licences, permits, documents."""

from datetime import date

import pytest

from db.policy.library import PackLibrary
from domain.applications.answers import check_section
from domain.applications.facts import age_on, circumstances
from domain.applications.form import Form
from domain.applications.kept_answers import Answers
from domain.applications.requirements import RequirementState, documents_asked, requirements

TODAY = date(2026, 11, 24)
COUNTRIES = ("CN", "DE", "US", "VN", "AE")
LICENCES = {"medical", "finance", "legal", "education"}


def form(library: PackLibrary, country: str, answers: Answers, *, today: date = TODAY) -> Form:
    pack = library.stack_for(country, TODAY).pack
    facts = frozenset(circumstances(pack.anchor, answers, today))
    return Form(pack=pack, trade="anchor", legal_form="person", country=country, today=today, facts=facts)


def born(day: str) -> Answers:
    return Answers(sections={"identity": {"identity.birth_date": day}})


def works(**answers: str | list[str]) -> Answers:
    return Answers(sections={"work": {f"work.{key}": value for key, value in answers.items()}})


def papers(library: PackLibrary, country: str, answers: Answers) -> set[str]:
    return {rule.key for rule in documents_asked(form(library, country, answers), answers)}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    ("day", "age"),
    [("2010-11-25", 15), ("2010-11-24", 16), ("2009-11-24", 17), ("2008-11-25", 17), ("2008-11-24", 18)],
)
def test_the_age_on_the_day_decides(library: PackLibrary, country: str, day: str, age: int) -> None:
    asked = form(library, country, born(day))
    allowed = age >= (18 if country == "AE" else 16)
    refused = check_section(asked, "identity", {"identity.birth_date": day}).errors.get("identity.birth_date", "")
    assert ("years old" in str(refused)) == (not allowed)
    assert ("minor" in asked.facts) == (age < 18)
    assert ("guardian_consent" in papers(library, country, born(day))) == (age < 18)
    due = {each.key for each in requirements(asked, born(day), {}) if each.state == RequirementState.DUE}
    assert ({"guardian.name", "guardian.relation", "guardian.phone", "guardian.consent"} <= due) == (age < 18)


@pytest.mark.parametrize(
    ("born_on", "today", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 11, 24), date(2026, 11, 23), 17),
    ],
)
def test_a_year_is_full_on_the_birthday(born_on: date, today: date, age: int) -> None:
    assert age_on(born_on, today) == age


@pytest.mark.parametrize("country", COUNTRIES)
def test_an_identity_document_is_read_by_its_zone_and_has_not_expired(library: PackLibrary, country: str) -> None:
    (rule,) = [each for each in form(library, country, Answers()).asks.documents if each.key == "identity_document"]
    assert rule.required and rule.mrz and rule.expires and "identity.document_number" in rule.must_show


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("topic", sorted(LICENCES))
def test_an_expert_topic_takes_a_licence_that_has_not_expired(library: PackLibrary, country: str, topic: str) -> None:
    answers = works(topics=[topic])
    assert papers(library, country, answers) & {f"licence_{each}" for each in LICENCES} == {f"licence_{topic}"}
    rules = form(library, country, answers).asks.documents
    assert [each.expires for each in rules if each.key == f"licence_{topic}"] == [True]
    assert "licensed_topic" in circumstances(library.stack_for(country, TODAY).pack.anchor, answers, TODAY)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("promotes", ["own", "others"])
def test_only_the_emirates_ask_who_advertises_for_others_for_a_permit(
    library: PackLibrary, country: str, promotes: str
) -> None:
    answers = works(promotes=promotes)
    wanted = country == "AE" and promotes == "others"
    assert ("advertiser_permit" in papers(library, country, answers)) == wanted
    listed = {each.key for each in requirements(form(library, country, answers), answers, {})}
    assert ("work.permit" in listed) == wanted


@pytest.mark.parametrize(("country", "key"), [("CN", "identity.local_name"), ("VN", "conduct.refuses")])
def test_what_one_country_alone_requires(library: PackLibrary, country: str, key: str) -> None:
    due = {
        each: [
            one.key
            for one in requirements(form(library, each, Answers()), Answers(), {})
            if one.key == key and one.state == RequirementState.DUE
        ]
        for each in COUNTRIES
    }
    assert {each for each, found in due.items() if found} == {country}


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_ladder_and_the_levels_are_there_in_every_country(library: PackLibrary, country: str) -> None:
    anchor = library.stack_for(country, TODAY).pack.anchor
    assert [each.total_seconds() / 3600 for each in anchor.exam.cooldowns] == [24, 7 * 24, 30 * 24]
    assert (anchor.exam.attempts, anchor.exam.period.days, anchor.practical.tries) == (3, 30, 2)
    assert [(each.key, each.exam_from, each.practical_from) for each in anchor.levels] == [
        ("L1", 80, 60),
        ("L2", 85, 75),
        ("L3", 90, 85),
    ]
