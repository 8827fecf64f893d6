"""Hostile and wrong files at the door: told in a sentence, nothing kept, what was typed stays."""

import io
import zipfile
from collections.abc import Callable
from html import unescape

import pytest

from db.exchange import ImportRow
from domain.accounts import Person
from domain.exchange.common import DEEPEST
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exchange.files import AIKEN, GIFT, MOODLE, send
from web.services import Services

BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><quiz><question type="essay"><name>&c;</name></question></quiz>"""
OUTSIDE = b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz></quiz>'
DEEP = b"<quiz>" + b"<a>" * DEEPEST + b"</a>" * DEEPEST + b"</quiz>"


def zip_bomb() -> bytes:
    """A package of a few kilobytes that unpacks to sixty megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.xml", b" " * 20_000_000)
    return packed.getvalue()


MANY = (AIKEN + b"\n") * 501


@pytest.fixture
def eli(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Eli's browser; he keeps the bank."""
    return browse().sign_in(cast["eli"])


@pytest.mark.parametrize(
    ("data", "named", "words"),
    [
        (b"", "", "The file is empty"),
        (BOMB, "", "declares a DTD or entities"),
        (OUTSIDE, "", "declares a DTD or entities"),
        (DEEP, "", "nests more than 100 elements"),
        (b"<quiz><question", "", "The XML is broken at line 1"),
        (b"<html><body>x</body></html>", "", "begins with <html>"),
        (bytes(range(256)) * 50, "", "not in UTF-8"),
        (b"PK\x03\x04" + bytes(range(256)), "", "package"),
        (zip_bomb(), "", "unpacks to far more than it should"),
        (b"\n" * 1_900_000, "", "The file is empty"),
        (b" \n" * 900_000 + b"x", "", "No question was found"),
        (b"\x00" * 5000, "gift", "zero bytes"),
        (b"just some prose", "", "No question was found"),
        (b"<quiz></quiz>", "", "holds no questions"),
        (b"x{=a ~b}\n\n" * 300_000, "", "larger than 2,000,000 bytes"),
        (b"x" * 10_000_001, "", "larger than 10 MB"),
        (MANY, "", "It holds 501 items; 500 can come in at once"),
        (AIKEN, "moodle", "It looks like Aiken"),
        (MOODLE, "gift", "It looks like Moodle XML"),
        (GIFT, "moodle", "It looks like GIFT"),
        (GIFT, "parchment", "Choose a format from the list"),
    ],
    ids=lambda each: "" if isinstance(each, bytes) else each or "?",
)
def test_a_file_that_cannot_be_read_is_told_and_not_kept(
    eli: Browser, services: Services, data: bytes, named: str, words: str
) -> None:
    answer = send(eli, data, format=named, basis="Article 6a, as typed")
    assert answer.status_code == 422
    told = unescape(answer.text)
    assert words in told
    assert 'href="#file"' in told or 'href="#format"' in told
    assert 'value="Article 6a, as typed"' in told
    assert not rows(services, ImportRow)


def test_more_than_any_form_may_hold_is_refused_before_it_is_read(eli: Browser, services: Services) -> None:
    assert send(eli, b"x" * 11_500_000).status_code == 413
    assert not rows(services, ImportRow)


def test_a_form_without_a_file_asks_for_one(eli: Browser) -> None:
    answer = eli.post("/items/exchange", {"format": "", "basis": "Typed before"})
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text and 'value="Typed before"' in answer.text


def test_wrong_terms_are_told_beside_their_fields(eli: Browser, services: Services) -> None:
    wrong = {"area": "cellar", "category": "arms", "countries": "DE Narnia", "language": "english please"}
    ground = {"reference": "law", "basis": " ", "checked_on": "2999-01-01", "difficulty": "cruel"}
    answer = send(eli, GIFT, **wrong, **ground)
    assert answer.status_code == 422 and not rows(services, ImportRow)
    for name in (*wrong, "basis", "checked_on", "difficulty"):
        assert f'href="#{name}"' in answer.text
    assert "“NARNIA” is no country code" in answer.text and 'value="DE Narnia"' in answer.text


def test_an_area_by_category_asks_for_the_category(eli: Browser) -> None:
    assert "belong to a product category" in send(eli, GIFT, area="category", category="").text


def test_a_file_of_which_nothing_can_come_in_says_why(eli: Browser) -> None:
    answer = send(eli, b"Describe your best stream. {}\n")
    assert answer.status_code == 200
    assert "Nothing of this file can come in" in answer.text and "Describe your best stream" in answer.text
    assert 'name="take"' not in answer.text


def test_markup_in_names_and_files_stays_text(eli: Browser) -> None:
    answer = send(eli, b"::<img src=x onerror=alert(1)>::Which?{=<b onclick=x>a</b> ~b}", "<img src=x>.txt")
    assert "<img" not in answer.text and "onclick" not in answer.text.replace("&lt;", "")
