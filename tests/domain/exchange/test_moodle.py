"""Moodle XML: what Moodle writes comes in without its dangers, and what we write comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.common import ImportedFile, Unreadable
from domain.exchange.moodle.reading import read, write
from domain.items.content import Item
from domain.items.parts import Key, Kind, Partial
from domain.items.questions import Question
from tests.domain.exchange import asked as random

known = random.choices() | random.statements() | random.numbers() | random.texts() | random.matchings()
TAGS = [
    "quiz",
    "question",
    "text",
    "answer",
    "name",
    "questiontext",
    "subquestion",
    "tolerance",
    "units",
    "defaultgrade",
]
TYPES = ["multichoice", "truefalse", "numerical", "shortanswer", "matching", "ordering", "category", "essay", ""]


def quiz(kind: str, inner: str, stem: str = "Which?") -> bytes:
    """A file with one question on its third line."""
    head = f"<name><text>Q1</text></name><questiontext format='html'><text><![CDATA[{stem}]]></text></questiontext>"
    return f"<?xml version='1.0'?>\n<quiz>\n<question type='{kind}'>{head}{inner}</question></quiz>".encode()


def answer(fraction: str, text: str, more: str = "") -> str:
    return f"<answer fraction='{fraction}'><text>{text}</text>{more}</answer>"


def only(kind: str, inner: str) -> Question:
    """The one question of a file without problems."""
    reading = read(quiz(kind, inner))
    assert reading.problems == ()
    return reading.items[0].questions[0]


def right(question: Question) -> list[str]:
    return [option.text for option in question.options if option.key in question.key.options]


def test_one_or_several_answers_are_right() -> None:
    one = only("multichoice", answer("0", "a") + answer("100.0", "b") + "<single>true</single>")
    two = only("multichoice", answer("50", "a") + answer("50", "b") + answer("-50", "c") + "<single>false</single>")
    assert (one.kind, right(one), two.kind, right(two)) == (Kind.SINGLE, ["b"], Kind.MULTIPLE, ["a", "b"])
    assert two.partial == Partial.SHARES


def test_a_statement_is_true_or_false_also_in_another_language() -> None:
    assert only("truefalse", answer("0", "true") + answer("100", "false")).key.options == ("false",)
    assert only("truefalse", answer("100", "Vero") + answer("0", "Falso")).key.options == ("true",)


def test_numbers_texts_pairs_and_orderings_come_in() -> None:
    number = only("numerical", answer("100", "3.1", "<tolerance>0.2</tolerance>") + answer("0", "*"))
    text = only("shortanswer", "<usecase>1</usecase>" + answer("100", "Rome") + answer("0", "*"))
    pairs = "".join(
        f"<subquestion><text>{left}</text><answer><text>{to}</text></answer></subquestion>"
        for left, to in [("Italy", "Rome"), ("Japan", "Tokyo"), ("", "Paris")]
    )
    order = only("ordering", answer("2", "then") + answer("1", "first") + "<gradingtype>-1</gradingtype>")
    assert (number.key.low, number.key.high) == (2.9, 3.3)
    assert (text.key.texts, text.key.case_sensitive) == (("Rome",), True)
    assert len(only("matching", pairs).targets) == 3
    assert ([each.text for each in order.options], order.partial) == (["first", "then"], Partial.NONE)


def test_a_category_holds_for_what_follows() -> None:
    category = "<question type='category'><category><text>$course$/top/Claims</text></category></question>"
    data = quiz("truefalse", answer("100", "true")).replace(b"<quiz>", f"<quiz>{category}".encode())
    assert [(item.category_path, item.line) for item in read(data).items] == [("Claims", 3)]


def test_the_points_are_whole_and_a_change_is_told() -> None:
    assert only("truefalse", answer("100", "true") + "<defaultgrade>3.0000000</defaultgrade>").points == 3
    half = read(quiz("truefalse", answer("100", "true") + "<defaultgrade>0.5</defaultgrade>"))
    assert (half.items[0].questions[0].points, [problem.skipped for problem in half.problems]) == (1, [True])


@pytest.mark.parametrize("kind", ["essay", "cloze", "calculated", "ddwtos", "ddimageortext", "description"])
def test_a_kind_that_we_do_not_have_is_left_out_by_name(kind: str) -> None:
    found = read(quiz(kind, ""))
    assert [(problem.line, problem.item, problem.skipped) for problem in found.problems] == [(3, "Q1", True)]
    assert (found.items, kind in str(found.problems[0].sentence)) == ((), True)


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("multichoice", answer("0", "a") + answer("0", "b")),
        ("multichoice", answer("100", "a") + answer("100", "b")),
        ("multichoice", answer("100", "a")),
        ("multichoice", answer("much", "a")),
        ("multichoice", answer("100", "a") * 21),
        ("multichoice", answer("100", "a" * 1001) + answer("0", "b")),
        ("truefalse", answer("0", "true")),
        ("truefalse", answer("100", "true") + "<defaultgrade>nan</defaultgrade>"),
        ("numerical", answer("100", "many")),
        ("numerical", ""),
        ("numerical", answer("100", "")),
        ("shortanswer", answer("100", " ")),
        ("matching", ""),
        ("ordering", answer("1", "a")),
    ],
)
def test_a_mistake_is_told_with_its_line(kind: str, inner: str) -> None:
    assert [(problem.line, problem.skipped) for problem in read(quiz(kind, inner)).problems] == [(3, False)]


def test_a_picture_is_left_out_and_told() -> None:
    found = read(quiz("truefalse", answer("100", "true"), stem="See <img src='@@PLUGINFILE@@/x.png' alt='x'> this."))
    assert found.items[0].questions[0].stem == "See  this."
    assert [(problem.item, problem.skipped) for problem in found.problems] == [("Q1", True)]


def test_script_in_a_question_is_gone() -> None:
    found = read(quiz("truefalse", answer("100", "true"), stem="<p onclick='x()'>So?<script>alert(1)</script></p>"))
    assert found.items[0].questions[0].stem == "<p>So?</p>"


@settings(deadline=None)
@given(random.banks(known | random.orderings()))
def test_what_goes_out_comes_back(bank: list[tuple[str, Item]]) -> None:
    written = write(bank)
    reading = read(written.data)
    assert (written.left_out, reading.problems) == ((), ())
    assert random.asked(reading) == random.given(bank)
    again = [(item.title, random.item(*item.questions)) for item in reading.items]
    assert write(again) == written


def test_capitals_places_points_and_stars_come_back() -> None:
    text = Question(kind=Kind.SHORT_TEXT, stem="x", key=Key(texts=("a*b", r"\*"), case_sensitive=True), points=7)
    fixed = only("multichoice", answer("0", "a") + answer("100", "b") + "<shuffleanswers>0</shuffleanswers>")
    assert all(option.fixed for option in fixed.options)
    reading = read(write([("Q1", random.item(text)), ("Q2", random.item(fixed))]).data)
    assert random.asked(reading) == [("Q1", text), ("Q2", fixed)]


def test_a_number_without_end_is_left_out() -> None:
    endless = Question(kind=Kind.NUMERIC, stem="x", key=Key(low=1, high=float("inf")))
    assert write([("Q1", random.item(endless))]).left_out == ("Q1",)


@st.composite
def trees(draw: st.DrawFn) -> str:
    inner = st.recursive(
        st.text(max_size=5).map(lambda text: text.translate({38: "", 60: "", 62: ""})), branch, max_leaves=8
    )
    questions = [f"<question type='{draw(st.sampled_from(TYPES))}'>{draw(inner)}</question>" for _ in range(2)]
    return f"<quiz>{''.join(questions)}</quiz>"


def branch(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    fractions = st.sampled_from(["", " fraction='100'", " fraction='x'", " format='html'"])
    node = st.tuples(st.sampled_from(TAGS), fractions, st.lists(inner, max_size=3).map("".join))
    return node.map(lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}</{parts[0]}>")


@settings(deadline=None)
@given(st.text() | trees() | st.binary())
def test_any_file_is_read_or_refused(content: str | bytes) -> None:
    try:
        assert isinstance(
            read(content if isinstance(content, bytes) else content.encode(errors="replace")), ImportedFile
        )
    except Unreadable as refusal:
        assert str(refusal)
