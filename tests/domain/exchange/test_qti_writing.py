"""QTI that we write comes back as it was, in each version, and is the same bytes each time."""

from io import BytesIO
from typing import get_args
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.qti.markup import NAMESPACES, Version
from domain.exchange.qti.reading import read, write
from domain.items.content import Item
from domain.items.parts import Key, Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import clean
from tests.domain.exchange import asked as random

VERSIONS: tuple[Version, ...] = get_args(Version)
known = (
    random.choices() | random.statements() | random.numbers() | random.texts() | random.matchings() | random.orderings()
)
several = st.lists(st.tuples(known, st.integers(1, 20)), min_size=2, max_size=5)
CHOICE = random.options(["<b>one</b>", "two", "three"])


@st.composite
def cases(draw: st.DrawFn) -> Item:
    parts = [question.model_copy(update={"points": points}) for question, points in draw(several)]
    return random.item(*parts, scenario=draw(st.just("") | random.stems))


def back(item: Item, version: Version = "2.2") -> tuple[str, tuple[Question, ...]]:
    """What comes back of an item that came in whole: its scenario and questions."""
    reading = read(write([("Q1", item)], version).data)
    assert (reading.problems, len(reading.items)) == ((), 1)
    return reading.items[0].scenario, reading.items[0].questions


def files(data: bytes) -> dict[str, bytes]:
    package = ZipFile(BytesIO(data))
    return {name: package.read(name) for name in package.namelist()}


@settings(deadline=None)
@given(random.banks(known), st.sampled_from(VERSIONS))
def test_what_goes_out_comes_back(bank: list[tuple[str, Item]], version: Version) -> None:
    written = write(bank, version)
    reading = read(written.data)
    assert (written.left_out, reading.problems) == ((), ())
    assert random.asked(reading) == random.given(bank)
    again = [(item.title, random.item(*item.questions)) for item in reading.items]
    assert write(again, version) == written


@settings(deadline=None)
@given(cases(), st.sampled_from(VERSIONS))
def test_a_case_comes_back_in_one_with_its_scenario_and_points(item: Item, version: Version) -> None:
    assert back(item, version) == (item.scenario, item.questions)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("partial", list(Partial))
@pytest.mark.parametrize("points", [1, 2, 7, 20])
def test_points_and_shares_come_back(version: Version, partial: Partial, points: int) -> None:
    same = {"stem": "x", "options": CHOICE, "partial": partial, "points": points}
    for question in (
        Question(kind=Kind.MULTIPLE, key=Key(options=("a", "b", "c")), **same),
        Question(kind=Kind.MULTIPLE, key=Key(options=("b",)), **same),
        Question(kind=Kind.ORDERING, key=Key(options=("b", "c", "a")), **same),
        Question(kind=Kind.MATCHING, targets=CHOICE, key=Key(pairs={"a": "b", "b": "b", "c": "a"}), **same),
    ):
        assert back(random.item(question), version) == ("", (question,))


@pytest.mark.parametrize("fixed", [(True, True, True), (False, False, True), (True, False, False)])
def test_fixed_places_come_back(fixed: tuple[bool, ...]) -> None:
    options = tuple(each.model_copy(update={"fixed": stays}) for each, stays in zip(CHOICE, fixed, strict=True))
    single = Question(kind=Kind.SINGLE, stem="x", options=options, key=Key(options=("b",)))
    pairs = Key(pairs={each.key: "a" for each in options})
    matching = Question(kind=Kind.MATCHING, stem="x", options=options, targets=options, key=pairs)
    ordering = Question(kind=Kind.ORDERING, stem="x", options=options, key=Key(options=("c", "a", "b")))
    assert back(random.item(single, matching, ordering))[1] == (single, matching, ordering)


