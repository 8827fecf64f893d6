"""GIFT: what Moodle writes comes in, what we write comes back, and what is wrong is told with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.common import ImportedFile, Unreadable
from domain.exchange.gift.reading import read, write
from domain.items.content import Item
from domain.items.parts import Key, Kind, Partial
from domain.items.questions import Question
from tests.domain.exchange import asked as random

LONG, MANY = "{=" + "x" * 1001 + " ~b}", "{" + "~a" * 21 + "=b}"
ODD_ONES = [
    "{=a ~b",
    "=a}",
    "{~a ~b}",
    "{=a =b ~c}",
    "{=a ~}",
    "{a ~b}",
    "{=a ~b}\nNext {T}",
    "{#abc}",
    "{=a->b}",
    "{=a}}",
    "{=1 -> 2 = 3}",
    "{#5..1}",
    "{#1e999}",
    "{~=b}",
]
ODD = "{}~=#%:[]->$*. \\\n/1T_"
known = random.choices() | random.statements() | random.numbers() | random.texts() | random.matchings()


def only(text: str) -> Question:
    """The one question of a file without problems."""
    reading = read(text.encode())
    assert reading.problems == ()
    return reading.items[0].questions[0]


def told(text: str) -> list[tuple[int | None, bool]]:
    """The lines of problems, and whether something was left out there."""
    return [(problem.line, problem.skipped) for problem in read(text.encode()).problems]


def right(question: Question) -> list[str]:
    return [option.text for option in question.options if option.key in question.key.options]


def test_one_right_answer_is_marked_with_an_equals_sign() -> None:
    found = only("::Tomb:: Who lies there? { ~[html]<i>Ann</i> #no\n = no one #yes ####Nobody. }")
    assert (found.kind, found.stem, found.explanation) == (Kind.SINGLE, "Who lies there?", "Nobody.")
    assert ([option.text for option in found.options], right(found)) == (["<i>Ann</i>", "no one"], ["no one"])


def test_several_right_answers_have_a_positive_weight_and_share_the_points() -> None:
    found = only("Which? {~%-100%a ~%33.33333%b ~%66.66667%c ~d}")
    assert (found.kind, right(found), found.partial) == (Kind.MULTIPLE, ["b", "c"], Partial.SHARES)


@pytest.mark.parametrize(("word", "key"), [("T", "true"), ("TRUE", "true"), ("F", "false"), ("FALSE#no#yes", "false")])
def test_a_statement_is_true_or_false(word: str, key: str) -> None:
    found = only(f"It rains.{{{word}}}")
    assert (found.kind, found.key.options) == (Kind.TRUE_FALSE, (key,))


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("#3:2", 1, 5), ("#-1.5..2", -1.5, 2), ("#3.1415:0.0005", 3.141, 3.142), ("#=7#yes", 7, 7), ("#1822", 1822, 1822)],
)
def test_a_number_has_a_margin_or_a_range(written: str, low: float, high: float) -> None:
    found = only(f"How many? {{{written}}}")
    assert (found.kind, found.key.low, found.key.high) == (Kind.NUMERIC, low, high)


def test_pairs_have_an_arrow_and_a_target_may_fit_none() -> None:
    found = only("Match. {=[html]<b>Italy</b> -> Rome =Japan->Tokyo = -> Paris}")
    assert [option.text for option in found.options] == ["<b>Italy</b>", "Japan"]
    assert [target.text for target in found.targets] == ["Rome", "Tokyo", "Paris"]
    assert found.key.pairs == {"a": "a", "b": "b"}


def test_an_answer_in_the_middle_leaves_a_gap() -> None:
    found = only("Two plus two makes {=four =4}.")
    assert (found.kind, found.stem, found.key.texts) == (Kind.SHORT_TEXT, "Two plus two makes _____.", ("four", "4"))


def test_escaped_signs_and_newlines_are_text() -> None:
    found = only(r"::a\:\:b:: One\nline \{1\} { ~ \= 2 = 100\~ \\ \#1 }")
    assert (found.stem, right(found)) == ("One<br>line {1}", ["100~ \\ #1"])


def test_markdown_stays_as_plain_text() -> None:
    assert only("[markdown]Who is **Ann**? {=a ~b}").stem == "Who is **Ann**?"


def test_text_without_a_format_may_be_html_or_not() -> None:
    assert only('Is <b style="x">this</b> so? {T}').stem == "Is <b>this</b> so?"
    assert only("Is 1 <b and c> 2? {T}").stem == "Is 1 &lt;b and c&gt; 2?"


def test_categories_comments_and_lines_are_kept_in_mind() -> None:
    text = "// first\n$CATEGORY: $course$/top/Claims/Food\n\n// second\n::Q1:: a {T}\n\n\n::Q2:: b\n// within\n{F}"
    items = read(text.encode()).items
    assert [(item.title, item.line, item.category_path) for item in items] == [
        ("Q1", 5, "Claims/Food"),
        ("Q2", 8, "Claims/Food"),
    ]


def test_stray_signs_after_a_block_do_no_harm() -> None:
    assert only('What is a number from 1 to 5? {#3:2~#Completely wrong}";').stem == "What is a number from 1 to 5?"


@pytest.mark.parametrize("answers", ["", " {}", " {#=1822:0 =%50%1822:2}", " {#=%50%3}", " {>1 a}", " {=a*}"])
def test_a_kind_that_we_do_not_have_is_left_out(answers: str) -> None:
    assert told(f"::Q1:: fine {{T}}\n\nTell us.{answers}") == [(3, True)]


@pytest.mark.parametrize(
    "answers",
    [*ODD_ONES, LONG, MANY],
)
def test_a_mistake_is_told_with_its_line_and_the_others_come_in(answers: str) -> None:
    assert told(f"\n::Q1:: wrong {answers}\n\nright {{T}}") == [(2, False)]
    assert len(read(f"\n::Q1:: wrong {answers}\n\nright {{T}}".encode()).items) == 1


@pytest.mark.parametrize(
    "answers", ["{=full ~%50%half ~none}", "{=Nazareth =%75%Nazereth}", "{=a ~<img src\\='x.png'>b}"]
)
def test_an_item_comes_in_without_the_part_that_we_do_not_have(answers: str) -> None:
    assert told(f"Which? {answers}") == [(1, True)]
    assert len(read(f"Which? {answers}".encode()).items) == 1


@settings(deadline=None)
@given(random.banks(known))
def test_what_goes_out_comes_back(bank: list[tuple[str, Item]]) -> None:
    written = write(bank)
    reading = read(written.data)
    assert (written.left_out, reading.problems) == ((), ())
    assert random.asked(reading) == random.given(bank)


@settings(deadline=None)
@given(st.text(ODD))
def test_what_came_in_goes_out_and_comes_back_the_same(text: str) -> None:
    bank = [(item.title, random.item(*item.questions)) for item in read(text.encode()).items]
    once = write(bank)
    back = read(once.data)
    again = write([(item.title, random.item(*item.questions)) for item in back.items])
    assert (again.data, back.problems) == (once.data, ())


def test_a_case_goes_out_as_its_questions_under_the_scenario() -> None:
    bank = read(b"One?{T}\n\nTwo?{F}").items
    case = random.item(bank[0].questions[0], bank[1].questions[0], scenario="A shop.")
    titles = [(item.title, item.questions[0].stem) for item in read(write([("C1", case)]).data).items]
    assert titles == [("C1 (1)", "<p>A shop.</p><p>One?</p>"), ("C1 (2)", "<p>A shop.</p><p>Two?</p>")]


@settings(deadline=None)
@given(random.orderings())
def test_what_gift_cannot_express_is_named(question: Question) -> None:
    capital = Question(kind=Kind.SHORT_TEXT, stem="Who?", key=Key(texts=("Ann",), case_sensitive=True))
    written = write([("Q1", random.item(question)), ("Q2", random.item(capital))])
    assert (written.data, written.left_out) == (b"", ("Q1", "Q2"))


@settings(deadline=None)
@given(st.text() | st.text(ODD) | st.binary())
def test_any_file_is_read_or_refused(content: str | bytes) -> None:
    try:
        assert isinstance(
            read(content if isinstance(content, bytes) else content.encode(errors="replace")), ImportedFile
        )
    except Unreadable as refusal:
        assert str(refusal)
