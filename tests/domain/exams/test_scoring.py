"""What a reply earns, and which replies cannot come from their question."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exams.scoring import UnfitReply, admit_response, fits, mark, marks
from domain.items.content import Item, Reference
from domain.items.parts import Key, Kind, Option, Partial, Reply
from domain.items.questions import Question

SHARES = Partial.SHARES
KEYS = ("a", "b", "c", "d")


def options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key=key, text=key) for key in keys)


def choice(kind: Kind, *right: str, partial: Partial = Partial.NONE, points: int = 1) -> Question:
    key = Key(options=right)
    return Question(kind=kind, stem="?", options=options(*KEYS), key=key, partial=partial, points=points)


def matching(partial: Partial = Partial.NONE) -> Question:
    pairs = Key(pairs={"a": "x", "b": "y", "c": "y"})
    parts: dict[str, Any] = {"options": options("a", "b", "c"), "targets": options("x", "y", "z")}
    return Question(kind=Kind.MATCHING, stem="?", key=pairs, partial=partial, **parts)


def numeric(low: float, high: float) -> Question:
    return Question(kind=Kind.NUMERIC, stem="?", key=Key(low=low, high=high))


def text(*right: str, case_sensitive: bool = False) -> Question:
    return Question(kind=Kind.SHORT_TEXT, stem="?", key=Key(texts=right, case_sensitive=case_sensitive))


def case(*questions: Question) -> Item:
    about = Reference(kind="design", basis="ours")
    return Item(title="A case", area="pricing", reference=about, questions=questions)


MULTIPLE = choice(Kind.MULTIPLE, "a", "b", "c", partial=SHARES, points=3)
ORDERING = choice(Kind.ORDERING, *KEYS, partial=SHARES, points=3)


def test_one_right_option_earns_all_points_and_a_wrong_one_none() -> None:
    question = choice(Kind.SINGLE, "b", points=2)
    assert [mark(question, Reply(options=(key,))) for key in KEYS] == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("chosen", "points"),
    [("abc", 3), ("ab", 2), ("a", 1), ("abd", 1), ("abcd", 2), ("ad", 0), ("d", 0), ("", 0)],
)
def test_a_share_of_a_multiple_choice_goes_with_each_wrong_option(chosen: str, points: float) -> None:
    assert mark(MULTIPLE, Reply(options=tuple(chosen))) == points


@pytest.mark.parametrize(("order", "points"), [("abcd", 3), ("bcda", 2), ("bacd", 1), ("dcba", 0), ("", 0)])
def test_a_share_of_an_ordering_comes_with_each_right_pair_of_neighbours(order: str, points: float) -> None:
    assert mark(ORDERING, Reply(options=tuple(order))) == points


@pytest.mark.parametrize(
    ("pairs", "share"),
    [({"a": "x", "b": "y", "c": "y"}, 1), ({"a": "x", "b": "z", "c": "y"}, 0.6667), ({"a": "x"}, 0.3333), ({}, 0)],
)
def test_a_share_of_a_matching_comes_with_each_right_pair(pairs: dict[str, str], share: float) -> None:
    assert mark(matching(SHARES), Reply(pairs=pairs)) == share
    assert mark(matching(), Reply(pairs=pairs)) == int(share)


def test_without_shares_a_part_of_the_right_answer_earns_nothing() -> None:
    question = choice(Kind.MULTIPLE, "a", "b")
    earned = [mark(question, Reply(options=chosen)) for chosen in (("a", "b"), ("a",), ("a", "b", "c"))]
    assert earned == [1, 0, 0]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("3,5", True),
        (" 3.50 ", True),
        ("3", True),
        ("4", True),
        ("4.0001", False),
        ("2.999", False),
        ("0.35e1", True),
        ("\uff13.\uff15", True),
        ("-3.5", False),
        ("+3.5", True),
        ("3.5 CNY", False),
        ("three", False),
        ("", False),
        ("nan", False),
        ("1e999", False),
        ("3_5", False),
        ("3.5.1", False),
    ],
)
def test_a_number_counts_however_it_is_written(typed: str, right: bool) -> None:
    assert mark(numeric(3, 4), Reply(number=typed)) == right


@pytest.mark.parametrize("typed", ["1000", "1e3", "1 000", "1\u202f000", "1,000", "1,000.00"])
def test_a_thousand_may_be_grouped(typed: str) -> None:
    assert mark(numeric(1000, 1000), Reply(number=typed)) == 1
    assert mark(numeric(-1000, -1000), Reply(number=f"\u2212{typed}")) == 1


@pytest.mark.parametrize(
    ("typed", "loose", "strict"),
    [
        ("  Price   Tag ", True, True),
        ("price tag", True, False),
        ("\uff30rice Tag", True, True),
        ("PRICE TAG", True, False),
        ("pricetag", False, False),
        ("", False, False),
    ],
)
def test_a_text_counts_whatever_its_spaces_and_width(typed: str, loose: bool, strict: bool) -> None:
    assert mark(text("label", "Price Tag"), Reply(text=typed)) == loose
    assert mark(text("label", "Price Tag", case_sensitive=True), Reply(text=typed)) == strict


UNFIT = [
    (choice(Kind.SINGLE, "a"), Reply(options=("a", "b"))),
    (choice(Kind.SINGLE, "a"), Reply(options=("e",))),
    (choice(Kind.SINGLE, "a"), Reply(options=("a",), text="a")),
    (MULTIPLE, Reply(options=("a", "a"))),
    (MULTIPLE, Reply(pairs={"a": "b"})),
    (ORDERING, Reply(options=("a", "b", "c"))),
    (ORDERING, Reply(options=("a", "b", "c", "c"))),
    (matching(), Reply(pairs={"a": "w"})),
    (matching(), Reply(pairs={"x": "a"})),
    (numeric(1, 2), Reply(text="1")),
    (text("a"), Reply(number="1")),
]


@pytest.mark.parametrize(("question", "reply"), UNFIT)
def test_a_reply_that_the_question_cannot_bring_about_is_refused_and_earns_nothing(
    question: Question, reply: Reply
) -> None:
    assert not fits(question, reply)
    assert mark(question, reply) == 0
    with pytest.raises(UnfitReply, match="Reply 2 "):
        admit_response(case(numeric(1, 2), question), (Reply(), reply))


def test_a_case_earns_the_sum_of_its_questions_and_an_open_one_nothing() -> None:
    item = case(MULTIPLE, numeric(1, 2), text("yes"))
    response = (Reply(options=("a", "b")), Reply(), Reply(text="Yes"))
    admit_response(item, response)
    assert marks(item, response) == 3
    assert marks(item, ()) == 0


def test_a_response_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(UnfitReply, match="2 questions, and 1 replies"):
        admit_response(case(MULTIPLE, ORDERING), (Reply(),))


replies = st.builds(
    Reply,
    options=st.lists(st.sampled_from((*KEYS, "z")), max_size=5).map(tuple),
    pairs=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(("x", "y", "q")), max_size=3),
    number=st.text(max_size=8),
    text=st.text(max_size=8),
)


@settings(deadline=None)
@given(st.sampled_from([MULTIPLE, ORDERING, matching(SHARES), numeric(0, 9), text("a")]), replies)
def test_whatever_is_sent_earns_between_nothing_and_all_and_only_when_it_fits(question: Question, reply: Reply) -> None:
    earned = mark(question, reply)
    assert 0 <= earned <= question.points
    assert not earned or fits(question, reply)
