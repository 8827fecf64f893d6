"""QTI that scores by rules of its own: bounds of a number, capitals and points are read, the rest is simplified."""

import pytest

from domain.exchange.qti.reading import read
from tests.domain.exchange.qti_samples import entry, item, only, response, sentences, told

NUMBER = response("10", "single float")
ASKED = f"<p>How many?</p><p>{entry()}</p>"
VARIABLE, RIGHT = "<variable identifier='RESPONSE'/>", "<correct identifier='RESPONSE'/>"


def given(points: str) -> str:
    return f"<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>{points}</baseValue></setOutcomeValue>"


def rules(test: str, points: str = "1", more: str = "") -> str:
    inner = f"<responseCondition><responseIf>{test}{given(points)}</responseIf>{more}</responseCondition>"
    return f"<responseProcessing>{inner}</responseProcessing>"


def bound(tag: str, number: str) -> str:
    return f"<{tag}>{VARIABLE}<baseValue baseType='float'>{number}</baseValue></{tag}>"


@pytest.mark.parametrize(
    ("test", "low", "high"),
    [
        (f"<and>{bound('gte', '9.5')}{bound('lte', '11')}</and>", 9.5, 11),
        (f"<equal toleranceMode='absolute' tolerance='0.1 0.2'>{VARIABLE}{RIGHT}</equal>", 9.9, 10.2),
        (f"<equal toleranceMode='relative' tolerance='5'>{VARIABLE}{RIGHT}</equal>", 9.5, 10.5),
        (f"<equal toleranceMode='exact'>{VARIABLE}{RIGHT}</equal>", 10, 10),
        (bound("equal", "12"), 12, 12),
        (f"<match>{VARIABLE}{RIGHT}</match>", 10, 10),
    ],
)
def test_rules_can_hold_a_number_in_bounds(test: str, low: float, high: float) -> None:
    question = only(item(NUMBER, ASKED, rules(test, "3")))
    assert (question.key.low, question.key.high, question.points) == (low, high, 3)


def test_a_rule_can_forgive_capitals() -> None:
    test = f"<stringMatch caseSensitive='false'>{VARIABLE}{RIGHT}</stringMatch>"
    question = only(item(response("York", "single string"), ASKED, rules(test)))
    assert (question.key.texts, question.key.case_sensitive) == (("York",), False)


@pytest.mark.parametrize(
    "tail",
    [
        rules(f"<and>{bound('gt', '9')}{bound('lt', '11')}</and>"),
        rules(f"<match>{VARIABLE}{RIGHT}</match>", "2", f"<responseElse>{given('1')}</responseElse>"),
        rules(f"<patternMatch pattern='1.'>{VARIABLE}</patternMatch>"),
        rules("<baseValue baseType='boolean'>true</baseValue>"),
        "<responseProcessing><setOutcomeValue identifier='SCORE'/></responseProcessing>",
    ],
)
def test_rules_that_we_do_not_have_are_simplified_and_told(tail: str) -> None:
    data = item(NUMBER, ASKED, tail)
    assert (len(read(data).items), told(data)) == (1, [(2, "Q1", True)])
    assert "simplified to all or nothing" in sentences(data)
