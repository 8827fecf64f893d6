"""QTI 2.1, 2.2 and 3.0: what other systems write comes in without its dangers, and scores here as it did there."""

import re

import pytest

from domain.exams.scoring import mark
from domain.exchange.qti.reading import read
from domain.items.parts import Key, Kind, Partial, Reply
from tests.domain.exchange.qti_samples import (
    CORRECT,
    MAPPED,
    NAMESPACES,
    RULES,
    choice,
    entry,
    item,
    only,
    response,
    sentences,
    told,
    whole,
)

ATOMS = ("H", "He", "C", "O", "N", "Cl")
BOUNDS = "lowerBound='0' upperBound='2' defaultValue='-2'|"
FORMS = pytest.mark.parametrize("version", NAMESPACES)
SETS = "<simpleMatchSet>{}</simpleMatchSet>" * 2
ASSOCIATED = "<simpleAssociableChoice identifier='{0}' matchMax='{1}'>{0}</simpleAssociableChoice>"


def match(left: str, right: str, more: str = "") -> str:
    sides = ["".join(ASSOCIATED.format(name, most) for name in names) for names, most in ((left, 1), (right, 4))]
    return f"<matchInteraction responseIdentifier='RESPONSE' {more}>{SETS.format(*sides)}</matchInteraction>"


def inline(*names: str) -> str:
    choices = "".join(f"<inlineChoice identifier='{name}'>{name}</inlineChoice>" for name in names)
    return f"<inlineChoiceInteraction responseIdentifier='RESPONSE'>{choices}</inlineChoiceInteraction>"


@FORMS
def test_one_or_several_of_a_list_are_right(version: str) -> None:
    one = only(item(response("B"), "<p>Which?</p>" + choice("A", "B"), version=version))
    two = only(item(response("C,A", "multiple identifier"), choice("A", "B", "C", prompt="Two?"), version=version))
    assert (one.kind, one.stem, one.key.options) == (Kind.SINGLE, "<p>Which?</p>", ("b",))
    assert (two.kind, two.stem, two.key.options, two.partial) == (Kind.MULTIPLE, "Two?", ("a", "c"), Partial.NONE)


@FORMS
def test_true_and_false_are_a_statement(version: str) -> None:
    question = only(item(response("FALSE"), "<p>So?</p>" + choice("TRUE", "FALSE"), version=version))
    assert (question.kind, question.key.options) == (Kind.TRUE_FALSE, ("false",))


@FORMS
def test_an_inline_choice_and_a_gap_leave_a_mark_in_their_sentence(version: str) -> None:
    one = only(item(response("B"), f"<p>It is {inline('A', 'B')}, yes.</p>", version=version))
    text = only(item(response("York", "single string"), f"<p>Son of {entry()}!</p>", version=version))
    assert (one.kind, one.stem, one.key.options) == (Kind.SINGLE, "<p>It is ____, yes.</p>", ("b",))
    assert (text.kind, text.stem) == (Kind.SHORT_TEXT, "<p>Son of ____!</p>")
    assert text.key == Key(texts=("York",), case_sensitive=True)


@FORMS
@pytest.mark.parametrize("base", ["integer", "float"])
def test_a_gap_for_a_number_takes_that_number(version: str, base: str) -> None:
    question = only(item(response("42", f"single {base}"), f"<p>How many?</p><p>{entry()}</p>", version=version))
    assert (question.kind, question.stem) == (Kind.NUMERIC, "<p>How many?</p>")
    assert (question.key.low, question.key.high) == (42, 42)


@FORMS
def test_pairs_are_matched_whichever_set_has_each_thing_once(version: str) -> None:
    pairs = response("a y,b x,c y", "multiple directedPair")
    matched = only(item(pairs, "<p>Match</p>" + match("abc", "xyz"), version=version))
    assert matched.key.pairs == {"a": "b", "b": "a", "c": "b"}
    turned = only(item(response("x a,y b,x c", "multiple directedPair"), "<p>Match</p>" + match("xy", "abc")))
    assert ([each.text for each in turned.options], turned.key.pairs["b"]) == (["a", "b", "c"], "b")


@FORMS
def test_an_order_is_as_the_right_response_has_it(version: str) -> None:
    body = choice("A", "B", "C", prompt="Sort").replace("choiceInteraction", "orderInteraction")
    question = only(item(response("C,A,B", "ordered identifier"), body, version=version))
    assert (question.kind, question.key.options) == (Kind.ORDERING, ("c", "a", "b"))


def test_the_mapping_of_the_water_example_gives_the_same_points_here() -> None:
    head = response("H,O", "multiple identifier", f"{BOUNDS}H=1,O=1,Cl=-1")
    data = item(head, choice(*ATOMS, prompt="Water?"), MAPPED)
    (question,) = read(data).items[0].questions
    keys = dict(zip(ATOMS, "abcdef", strict=True))
    earned = [
        mark(question, Reply(options=tuple(keys[atom] for atom in atoms)))
        for atoms in (["H", "O"], ["H", "O", "Cl"], ["He"], ["H"], [])
    ]
    assert (earned, question.partial, question.points) == ([2, 1, 0, 1, 0], Partial.SHARES, 2)
    assert "Wrong answers take away other points" in sentences(data)


