"""What a QTI item of ours declares, and the rules by which it scores."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from domain.exchange.moodle.export import number
from domain.exchange.qti.answers import Mapping
from domain.exchange.qti.item import EXPLAINS
from domain.exchange.qti.outgoing import OutgoingQuestion


def declare(root: Element, parts: Sequence[OutgoingQuestion]) -> None:
    """Declare the responses with what is right, the score, and what explains."""
    for part in parts:
        _response(root, part)
    total = sum(part.asked.points for part in parts)
    score = _outcome(root, "SCORE", "float")
    score.set("normalMaximum", str(total))
    _values(score, "defaultValue", ["0"])
    _values(_outcome(root, "MAXSCORE", "float"), "defaultValue", [str(total)])
    for part in parts:
        if part.asked.explanation:
            _outcome(root, f"{EXPLAINS}{part.name}", "identifier")


def _response(root: Element, part: OutgoingQuestion) -> None:
    kind = {"identifier": part.name, "cardinality": part.cardinality, "baseType": part.base}
    node = SubElement(root, "responseDeclaration", kind)
    _values(node, "correctResponse", part.correct)
    if part.mapping:
        _mapping(node, part.mapping, part.base == "string")


def _mapping(node: Element, mapping: Mapping, texts: bool) -> None:
    bounds = {"lowerBound": mapping.lower, "upperBound": mapping.upper, "defaultValue": mapping.default}
    inner = SubElement(node, "mapping", {name: number(bound) for name, bound in bounds.items() if bound is not None})
    for entry in mapping.entries:
        node = SubElement(inner, "mapEntry", mapKey=entry.key, mappedValue=number(entry.value))
        if texts:
            node.set("caseSensitive", "true" if entry.case_sensitive else "false")


def _outcome(root: Element, name: str, base: str) -> Element:
    return SubElement(root, "outcomeDeclaration", identifier=name, cardinality="single", baseType=base)


def _values(node: Element, tag: str, texts: Iterable[str]) -> None:
    inner = SubElement(node, tag)
    for text in texts:
        SubElement(inner, "value").text = text


def process(parts: Sequence[OutgoingQuestion]) -> Element:
    """The rules: a template where one says all, else the points of each response added up."""
    node, first = Element("responseProcessing"), parts[0]
    if len(parts) == 1 and first.mapping:
        node.set("template", "map_response")
    # The template match_correct gives exactly 1.
    elif len(parts) == 1 and first.asked.points == 1 and not first.bounds:
        node.set("template", "match_correct")
    else:
        for part in parts:
            _rule(node, part)
    return node


def _rule(node: Element, part: OutgoingQuestion) -> None:
    """One rule: add what the mapping gives, or all points when the response is right."""
    if part.mapping:
        SubElement(_add(node), "mapResponse", identifier=part.name)
        return
    inner = SubElement(SubElement(node, "responseCondition"), "responseIf")
    if part.bounds:
        test = SubElement(inner, "and")
        for tag, bound in zip(("gte", "lte"), part.bounds, strict=True):
            _bound(test, tag, part.name, bound=bound)
    else:
        test = SubElement(inner, "match")
        SubElement(test, "variable", identifier=part.name)
        SubElement(test, "correct", identifier=part.name)
    SubElement(_add(inner), "baseValue", baseType="float").text = str(part.asked.points)


def _add(node: Element) -> Element:
    """A sum that is added to the score; what it adds goes into it."""
    total = SubElement(SubElement(node, "setOutcomeValue", identifier="SCORE"), "sum")
    SubElement(total, "variable", identifier="SCORE")
    return total


def _bound(test: Element, tag: str, name: str, *, bound: str) -> None:
    inner = SubElement(test, tag)
    SubElement(inner, "variable", identifier=name)
    SubElement(inner, "baseValue", baseType="float").text = bound
