"""The public registry: what a number is worth, and the certificate's download."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain.accounts import Person
from domain.credentials.standing import Standing, make_number
from tests.cast import Browser
from tests.granting import certify, grant
from web.services import Services

Browse = Callable[[], Browser]


def test_a_valid_certificate_shows_every_certified_field(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"])
    certify(services, row)
    answer = browse().get(f"/verify/{row.number}")
    assert answer.status_code == 200
    assert "<h1>Valid</h1>" in answer.text
    assert "Lanterna Süd &amp; Söhne" in answer.text
    shown = [row.number, "Limited company", "Germany", "Cosmetics and Toys", "Demo Market", f"/verify/{row.number}"]
    dates = [f"{day.day} {day:%B %Y}" for day in (row.issued_on, row.valid_from, row.valid_until)]
    assert [text for text in shown + dates if text not in answer.text] == []


@pytest.mark.parametrize(
    ("granted", "title"),
    [
        ((Standing.VALID, 0), "Valid"),
        ((Standing.VALID, -1), "Expired"),
        ((Standing.SUSPENDED, 300), "Suspended"),
        ((Standing.REVOKED, 300), "Revoked"),
        ((Standing.REVOKED, -1), "Revoked"),
    ],
)
def test_the_answer_is_what_the_certificate_is_worth_today(
    granted: tuple[Standing, int], title: str, services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"], granted[0], days=granted[1])
    certify(services, row)
    html = browse().get(f"/verify/{row.number}").text
    assert f"<h1>{title}</h1>" in html
    assert ("Two buyers received &lt;counterfeit&gt; goods." in html) == (granted[0] != Standing.VALID)


@pytest.mark.parametrize(
    "typed", ["https://market.example/verify/{}", " market.example/verify/{}/ ", "{}?from=code", "{}"]
)
def test_the_address_behind_the_code_is_a_number_too(
    typed: str, services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"])
    answer = browse().get("/verify", params={"number": typed.format(row.number)}, follow_redirects=False)
    assert answer.headers["location"] == f"/verify/{row.number}"


def test_a_certificate_that_is_being_made_says_so_and_no_more(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"], Standing.PENDING)
    html = browse().get(f"/verify/{row.number}").text
    assert "<h1>Being made</h1>" in html
    assert "Lanterna" not in html


def test_an_unknown_number_and_a_typing_error_are_told_apart(services: Services, browse: Browse) -> None:
    number = make_number("M", 2026, UUID(int=7))
    unknown = browse().get(f"/verify/{number}")
    assert (unknown.status_code, "No such certificate" in unknown.text) == (404, True)
    mistyped = browse().get(f"/verify/{number[:-1]}{'0' if number[-1] != '0' else '1'}")
    assert (mistyped.status_code, "A typing error" in mistyped.text) == (404, True)


def test_a_number_may_be_typed_carelessly(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    row = grant(services, cast["lin"])
    certify(services, row)
    typed = f" {row.number.lower().replace('-', ' ')} "
    assert str(browse().get("/verify", params={"number": typed}).url) == f"http://testserver/verify/{row.number}"
    wrong = browse().get("/verify", params={"number": "<script>"})
    assert wrong.status_code == 422
    assert '<script>"' not in wrong.text
    assert "&lt;script&gt;" in wrong.text


@pytest.mark.parametrize(("who", "status"), [("lin", 200), ("rita", 200), ("iris", 200), ("omar", 404), ("ada", 404)])
def test_the_certificate_goes_to_its_holder_and_to_who_reads_cases(
    who: str, status: int, services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    row = grant(services, cast["lin"])
    data = certify(services, row)
    answer = browse().sign_in(cast[who]).get(f"/credentials/{row.id}/certificate.pdf")
    assert answer.status_code == status
    if status == 200:
        assert answer.content == data
        assert answer.headers["content-type"] == "application/pdf"
        assert f"{row.number}.pdf" in answer.headers["content-disposition"]


def test_the_front_door_opens_for_everybody(cast: dict[str, Person], browse: Browse) -> None:
    assert "Apply" in browse().get("/").text
    assert 'href="/review"' in browse().sign_in(cast["rita"]).get("/").text