@pytest.mark.parametrize(
    ("mapping", "points", "partial", "noted"),
    [
        ("lowerBound='0' upperBound='2' defaultValue='-1'|A=1,B=1", 2, Partial.SHARES, ""),
        ("lowerBound='0' defaultValue='-2'|A=2,B=2", 4, Partial.SHARES, ""),
        ("lowerBound='0'|A=1,B=1", 2, Partial.SHARES, "take away other"),
        ("defaultValue='-1'|A=1,B=1", 2, Partial.SHARES, "take away other"),
        ("lowerBound='0' upperBound='1' defaultValue='-1'|A=1,B=1", 1, Partial.NONE, "simplified"),
        ("lowerBound='0' defaultValue='-1'|A=1,B=2", 3, Partial.NONE, "simplified"),
        ("lowerBound='0' defaultValue='-.25'|A=.25,B=.25", 1, Partial.SHARES, "0.5 points there"),
        ("lowerBound='0' defaultValue='-1'|A=1,B=1,C=1", 2, Partial.NONE, "simplified"),
    ],
)
def test_a_mapping_is_shares_where_the_right_ones_are_worth_the_same(
    mapping: str, points: int, partial: Partial, noted: str
) -> None:
    data = item(response("A,B", "multiple identifier", mapping), choice("A", "B", "C", prompt="x"), MAPPED)
    (question,) = read(data).items[0].questions
    assert (question.key.options, question.points, question.partial) == (("a", "b"), points, partial)
    assert (noted in sentences(data), bool(told(data))) == (True, bool(noted))


def test_of_a_single_choice_the_answer_worth_most_is_right() -> None:
    data = item(response("", mapping="|A=1,B=3"), choice("A", "B", "C", prompt="x"), MAPPED)
    (question,) = read(data).items[0].questions
    assert (question.key.options, question.points, "worth part" in sentences(data)) == (("b",), 3, True)


def test_texts_of_a_mapping_forgive_capitals_where_it_says_so() -> None:
    head = response("York", "single string", "|York=2,york=2,Yrk=1")
    loose = head.replace("mappedValue", "caseSensitive='false' mappedValue")
    strict, free = (item(each, f"<p>x</p><div>{entry()}</div>", MAPPED) for each in (head, loose))
    assert read(strict).items[0].questions[0].key == Key(texts=("York", "york"), case_sensitive=True)
    assert read(free).items[0].questions[0].key == Key(texts=("York", "york"))
    assert (read(free).items[0].questions[0].points, "worth part" in sentences(free)) == (2, True)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response",
        "http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response.xml",
        "http://www.imsglobal.org/question/qti_v3p0/rptemplates/map_response",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml",
        "../rptemplates/MAP_RESPONSE.XML",
        "map_response/",
    ],
)
def test_a_template_is_known_by_the_last_part_of_its_address(address: str) -> None:
    head = response("A", mapping="|A=3")
    question = only(item(head, choice("A", "B", prompt="x"), f"<responseProcessing template='{address}'/>"))
    assert question.points == 3


def test_a_default_score_does_not_count_and_match_correct_ignores_a_mapping() -> None:
    score = "<outcomeDeclaration identifier='SCORE' cardinality='single' baseType='float'>{}</outcomeDeclaration>"
    first = score.format("<defaultValue><value>1</value></defaultValue>")
    question = only(item(response("B", mapping="|A=5") + first, choice("A", "B", prompt="x"), CORRECT))
    assert (question.points, question.key.options) == (1, ("b",))


def test_an_unknown_template_is_simplified_and_told() -> None:
    data = item(
        response("A"), choice("A", "B", prompt="x"), f"<responseProcessing template='{RULES}map_response_point'/>"
    )
    assert (read(data).items[0].questions[0].points, "simplified to all or nothing" in sentences(data)) == (1, True)
    assert told(data) == [(2, "Q1", True)]


def test_choices_keep_their_places_unless_they_are_shuffled() -> None:
    still, mixed = (choice("A", "B", prompt="x", more=more) for more in ("", "shuffle='true'"))
    mixed = mixed.replace("identifier='B'", "identifier='B' fixed='true'")
    assert [each.fixed for each in only(item(response("A"), still)).options] == [True, True]
    assert [each.fixed for each in only(item(response("A"), mixed)).options] == [False, True]


@FORMS
def test_one_feedback_explains_and_several_are_left_out(version: str) -> None:
    said = "<modalFeedback outcomeIdentifier='F' identifier='{}' showHide='show'><p>{}</p></modalFeedback>"
    body = choice("A", "B", prompt="x")
    same = CORRECT + said.format("yes", "So.") + said.format("no", "So.")
    assert only(item(response("A"), body, same, version=version)).explanation == "<p>So.</p>"
    data = item(
        response("A"), body, CORRECT + said.format("yes", "Well done.") + said.format("no", "Oh."), version=version
    )
    assert (read(data).items[0].questions[0].explanation, "Feedback" in sentences(data)) == ("", True)


@pytest.mark.parametrize("space", ["", "xmlns='urn:x'", "xmlns:q='urn:x'"])
def test_any_namespace_and_prefix_or_none_is_read(space: str) -> None:
    inner = f"{response('A')}<itemBody>{choice('A', 'B', prompt='x')}</itemBody>"
    text = f"<assessmentItem title='Q9'>{inner}</assessmentItem>"
    if "xmlns:q" in space:
        text = re.sub(r"<(/?)", r"<\1q:", text)
    assert whole(text.replace(" title", f" {space} title", 1).encode()).title == "Q9"
