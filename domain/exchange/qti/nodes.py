"""Reading the parts of a QTI item: one spelling for the names of all versions, numbers, and contents as HTML."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from domain.items.richtext import TAGS

MEDIA = {"img", "object", "audio", "video", "svg", "math", "embed", "iframe"}
FEEDBACK = {"feedbackinline", "feedbackblock"}
_SILENT = FEEDBACK | {"script", "style", "stylesheet", "templateinline", "templateblock", "cataloginfo", "prompt"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
UNDERLINE, QUOTE = "underline", "quote"  # classes of ours: a span for <u>, a block in a quotation
_PLAIN = {"stem", "scenario", QUOTE}  # classes of blocks of ours that are no paragraphs
_BLOCKS = _HEADINGS | {"p", "div", "ul", "ol", "pre", "blockquote", "table"}
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)

Piece = str | Element


def simplify(root: Element) -> Element:
    """The same tree with names that all versions share: no namespace, no `qti-`, no hyphens, lower case."""
    for node in root.iter():
        node.tag = _name(node.tag)
        if node.attrib:
            named = {_name(key): value for key, value in node.attrib.items()}
            node.attrib.clear()
            node.attrib.update(named)
    return root


@lru_cache(maxsize=1000)
def _name(name: str) -> str:
    return name.rpartition("}")[2].lower().removeprefix("qti-").replace("-", "")


def words(node: Element | None) -> str:
    """The text of a node on one line; empty without a node."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def figure(text: str) -> float | None:
    """The finite number that a text is; None when it is none."""
    plain = text.strip()
    number = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    return number if math.isfinite(number) else None


def named(node: Element, name: str) -> bool:
    """Whether a node is of a class (the attribute `class` holds names parted by spaces)."""
    return name in node.get("class", "").split()


def asks(node: Element) -> bool:
    """Whether a node is an interaction, which is where a candidate answers."""
    return node.tag.endswith("interaction")


def alone(node: Element) -> bool:
    """Whether a node holds one interaction and nothing else."""
    return len(node) == 1 and asks(node[0]) and not f"{node.text or ''}{node[0].tail or ''}".strip()


def html(node: Element) -> str:
    """The contents of a node as HTML that is not yet safe; what only some candidates see is not in it."""
    return "".join(piece for piece in pieces(node) if isinstance(piece, str))


def pieces(node: Element, pre: bool = False) -> Iterator[Piece]:
    """The contents of a node in their order: HTML that is not yet safe, and the interactions between it."""
    yield _text(node.text, pre)
    for child in node:
        yield from _inner(child, pre or child.tag == "pre")
        yield _text(child.tail, pre)


def _inner(node: Element, pre: bool) -> Iterator[Piece]:
    if asks(node):
        yield node
    elif node.tag == "br" or node.tag in MEDIA:
        yield f"<{node.tag}>"
    elif node.tag not in _SILENT and not _for_others(node):
        before, after = _tags(node)
        yield before
        yield from pieces(node, pre)
        yield after


def _for_others(node: Element) -> bool:
    """Whether a node speaks to graders or authors alone."""
    return node.tag == "rubricblock" and "candidate" not in node.get("view", "candidate").split()


def _tags(node: Element) -> tuple[str, str]:
    """What stands around the contents of a node; a plain block becomes a paragraph, an unknown tag nothing."""
    if alone(node):
        return "", ""
    if node.tag in _HEADINGS:
        return "<p><strong>", "</strong></p>"
    if node.tag == "div" and not any(child.tag in _BLOCKS or asks(child) for child in node.iter() if child is not node):
        return ("", "") if node.get("class") in _PLAIN else ("<p>", "</p>")
    if node.tag == "span" and named(node, UNDERLINE):
        return "<u>", "</u>"
    return (f"<{node.tag}>", f"</{node.tag}>") if node.tag in TAGS else ("", "")


def _text(text: str | None, pre: bool) -> str:
    """A text in HTML; a line that the file wraps, outside of `pre`, goes on."""
    return escape((text or "") if pre else _unwrapped(text or ""), quote=False).replace("\xa0", "&nbsp;")


def _unwrapped(text: str) -> str:
    """The text on one line; spaces around a line's end are one space."""
    first, *others = text.split("\n")
    if not others:
        return text
    inner = [line.strip(" \t") for line in others[:-1]]
    return " ".join([first.rstrip(" \t"), *filter(None, inner), others[-1].lstrip(" \t")])
