"""Uploaded files, served: to whom, how safely, and noted in the audit trail."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import select

from db import documents
from db.audit import AuditRow
from db.documents import DocumentRow, PageRow
from db.engine import begin, read
from domain.accounts import Person
from tests import samples
from tests.cast import Browser
from tests.web.applications.drafts import add_paper, draft, sent
from vault.files import page_name
from web.services import Services


def kept(services: Services, application_id: UUID) -> list[DocumentRow]:
    """The documents in force."""
    with read(services.engine) as session:
        return list(documents.of_application(session, application_id))


def test_a_download_cannot_run_anything(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person]
) -> None:
    paper = add_paper(services, draft(services, cast["lin"]), "bank_proof", filename="a;b 名.pdf")
    answer = browse().sign_in(cast["lin"]).get(f"/documents/{paper}/original")
    assert answer.content == samples.text_pdf(("bank_proof",))
    assert answer.headers["content-type"] == "application/pdf"
    shown = answer.headers["content-disposition"]
    assert shown == "attachment; filename=\"a_b _.pdf\"; filename*=UTF-8''a%3Bb%20%E5%90%8D.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("lin", (200, 200)),
        ("rita", (404, 200)),
        ("sam", (404, 200)),
        ("iris", (404, 200)),
        ("ada", (404, 404)),
        ("omar", (404, 404)),
    ],
)
def test_only_the_owner_and_after_sending_readers_of_cases_see_a_file(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person], who: str, statuses: tuple[int, int]
) -> None:
    browser = browse().sign_in(cast[who])
    early, late = draft(services, cast["lin"]), sent(services, cast["lin"])
    paper = add_paper(services, early, "bank_proof")
    answers = [browser.get(f"/documents/{each}/original") for each in (paper, kept(services, late)[0].id)]
    assert tuple(answer.status_code for answer in answers) == statuses


def test_reading_pages_is_noted_once_a_day_and_reading_the_file_every_time(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person]
) -> None:
    application_id = sent(services, cast["lin"])
    paper = kept(services, application_id)[0].id
    name = page_name(paper, 1)
    with begin(services.engine) as session:
        sealed_key = services.vault.put(name, b"a picture")
        session.add(PageRow(document_id=paper, number=1, media_type="image/webp", name=name, sealed_key=sealed_key))
    rita = browse().sign_in(cast["rita"])
    for _ in range(2):
        assert rita.get(f"/documents/{paper}/pages/1").content == b"a picture"
        rita.get(f"/documents/{paper}/original")
    assert rita.get(f"/documents/{paper}/pages/2").status_code == 404
    with read(services.engine) as session:
        noted = session.exec(select(AuditRow).where(AuditRow.kind == "document.read")).all()
    assert sorted(row.facts["part"] for row in noted) == ["original", "original", "pages"]
    assert {(row.actor, row.subject) for row in noted} == {(cast["rita"].id, str(application_id))}