def test_capitals_and_a_scenario_with_one_question_come_back() -> None:
    key = Key(texts=("a*b", "Straße", "x & y"), case_sensitive=True)
    text = Question(kind=Kind.SHORT_TEXT, stem="<p>x</p>y", key=key, points=7, explanation="<pre>a\n b</pre>")
    assert back(random.item(text, scenario="Once <u>upon</u>&nbsp;a time")) == (
        "Once <u>upon</u>&nbsp;a time",
        (text,),
    )


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "html",
    [
        "<u>a</u> b<sub>2</sub><br>c",
        "<blockquote>q <b>b</b></blockquote>",
        "<blockquote><p>q</p></blockquote>z",
        "<pre>a\n  b</pre>",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        "<ul><li><p>x</p></li></ol></ul>",
        "a&nbsp;  b &lt;i&gt; &amp;amp;",
    ],
)
def test_markup_comes_back(version: Version, html: str) -> None:
    text = clean(html)
    question = Question(kind=Kind.SINGLE, stem=text, options=random.options([text, "x"]), key=Key(options=("a",)))
    question = question.model_copy(update={"explanation": text})
    assert back(random.item(question, question, scenario=text), version) == (text, (question, question))


def test_numbers_come_back_to_the_last_digit() -> None:
    for low, high in [(0.1, 0.3), (-5, -5), (1e-9, 2e15), (2.9999999999999996, 3), (-1e300, 1e300)]:
        number = Question(kind=Kind.NUMERIC, stem="x", key=Key(low=low, high=high), points=3)
        assert back(random.item(number)) == ("", (number,))


def test_a_statement_in_other_words_goes_out_as_a_choice() -> None:
    options = (Option(key="y", text="Yes"), Option(key="n", text="No"))
    statement = Question(kind=Kind.TRUE_FALSE, stem="x", options=options, key=Key(options=("n",)))
    ((question,)) = back(random.item(statement))[1]
    assert (question.kind, question.key.options) == (Kind.SINGLE, ("b",))


def test_a_number_without_end_is_left_out() -> None:
    endless = Question(kind=Kind.NUMERIC, stem="x", key=Key(low=1, high=float("inf")))
    known = Question(kind=Kind.NUMERIC, stem="x", key=Key(low=1, high=2))
    written = write([("Q1", random.item(endless)), ("Q2", random.item(known, endless, scenario="Once"))])
    assert written.left_out == ("Q1", "Q2 (2)")
    assert random.asked(read(written.data)) == [("Q2", known)]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_package_is_of_its_version_and_says_no_time(version: Version) -> None:
    question = Question(kind=Kind.SINGLE, stem="x", options=CHOICE, key=Key(options=("b",)), explanation="So.")
    data = write([("Q1", random.item(question)), ("Q2", random.item(question))], version).data
    assert {info.date_time for info in ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    found = files(data)
    assert list(found) == ["imsmanifest.xml", "items/item-1.xml", "items/item-2.xml"]
    roots = [fromstring(content) for content in found.values()]
    kind = f"imsqti_item_xmlv{version.replace('.', 'p')}"
    assert [node.get("type") for node in roots[0].iter() if node.get("type")] == [kind, kind]
    item = "assessmentItem" if version == "2.2" else "qti-assessment-item"
    assert {root.tag for root in roots[1:]} == {f"{{{NAMESPACES[version]}}}{item}"}


def test_in_3_0_names_are_in_kebab_case_and_html_is_not() -> None:
    question = Question(kind=Kind.SINGLE, stem="<p>x</p>", options=CHOICE, key=Key(options=("b",)), explanation="So.")
    text = files(write([("Q1", random.item(question))], "3.0").data)["items/item-1.xml"].decode()
    assert '<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">' in text
    assert "<qti-content-body>So.</qti-content-body>" in text
    assert "<p>x</p>" in text
    assert "/v3p0/rptemplates/match_correct.xml" in text


def test_no_items_make_an_empty_package() -> None:
    reading = read(write([]).data)
    assert (reading.items, reading.problems) == ((), ())
