"""QTI that asks several things, or is not what we have: read, noted or left out by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exchange.common import ImportedFile, Unreadable
from domain.exchange.qti.reading import read
from domain.items.parts import Kind
from tests.domain.exchange.qti_samples import (
    choice,
    entry,
    item,
    only,
    package,
    response,
    sentences,
    told,
    whole,
)

TWO = response("A", name="R1") + response("7", "single integer", name="R2")
NUMBER = response("10", "single float")
ASKED = f"<p>How many?</p><p>{entry()}</p>"
TAGS = ["itemBody", "choiceInteraction", "textEntryInteraction", "simpleChoice", "p", "responseDeclaration", "mapping"]
TAGS += ["mapEntry", "matchInteraction", "simpleMatchSet", "responseProcessing", "modalFeedback", "correctResponse"]


def test_several_questions_are_a_case_with_the_text_before_them() -> None:
    body = "<h2>Once</h2><p>upon</p>" + choice("A", "B", name="R1", prompt="One?") + f"<p>Two?</p><p>{entry('R2')}</p>"
    case = whole(item(TWO, body, ""))
    assert case.scenario == "<p><strong>Once</strong></p><p>upon</p>"
    assert [(each.kind, each.stem) for each in case.questions] == [(Kind.SINGLE, "One?"), (Kind.NUMERIC, "<p>Two?</p>")]


def test_several_gaps_in_a_text_are_a_case_with_numbered_gaps() -> None:
    head = response("York", "single string", name="R1") + response("7", "single integer", name="R2")
    case = whole(item(head, f"<p>Son of {entry('R1')},\n  aged {entry('R2')}.</p>", ""))
    assert case.scenario == "<p>Son of __(1)__, aged __(2)__.</p>"
    assert [(each.kind, each.stem) for each in case.questions] == [
        (Kind.SHORT_TEXT, "Gap (1)"),
        (Kind.NUMERIC, "Gap (2)"),
    ]


def test_more_questions_than_a_case_may_have_are_left_out() -> None:
    names = [f"R{number}" for number in range(11)]
    head = "".join(response("A", name=name) for name in names)
    data = item(head, "".join(choice("A", "B", name=name, prompt="x") for name in names))
    assert (read(data).items, told(data)) == ((), [(2, "Q1", True)])


@pytest.mark.parametrize(
    "kind", ["extendedText", "hotspot", "associate", "gapMatch", "slider", "upload", "custom", "hottext", "media"]
)
def test_an_interaction_that_we_do_not_have_is_left_out_by_name(kind: str) -> None:
    data = item(response("A"), f"<p>x</p><{kind}Interaction responseIdentifier='RESPONSE'/>")
    assert (read(data).items, told(data), kind.lower() in sentences(data)) == ((), [(2, "Q1", True)], True)


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        (response("A"), "<p>Only a text</p>", "no place to answer"),
        ("", choice("A", "B", prompt="x"), "declares no response"),
        (response("A") + "<templateDeclaration/>", choice("A", "B", prompt="x"), "template"),
        (response("A", "record string"), ASKED, "record"),
        (response("1,2", "multiple string"), ASKED, "several texts"),
        (response("A"), choice("A", "B", prompt="x").replace(">B<", "><img src='b.png' alt='b'/><"), "picture"),
    ],
)
def test_what_cannot_be_asked_here_is_left_out_and_told(head: str, body: str, reason: str) -> None:
    data = item(head, body)
    assert (read(data).items, told(data), reason in sentences(data)) == ((), [(2, "Q1", True)], True)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (response(""), choice("A", "B", prompt="x")),
        (response("A,B"), choice("A", "B", prompt="x")),
        (response("Z"), choice("A", "B", prompt="x")),
        (response("A"), choice("A", prompt="x")),
        (response("A"), choice("A", "A", prompt="x")),
        (response("A"), choice("A", "B")),
        (response("A"), choice("A", "B" * 1001, prompt="x")),
        (response("A"), choice(*(f"A{n}" for n in range(21)), prompt="x")),
        (response("A", mapping="|A=many"), choice("A", "B", prompt="x")),
        (response("many", "single float"), ASKED),
        (response("1e999", "single float"), ASKED),
        (response("", "single string"), ASKED),
        (response("a b", "multiple directedPair"), "<p>x</p><matchInteraction responseIdentifier='RESPONSE'/>"),
    ],
)
def test_a_mistake_is_told_with_its_line(head: str, body: str) -> None:
    assert told(item(head, body)) == [(2, "Q1", False)]


def test_pictures_are_left_out_and_script_is_gone() -> None:
    body = "<p>See <img src='x.png' alt='x'/>this<script>alert(1)</script></p>" + choice("A", "B")
    data = item(response("A"), body)
    assert read(data).items[0].questions[0].stem == "<p>See this</p>"
    assert (told(data), "picture" in sentences(data)) == ([(2, "Q1", True)], True)
    plain = item(response("A"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" + choice("A", "B"))
    assert only(plain).stem == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_what_is_said_to_graders_or_after_an_answer_is_not_in_the_question() -> None:
    graders, all_of_us = (f"<rubricBlock view='{view}'><p>{view}</p></rubricBlock>" for view in ("scorer", "candidate"))
    body = graders + all_of_us + choice("A", "B").replace(">B<", ">B<feedbackInline>No!</feedbackInline><")
    data = item(response("A") + "<assessmentStimulusRef identifier='s' href='s.xml'/>", body)
    (question,) = read(data).items[0].questions
    assert (question.stem, [each.text for each in question.options]) == ("<p>candidate</p>", ["A", "B"])
    assert ("in another file" in sentences(data), "Feedback" in sentences(data), len(told(data))) == (True, True, 2)


def test_an_adaptive_item_is_left_out() -> None:
    data = item(response("A"), choice("A", "B", prompt="x")).replace(b'adaptive="false"', b'adaptive="true"')
    assert (read(data).items, "adaptive" in sentences(data)) == ((), True)


def test_lines_that_the_file_wraps_go_on_and_those_of_pre_stay() -> None:
    body = "<div>\n  One\n  two</div>\n<pre>a\n b</pre>" + choice("A", "B")
    assert only(item(response("A"), body)).stem == "<p> One two</p> <pre>a\n b</pre>"


@st.composite
def trees(draw: st.DrawFn) -> bytes:
    attributes = st.sampled_from(
        ["", " identifier='A'", " responseIdentifier='A' cardinality='multiple'", " mapKey='A'"]
    )
    words = st.text("aA1. ", max_size=5)
    inner = st.recursive(
        words,
        lambda below: st.builds(
            "<{0}{1}>{2}</{0}>".format, st.sampled_from(TAGS), attributes, st.lists(below, max_size=4).map("".join)
        ),
        max_leaves=12,
    )
    return f"<assessmentItem>{draw(inner)}<itemBody>{draw(inner)}</itemBody>{draw(inner)}</assessmentItem>".encode()


@settings(deadline=None)
@given(
    st.binary() | trees() | trees().map(lambda data: package({"a.xml": data})) | st.binary().map(b"PK\x03\x04".__add__)
)
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read(data), ImportedFile)
    except Unreadable as refusal:
        assert str(refusal)
