"""A PDF that somebody shows the public registry."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.accounts import Person
from domain.credentials.standing import Standing, make_number
from tests import samples
from tests.cast import Browser
from tests.granting import certify, grant, paper
from web.credentials.shown_pdf import LARGEST, claimed_number
from web.services import Services

Browse = Callable[[], Browser]


def show(browser: Browser, data: bytes, name: str = "certificate.pdf") -> str:
    return browser.post("/verify/file", files={"file": (name, data, "application/pdf")}).text


def test_the_file_we_issued_is_recognised(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    html = show(browse(), certify(services, grant(services, cast["lin"])))
    assert "<h1>Valid</h1>" in html
    assert "exactly the one we issued" in html


def test_a_genuine_file_of_a_revoked_certificate_is_revoked(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    html = show(browse(), certify(services, grant(services, cast["lin"], Standing.REVOKED)))
    assert "<h1>Revoked</h1>" in html


def test_an_older_edition_is_told_to_be_replaced(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    row = grant(services, cast["lin"])
    first = certify(services, row, 1)
    certify(services, row, 2)
    assert "a newer one has replaced it" in show(browse(), first)


def test_one_changed_byte_makes_it_not_our_file_and_shows_what_was_certified(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"])
    html = show(browse(), certify(services, row) + b" ")
    assert "<h1>Not the file we issued</h1>" in html
    assert "<h1>Valid</h1>" not in html
    assert "Lanterna Süd &amp; Söhne" in html


def test_a_changed_file_of_a_revoked_certificate_also_tells_of_the_revocation(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    html = show(browse(), certify(services, grant(services, cast["lin"], Standing.REVOKED)) + b" ")
    assert "<h1>Not the file we issued</h1>" in html
    assert "Two buyers received" in html


def test_the_number_is_found_in_the_attachment_the_title_and_the_text() -> None:
    number = make_number("M", 2026, UUID(int=9))
    assert claimed_number(paper(number)) == number
    assert claimed_number(paper("", attached=f'{{"number": "{number}"}}')) == number
    assert claimed_number(samples.text_pdf((f"Certificate {number}",))) == number
    assert claimed_number(samples.text_pdf(("GR-M-2026-AAAAA-AAAAA-A",))) is None


def test_a_strange_or_broken_file_is_unknown_and_breaks_nothing(services: Services, browse: Browse) -> None:
    browser = browse()
    for data in (b"%PDF-1.7\nrubbish", samples.text_pdf(("hello",)), b"%PDF-1.7" + bytes(1000)):
        assert "<h1>Not one of ours</h1>" in show(browser, data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose the PDF file"),
        (b"<html>", "not a PDF file"),
        (b"%PDF-" + bytes(LARGEST), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_a_certificate_is_refused_with_the_remedy(data: bytes, sentence: str, browse: Browse) -> None:
    answer = browse().post("/verify/file", files={"file": ("x.pdf", data, "application/pdf")})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_no_file_at_all_is_asked_for_again(browse: Browse) -> None:
    assert browse().post("/verify/file").status_code == 422
    assert str(browse().get("/verify/file").url).endswith("/verify")


def test_the_certificate_asks_a_stranger_to_sign_in(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"])
    certify(services, row)
    answer = browse().get(f"/credentials/{row.id}/certificate.pdf", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?")
