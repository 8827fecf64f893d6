"""Files made to do harm, or made by accident, are refused at once and with a reason."""

from time import process_time
from types import ModuleType

import pytest

from domain.exchange import aiken
from domain.exchange.common import LARGEST, MOST_ITEMS, Unreadable, decode
from domain.exchange.gift import reading as gift
from domain.exchange.moodle import reading as moodle

LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
ENTITY = "<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><quiz>&x;</quiz>"
DEEP = "<quiz>" + "<text>" * 10_000
WIDE = "<quiz>" + "<a/>" * 400_000
MANY = "<quiz>" + "<question/>" * (MOST_ITEMS + 1) + "</quiz>"


@pytest.mark.timed
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"<!DOCTYPE quiz [<!ENTITY l0 'ha'>{LAUGHS}]><quiz>&l9;</quiz>", "DTD"),
        (ENTITY, "DTD"),
        ("<!DOCTYPE quiz SYSTEM 'http://example.org/quiz.dtd'><quiz/>", "DTD"),
        ("<quiz>\n &nbsp;</quiz>", "line 2, column 2"),
        (DEEP, "nests more than 100"),
        (WIDE, "more than 200,000"),
        (MANY, "more than 2,000"),
        ("<quiz>\n<a></quiz>", "line 2"),
        ("", "line 1"),
        ("<html/>", "html"),
    ],
)
def test_hostile_xml_is_refused_at_once(data: str, reason: str) -> None:
    begun = process_time()
    with pytest.raises(Unreadable, match=reason):
        moodle.read(data.encode())
    assert process_time() - begun < 5


@pytest.mark.parametrize("form", [gift, aiken, moodle])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x" * 3_000_000, "larger"),
        (b"<quiz>\0</quiz>", "zero bytes"),
        ("One\ncaf\u00e9".encode("latin-1"), "Line 2 .* not in UTF-8"),
        (b"\xff\xfe\x00\xd8", "not in UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_refused(form: ModuleType, data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        form.read(data)


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_utf_8_or_marked_utf_16_is_read(form: str) -> None:
    assert decode("林 é\r\nx\ry".encode(form)) == "林 é\nx\ny"


@pytest.mark.timed
@pytest.mark.parametrize(
    "part", ["a {T}\n\n", "{", "}", "\\", "::", "~", "a{=", "\n//", "=x->", "%9", "[html]<b>", "A) x\n"]
)
def test_any_large_text_is_dealt_with_quickly(part: str) -> None:
    text, begun = (part * (LARGEST // len(part))).encode(), process_time()
    for form in (gift, aiken):
        try:
            form.read(text)
        except Unreadable as refusal:
            assert f"{MOST_ITEMS:,}" in str(refusal)
    assert process_time() - begun < 10


@pytest.mark.timed
def test_many_questions_full_of_markup_are_dealt_with_quickly() -> None:
    stem = f"&lt;div&gt;{'&lt;i&gt;' * 1900}"
    question = f"<question type='truefalse'><questiontext><text>{stem}</text></questiontext></question>"
    begun = process_time()
    moodle.read(f"<quiz>{question * (LARGEST // len(question) - 1)}</quiz>".encode())
    assert process_time() - begun < 10
