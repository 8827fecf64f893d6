"""An anchor applies: what is asked of whom, by the pack of the country."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from db.applications import ApplicationRow
from db.engine import begin
from domain.accounts import Person
from domain.applications.facts import circumstances
from domain.applications.kept_answers import Answers
from domain.applications.requirements import documents_asked
from tests.cast import Browser, hidden
from tests.drafts import rows
from tests.samples import png, text_pdf
from web.applications.draft import form_of, look
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]
IDENTITY = {
    "identity.latin_name": "Ana Duarte",
    "identity.local_name": "安娜",
    "identity.birth_date": "1996-05-14",
    "identity.nationality": "CN",
    "identity.document_number": "E12345678",
    "identity.email": "ana@example.com",
    "identity.phone": "+44 20 7946 0018",
}
YOUNG = "2010-01-05"


def started(services: Services, browser: Browser, country: str = "CN") -> UUID:
    """A draft that was begun on the page."""
    draft_id = hidden(browser.get(f"/applications/new?trade=anchor&country={country}").text, "draft_id")
    form = {"trade": "anchor", "country": country, "legal_form": "person", "draft_id": draft_id}
    assert browser.post("/applications/new", form).status_code == 200
    assert [row.kind for row in rows(services, ApplicationRow)] == ["anchor"]
    return UUID(draft_id)


def saved(browser: Browser, application: UUID, section: str, **answers: Any) -> str:
    path = f"/applications/{application}/{section}"
    seen = hidden(browser.get(path).text, "seen")
    return str(browser.post(path, answers | {"do": "continue", "seen": seen}).url)


def papers(services: Services, application: UUID) -> set[str]:
    with begin(services.engine) as session:
        row = session.get_one(ApplicationRow, application)
        return {rule.key for rule in documents_asked(form_of(services, row), row.form)}


def steps(services: Services, application: UUID) -> list[str]:
    with begin(services.engine) as session:
        draft = look(services, session, session.get_one(ApplicationRow, application))
    return [step.key for step in draft.steps]


def test_an_adult_is_asked_no_guardian(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    assert saved(ana, application, "identity", **IDENTITY).endswith("/work")
    assert steps(services, application) == ["identity", "work", "documents", "training", "conduct"]
    assert papers(services, application) == {"identity_document", "portrait"}


def test_a_minor_of_16_needs_a_guardians_consent_in_china(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    assert saved(ana, application, "identity", **IDENTITY | {"identity.birth_date": YOUNG}).endswith("/guardian")
    assert "guardian" in steps(services, application) and "guardian_consent" in papers(services, application)
    sent = ana.post(f"/applications/{application}/submit", {"command": str(services.ids())})
    assert sent.status_code == 422 and "parent or guardian" in sent.text


def test_a_child_is_refused_beside_the_date(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    saved(ana, application, "identity", **IDENTITY | {"identity.birth_date": "2012-01-05"})
    assert "at least 16 years old" in ana.get(f"/applications/{application}/identity?check=yes").text


@pytest.mark.parametrize("topic", ["medical", "finance", "legal", "education"])
def test_an_expert_topic_takes_its_licence(services: Services, browse: Browse, cast: Cast, topic: str) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    work = {"work.categories": ["health_food"], "work.topics": [topic], "work.promotes": "own"}
    saved(ana, application, "work", **work)
    assert f"licence_{topic}" in papers(services, application)


def test_own_products_need_no_permit_in_the_emirates(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana, "AE")
    saved(ana, application, "work", **{"work.categories": ["food"], "work.promotes": "own"})
    assert "advertiser_permit" not in papers(services, application)
    saved(ana, application, "work", **{"work.categories": ["food"], "work.promotes": "others"})
    assert "advertiser_permit" in papers(services, application)


def test_a_new_text_has_to_be_agreed_to_anew(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    saved(ana, application, "training", **{"training.provider": "Academy", "training.attested": "yes"})
    with begin(services.engine) as session:
        row = session.get_one(ApplicationRow, application)
        kept = row.form.one("training.attested")
        assert kept.startswith("2026-11:") and len(kept) == len("2026-11:") + 64
        assert not [each for each in look(services, session, row).due if each.section == "training"]
        row.answers = row.answers | {"sections": {"training": {"training.attested": "2025-01:" + "0" * 64}}}
        assert [each.key for each in look(services, session, row).due if each.key == "training.attested"]


def test_a_portrait_is_a_photograph(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    path, pdf = f"/applications/{application}/documents", text_pdf(("A portrait",))
    refused = ana.post(path, {"kind": "portrait"}, files={"file-portrait": ("me.pdf", pdf, "application/pdf")})
    assert refused.status_code == 422 and "Upload a photograph" in refused.text
    taken = ana.post(path, {"kind": "portrait"}, files={"file-portrait": ("me.png", png(), "image/png")})
    assert taken.status_code == 200


def test_circumstances_survive_a_wrong_date(services: Services) -> None:
    policy = services.library.stack_for("CN", services.today()).pack.anchor
    answers = Answers(sections={"identity": {"identity.birth_date": "31 May"}})
    assert circumstances(policy, answers, services.today()) == set()


def test_a_step_of_the_other_trade_is_not_there(services: Services, browse: Browse, cast: Cast) -> None:
    ana = browse().sign_in(cast["ana"])
    application = started(services, ana)
    assert ana.post(f"/applications/{application}/payout", {"do": "continue"}).status_code == 404
