"""Papers: taken or refused at once, kept encrypted, and served to those who may see them."""

from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest

from db import documents
from db.documents import DocumentRow
from db.engine import begin, read
from domain.accounts import Person
from domain.documents.limits import MAX_FILES
from tests import hostile, samples
from tests.cast import Browser
from tests.web.applications.drafts import add_paper, draft, sent
from vault.files import document_name
from web.services import Services

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture
def lin(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])


@pytest.fixture
def mine(services: Services, cast: dict[str, Person]) -> UUID:
    """Lin's draft."""
    return draft(services, cast["lin"])


def send(
    browser: Browser, application_id: UUID, data: bytes, *, name: str = "scan.pdf", **form: str
) -> httpx2.Response:
    """Upload a file as proof of the bank account."""
    slot = f"file-{form.get('replaces', 'bank_proof')}"
    path = f"/applications/{application_id}/documents"
    return browser.post(path, {"kind": "bank_proof", **form}, files={slot: (name, data)})


def kept(services: Services, application_id: UUID) -> list[DocumentRow]:
    """The documents in force."""
    with read(services.engine) as session:
        return list(documents.of_application(session, application_id))


def test_a_good_file_is_listed_at_once_and_lies_encrypted(lin: Browser, services: Services, mine: UUID) -> None:
    answer = send(lin, mine, samples.text_pdf())
    assert answer.status_code == 200
    assert "scan.pdf" in answer.text
    (row,) = kept(services, mine)
    assert (row.kind, row.media_type, row.pages) == ("bank_proof", "application/pdf", 1)
    assert services.vault.get(document_name(row.id), row.sealed_key) == samples.text_pdf()
    assert b"%PDF" not in (services.settings.data_dir / "files" / document_name(row.id)).read_bytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (samples.text_pdf()[:900], "cut short"),
        (hostile.encrypted_pdf(), "locked with a password"),
        (samples.text_pdf(("page",), 21), "more than 20 pages"),
        (HTML, "web page (HTML)"),
        (SVG, "SVG drawing"),
        (hostile.zip_behind_pdf(), "ZIP archive"),
        (hostile.png_bomb(), "megapixels"),
        (b"x" * 10_500_000, "larger than 10 MB"),
    ],
    ids=["empty", "truncated", "encrypted", "long", "html", "svg", "polyglot", "bomb", "large"],
)
def test_an_unfit_file_is_refused_beside_its_input(
    lin: Browser, services: Services, mine: UUID, data: bytes, words: str
) -> None:
    answer = send(lin, mine, data)
    assert answer.status_code == 422
    beside = answer.text.split('id="file-bank_proof-error"')[1].split("</div>")[0]
    assert words in beside
    assert '<a href="#file-bank_proof">' in answer.text
    assert kept(services, mine) == []


def test_a_form_without_a_file_asks_for_one(lin: Browser, mine: UUID) -> None:
    answer = lin.post(f"/applications/{mine}/documents", {"kind": "bank_proof"})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_the_name_does_not_decide_the_type(lin: Browser, services: Services, mine: UUID) -> None:
    send(lin, mine, samples.png(), name="really.pdf")
    assert kept(services, mine)[0].media_type == "image/png"


def test_the_same_file_twice_is_refused(lin: Browser, services: Services, mine: UUID) -> None:
    send(lin, mine, samples.text_pdf())
    answer = send(lin, mine, samples.text_pdf(), name="other name.pdf")
    assert answer.status_code == 422
    assert "already uploaded exactly this file" in answer.text
    assert len(kept(services, mine)) == 1


def test_a_file_too_many_is_refused(lin: Browser, services: Services, mine: UUID) -> None:
    with begin(services.engine) as session:
        for number in range(MAX_FILES):
            row = DocumentRow(
                id=services.ids(),
                application_id=mine,
                kind="bank_proof",
                filename="x.pdf",
                media_type="application/pdf",
                size=1,
                pages=1,
                sha256=str(number),
                sealed_key="",
                uploaded_at=services.now(),
            )
            session.add(row)
    answer = send(lin, mine, samples.text_pdf())
    assert answer.status_code == 422
    assert "can hold 25 files" in answer.text


def test_a_replaced_file_gives_way_and_its_row_stays(lin: Browser, services: Services, mine: UUID) -> None:
    old = add_paper(services, mine, "bank_proof")
    send(lin, mine, samples.scanned_pdf(), name="new.pdf", replaces=str(old))
    assert [row.filename for row in kept(services, mine)] == ["new.pdf"]
    with read(services.engine) as session:
        assert session.get_one(DocumentRow, old).removed_at is not None


def test_a_removed_file_is_gone_for_good_from_every_page(lin: Browser, services: Services, mine: UUID) -> None:
    paper = add_paper(services, mine, "bank_proof")
    assert "The file was removed" in lin.post(f"/documents/{paper}/remove").text
    assert kept(services, mine) == []
    assert lin.get(f"/documents/{paper}/original").status_code == 404


def test_a_paper_nobody_asks_for_is_not_taken(lin: Browser, services: Services, mine: UUID) -> None:
    path = f"/applications/{mine}/documents"
    answer = lin.post(path, {"kind": "diary"}, files={"file-diary": ("x.pdf", samples.text_pdf())})
    assert answer.status_code == 404
    assert kept(services, mine) == []


def test_after_sending_papers_stay_as_they_are(lin: Browser, services: Services, cast: dict[str, Person]) -> None:
    application_id = sent(services, cast["lin"])
    before = [row.id for row in kept(services, application_id)]
    assert send(lin, application_id, samples.scanned_pdf()).status_code == 409
    assert lin.post(f"/documents/{before[0]}/remove").status_code == 409
    assert [row.id for row in kept(services, application_id)] == before


def test_nobody_removes_what_belongs_to_somebody_else(
    browse: Callable[[], Browser], services: Services, cast: dict[str, Person], mine: UUID
) -> None:
    paper = add_paper(services, mine, "bank_proof")
    assert browse().sign_in(cast["omar"]).post(f"/documents/{paper}/remove").status_code == 404
    assert len(kept(services, mine)) == 1
