"""The markup of QTI files that we write: safe HTML as elements, and the names of each version."""

import re
from html.parser import HTMLParser
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from domain.exchange.qti.nodes import QUOTE, UNDERLINE
from domain.items.richtext import TAGS, clean

Version = Literal["2.2", "3.0"]
NAMESPACES: dict[Version, str] = {
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_TEMPLATES = {
    "2.2": "http://www.imsglobal.org/question/qti_v2p2/rptemplates/{}",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
}
_CAPITAL = re.compile(r"(?=[A-Z])")


class _Builder(HTMLParser):
    """Puts HTML into an element as children."""

    def __init__(self, node: Element) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [node]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; only a line break has no end."""
        node = SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag != "br":
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """End the element; safe HTML ends each in turn."""
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Put a text after what is there."""
        node = self._open[-1]
        if len(node):
            node[-1].tail = (node[-1].tail or "") + data
        else:
            node.text = (node.text or "") + data


def block(tag: str, html: str, name: str = "") -> Element:
    """An element of a class (`name`) with this safe HTML in it."""
    node = Element(tag, {"class": name} if name else {})
    builder = _Builder(node)
    builder.feed(clean(html))
    builder.close()
    for inner in list(node.iter()):
        _conform(inner)
    return node


def _conform(node: Element) -> None:
    """Say what QTI has no tag for with a class instead: underlined words, and words right in a quotation."""
    if node.tag == "u":
        node.tag = "span"
        node.set("class", UNDERLINE)
    if node.tag == "blockquote" and any(text and text.strip() for text in (node.text, *(each.tail for each in node))):
        words = Element("div", {"class": QUOTE})
        words.text, words[:] = node.text, list(node)
        node.text, node[:] = None, [words]


def in_version(item: Element, version: Version) -> Element:
    """An item in the words of 2.2 turned into those of a version, with its namespace."""
    if version == "3.0":
        # A list, as the walk would not bear a tree that changes under it.
        for node in list(item.iter()):
            _modernise(node)
    for node in item.iter("responseProcessing" if version == "2.2" else "qti-response-processing"):
        if name := node.get("template"):
            node.set("template", _TEMPLATES[version].format(name))
    item.set("xmlns", NAMESPACES[version])
    return item


def _modernise(node: Element) -> None:
    """Give a node the names of 3.0; HTML keeps its own, and feedback has a body of its own there."""
    if node.tag == "modalFeedback":
        body = Element("qti-content-body")
        body.text, body[:] = node.text, list(node)
        node.text, node[:] = None, [body]
    if node.tag not in TAGS | {"div", "span"}:
        node.tag = f"qti-{_kebab(node.tag)}"
    for name, value in list(node.attrib.items()):
        del node.attrib[name]
        node.set(_kebab(name), value)


def _kebab(name: str) -> str:
    return _CAPITAL.sub("-", name).lower()
