"""Rich text: only harmless HTML stays, plain text survives the way there and back."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.items.richtext import TAGS, clean, from_plain, to_plain

bits = st.sampled_from([f"<{slash}{tag}>" for tag in sorted(TAGS) for slash in ("", "/")])
odd = st.sampled_from(
    ["<a href=x>", "<img src=x>", "<script>", "</script>", "<div>", "<svg>", "<math>", "&lt;", "x", " "]
)
markup = st.lists(bits | odd | st.text(max_size=3), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p class='x' style='y' onclick='z()'>one</p>", "<p>one</p>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<style>p {}</style>a", "a"),
        ("<a href='https://example.org'>word</a><img src=x onerror=alert(1)>", "word"),
        ("<!-- note -->a", "a"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("<ul><li>x</ul>", "<ul><li>x</li></ul>"),
        ("a\0b\x01&#1;c", "abc"),
    ],
)
def test_only_harmless_html_stays(given_html: str, kept: str) -> None:
    assert clean(given_html) == kept


@settings(deadline=None)
@given(markup)
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    assert clean(clean(html)) == clean(html)


@settings(deadline=None)
@given(st.text())
def test_plain_text_becomes_clean_html(text: str) -> None:
    assert clean(from_plain(text)) == from_plain(text)


@settings(deadline=None)
@given(st.lists(st.text("ab<>&; \"'é林\xa0\n", min_size=1).map(str.strip).filter(bool)).map("\n\n".join))
def test_plain_text_survives_the_way_there_and_back(text: str) -> None:
    lines = [line.strip() for line in to_plain(from_plain(text)).split("\n")]
    assert "".join(lines) == "".join(line.strip() for line in text.split("\n"))


def test_a_blank_line_parts_paragraphs_and_a_newline_breaks_the_line() -> None:
    assert from_plain("a\nb\n\n<c>") == "<p>a<br>b</p><p>&lt;c&gt;</p>"
    assert to_plain("<p>a<br>b</p><p>&lt;c&gt;</p>") == "a\nb\n\n<c>"


def test_lists_and_tables_keep_their_lines() -> None:
    html = "<ul><li>x</li><li>y</li></ul><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert to_plain(html) == "- x\n- y\n\n1 2"


@pytest.mark.timed
@pytest.mark.parametrize(
    "part", [" " * 5, "\t\n", "<div>", "<b>", "<b><p>", "<ul><li>", "<table><b>", "<a ", "&", "&#", "<", "<i><b>x</i>"]
)
def test_hostile_markup_is_dealt_with_quickly(part: str) -> None:
    begun = process_time()
    to_plain(clean(part * 20_000))
    to_plain(clean(part * 1_000))
    assert process_time() - begun < 5
