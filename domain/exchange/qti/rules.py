"""How a QTI item scores: its response processing, read as far as we can express it.

A template is known by the last part of its address, as that is written in several ways. Rules are understood when
they compare with the right response, add up a mapping, or hold a number against its bounds.
"""

from decimal import Decimal
from typing import NamedTuple
from xml.etree.ElementTree import Element

from domain.exchange.qti.answers import DeclaredAnswer
from domain.exchange.qti.nodes import figure, words
from domain.messages import msg

_TEMPLATES = {"match_correct": False, "map_response": True}
_AT_LEAST, _AT_MOST = ("gte", "gt"), ("lte", "lt")
SIMPLIFIED = msg("Its scoring was simplified to all or nothing. Check what it should give.")


class ScoringRule(NamedTuple):
    """How one response is scored: by its mapping (`maps`), or all or nothing for the right one.

    `points` is what the right one gives; `low` and `high` bound a number; `loose` forgives capitals; `simplified` says
    that the file scores in a way that we cannot.
    """

    maps: bool = False
    points: float = 1.0
    simplified: bool = False
    loose: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


def rule(processing: Element | None, answer: DeclaredAnswer) -> ScoringRule:
    """The rule for one response; without processing its mapping counts, or else the right response."""
    if processing is None or (len(processing) == 0 and not _template(processing)):
        return ScoringRule(maps=answer.mapping is not None)
    if name := _template(processing):
        maps = _TEMPLATES.get(name, False) and answer.mapping is not None
        return ScoringRule(maps=maps, simplified=name not in _TEMPLATES)
    if any(_about(node, answer) for node in processing.iter("mapresponse")):
        return ScoringRule(maps=answer.mapping is not None, simplified=answer.mapping is None)
    conditions = [node for node in processing.iter("responsecondition") if _mentions(node, answer)]
    return _by_conditions(conditions, answer) if conditions else ScoringRule(simplified=True)


def _template(processing: Element) -> str:
    """The last part of the address of a template."""
    address = processing.get("template") or processing.get("templatelocation") or ""
    return address.strip().rstrip("/").rpartition("/")[2].lower().removesuffix(".xml")


def _about(node: Element, answer: DeclaredAnswer) -> bool:
    return node.get("identifier") == answer.identifier


def _mentions(condition: Element, answer: DeclaredAnswer) -> bool:
    return any(_about(node, answer) for node in (*condition.iter("variable"), *condition.iter("correct")))


def _by_conditions(conditions: list[Element], answer: DeclaredAnswer) -> ScoringRule:
    """What conditions say of a response: points that they give, bounds of a number, capitals."""
    given = {value for each in conditions for value in _given(each)}
    others = any(not _about(node, answer) for each in conditions for node in each.iter("correct"))
    low, high, strict = _bounds(conditions, answer)
    compared = low is not None or high is not None or any(_compares(each, answer) for each in conditions)
    return ScoringRule(
        points=max(given, default=1.0),
        simplified=len(given) > 1 or others or strict or not compared,
        loose=any(node.get("casesensitive") == "false" for each in conditions for node in each.iter("stringmatch")),
        low=low,
        high=high,
    )


def _given(condition: Element) -> list[float]:
    """The points above 0 that a condition gives."""
    values = [words(node) for outcome in condition.iter("setoutcomevalue") for node in outcome.iter("basevalue")]
    return [number for number in map(figure, values) if number is not None and number > 0]


def _compares(condition: Element, answer: DeclaredAnswer) -> bool:
    """Whether a condition compares a response with the right one, as a whole."""
    return any(
        any(_about(node, answer) for node in test.iter("correct"))
        for name in ("match", "equal", "stringmatch")
        for test in condition.iter(name)
    )


def _bounds(conditions: list[Element], answer: DeclaredAnswer) -> tuple[Decimal | None, Decimal | None, bool]:
    """The lowest and the highest right number, and whether one of them was itself not right."""
    low = high = None
    strict = False
    for test in (node for each in conditions for node in each.iter() if any(_about(inner, answer) for inner in node)):
        fixed = figure(words(test.find("basevalue")))
        if test.tag in _AT_LEAST and fixed is not None:
            low, strict = Decimal(str(fixed)), strict or test.tag == "gt"
        elif test.tag in _AT_MOST and fixed is not None:
            high, strict = Decimal(str(fixed)), strict or test.tag == "lt"
        elif test.tag == "equal" and (middle := _middle(fixed, answer)) is not None:
            below, above = _tolerances(test, middle)
            low, high = middle - below, middle + above
    return low, high, strict


def _middle(fixed: float | None, answer: DeclaredAnswer) -> Decimal | None:
    """The number that an answer is held against: one in the rule, or the right response."""
    number = fixed if fixed is not None else figure(answer.correct[0]) if answer.correct else None
    # By its digits: Decimal(0.1) would keep the error of the binary fraction.
    return None if number is None else Decimal(str(number))


def _tolerances(test: Element, middle: Decimal) -> tuple[Decimal, Decimal]:
    """How far below and above a number an answer may be; `relative` ones are percentages of it."""
    parts = [figure(part) or 0.0 for part in test.get("tolerance", "").split()][:2] or [0.0]
    below, above = (abs(Decimal(str(part))) for part in (parts[0], parts[-1]))
    match test.get("tolerancemode", "exact"):
        case "absolute":
            return below, above
        case "relative":
            return abs(middle) * below / 100, abs(middle) * above / 100
    return Decimal(0), Decimal(0)
