"""Aiken: questions with lettered answers come in and go out, and what is wrong is told with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.aiken import read, write
from domain.exchange.common import ImportedFile, Unreadable
from domain.items.content import Item
from domain.items.parts import Kind
from domain.items.questions import Question
from domain.items.richtext import from_plain, to_plain
from tests.domain.exchange import asked as random

PIECES = ["A) ", "B.", "C)", "ANSWER: ", "ANSWER:B", "A", "\n", "\n\n", "x", "true", "False", " "]
BROKEN = """A question with too few answers
A) Only answer
ANSWER: A

A) Question not started

ANSWER: Question not started

A good question
A) Right
B) Wrong
ANSWER: A

A question that does not end
A) Right
B) Wrong

Another good question
A)No space
B.A point
answer : b)
"""


def test_good_questions_come_in_and_mistakes_are_told_with_their_line() -> None:
    found = read(BROKEN.encode())
    assert [(item.title, item.line) for item in found.items] == [("A good question", 9), ("Another good question", 18)]
    assert [(problem.line, problem.skipped) for problem in found.problems] == [(3, False), (5, False), (17, False)]


def test_answers_have_a_bracket_or_a_point_and_a_space_or_none() -> None:
    asked = read(BROKEN.encode()).items[1].questions[0]
    assert [option.text for option in asked.options] == ["No space", "A point"]
    assert (asked.kind, asked.key.options) == (Kind.SINGLE, ("b",))


def test_signs_of_html_are_plain_text_and_a_question_may_take_two_lines() -> None:
    asked = read(b'Is <b class="x"> bold\n& fine?\nA) True\nB) False\nANSWER: B').items[0].questions[0]
    assert asked.stem == 'Is &lt;b class="x"&gt; bold<br>&amp; fine?'
    assert (asked.kind, asked.key.options) == (Kind.TRUE_FALSE, ("false",))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Q\nA) x\nC) y\nANSWER: A", 3),
        ("Q\nA) x\nB) y\nANSWER: C", 4),
        ("Q\nA) x\nB) y\nANSWER: A, B", 4),
        ("Q\nA) x\nB) y\nANSWER:", 4),
        ("Q\nA) x\nB)\nANSWER: A", 1),
        ("ANSWER: A", 1),
        ("\nQ\nA) x\nB) y", 2),
        ("Only words", 1),
    ],
)
def test_a_mistake_names_its_line(text: str, line: int) -> None:
    assert [problem.line for problem in read(text.encode()).problems] == [line]
    assert read(text.encode()).items == ()


@st.composite
def simple(draw: st.DrawFn) -> Question:
    """A choice of one without formatting, on single lines, and without an explanation."""
    asked = draw((random.choices() | random.statements()).filter(lambda each: each.kind != Kind.MULTIPLE))
    texts = [from_plain(draw(random.plain)) for _ in asked.options]
    plain = [each.model_copy(update={"text": text}) for each, text in zip(asked.options, texts, strict=True)]
    still = asked.options if asked.kind == Kind.TRUE_FALSE else tuple(plain)
    stem = from_plain("x" + draw(random.plain))
    return asked.model_copy(update={"stem": stem, "explanation": "", "options": still})


@settings(deadline=None)
@given(random.banks(simple()))
def test_what_goes_out_comes_back_but_for_its_name(bank: list[tuple[str, Item]]) -> None:
    written = write(bank)
    reading = read(written.data)
    assert (written.left_out, reading.problems) == ((), ())
    assert [asked for _, asked in random.asked(reading)] == [asked for _, asked in random.given(bank)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_came_in_goes_out_and_comes_back_the_same(text: str) -> None:
    bank = [(item.title, random.item(*item.questions)) for item in read(text.encode()).items]
    once = write(bank)
    again = [(item.title, random.item(*item.questions)) for item in read(once.data).items]
    assert write(again).data == once.data
    assert len(again) == len(bank) - len(once.left_out)


@settings(deadline=None)
@given(random.numbers() | random.texts() | random.matchings() | random.orderings())
def test_what_aiken_cannot_express_is_named(question: Question) -> None:
    written = write([("Q1", random.item(question))])
    assert (written.data, written.left_out) == (b"", ("Q1",))


def test_a_question_that_looks_like_an_answer_is_left_out() -> None:
    asked = read(b"Q\nA) x\nB) y\nANSWER: A").items[0].questions[0]
    bank = [(stem, random.item(asked.model_copy(update={"stem": stem}))) for stem in ("A) x", "ANSWER: A", "fine")]
    written = write(bank)
    assert (written.left_out, to_plain(read(written.data).items[0].title)) == (("A) x", "ANSWER: A"), "fine")


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join) | st.binary())
def test_any_file_is_read_or_refused(content: str | bytes) -> None:
    try:
        assert isinstance(
            read(content if isinstance(content, bytes) else content.encode(errors="replace")), ImportedFile
        )
    except Unreadable as refusal:
        assert str(refusal)
