"""What a QTI item declares as right: its response declarations with their mappings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from domain.exchange.common import Unusable
from domain.exchange.qti.nodes import figure, words
from domain.messages import msg


class MappingEntry(NamedTuple):
    """One answer of a mapping and the points that it is worth."""

    key: str
    value: float
    case_sensitive: bool = True


@dataclass(frozen=True)
class Mapping:
    """What answers are worth: those named, `default` for each other, the sum kept between `lower` and `upper`."""

    entries: tuple[MappingEntry, ...]
    default: float = 0.0
    lower: float | None = None
    upper: float | None = None

    def worth(self, key: str) -> float:
        """The points of one answer, before the sum is kept in its bounds."""
        return self._worths.get(key, self.default)

    @cached_property
    def _worths(self) -> dict[str, float]:
        return {entry.key: entry.value for entry in self.entries}

    def total(self, keys: Iterable[str]) -> float:
        """The points of several answers together, kept in the bounds."""
        total = sum(self.worth(key) for key in keys)
        total = total if self.lower is None else max(total, self.lower)
        return total if self.upper is None else min(total, self.upper)


class DeclaredAnswer(NamedTuple):
    """One response declaration; pairs have one space between their two names."""

    identifier: str
    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapping: Mapping | None


def declared(item: Element) -> dict[str, DeclaredAnswer]:
    """The response declarations of an item under their identifiers; raises Unusable for points that are no number."""
    return {answer.identifier: answer for answer in map(_answer, item.findall("responsedeclaration"))}


def _answer(node: Element) -> DeclaredAnswer:
    return DeclaredAnswer(
        identifier=node.get("identifier", ""),
        cardinality=node.get("cardinality", "single"),
        base=node.get("basetype", "").lower(),
        correct=tuple(filter(None, map(words, node.findall("correctresponse/value")))),
        mapping=_mapping(node.find("mapping")),
    )


def _mapping(node: Element | None) -> Mapping | None:
    if node is None:
        return None
    return Mapping(
        tuple(map(_entry, node.findall("mapentry"))),
        _points(node.get("defaultvalue", "0")),
        *(None if bound is None else _points(bound) for bound in map(node.get, ("lowerbound", "upperbound"))),
    )


def _entry(node: Element) -> MappingEntry:
    # A pair is two names with one space between them, however the file parts them.
    key = " ".join(node.get("mapkey", "").split())
    return MappingEntry(key, _points(node.get("mappedvalue", "")), node.get("casesensitive", "true").strip() != "false")


def _points(text: str) -> float:
    number = figure(text)
    if number is None:
        raise Unusable(
            msg("“{text}” is no number of points. Write it with digits and a point, such as 0.5.", text=text[:40])
        )
    return number
