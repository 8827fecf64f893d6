"""The body of a QTI item, taken apart into the scenario and what each interaction asks."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from domain.exchange.common import Unsupported
from domain.exchange.qti.nodes import Piece, alone, asks, html, named, pieces
from domain.items.content import MOST_QUESTIONS
from domain.messages import msg

_INLINE = {"textentryinteraction", "inlinechoiceinteraction"}
_PARTED = re.compile(r"<(?:p|ul|ol|pre|blockquote|table)>")
_GAP = "____"


class Interaction(NamedTuple):
    """One interaction and the HTML, not yet safe, that asks for its answer."""

    node: Element
    stem: str


class ItemBody(NamedTuple):
    """What a body says: HTML, not yet safe, for all questions together, and each of them."""

    scenario: str
    asked: tuple[Interaction, ...]


def take_apart(body: Element) -> ItemBody:
    """The scenario and the questions of a body; raises Unsupported when there are none or too many."""
    intro = _scenario(body)
    parts = list(pieces(body))
    nodes = [part for part in parts if isinstance(part, Element)]
    if not nodes:
        raise Unsupported(msg("It has no place to answer, so it is no question here."))
    if len(nodes) > MOST_QUESTIONS:
        raise Unsupported(
            msg(
                "It asks more than {most_questions} questions. Split it into smaller items.",
                most_questions=MOST_QUESTIONS,
            )
        )
    gaps = _gaps(body)
    if len(nodes) == 1:
        return ItemBody(intro, (Interaction(nodes[0], _stem(_marked(parts, _GAP if gaps else ""), nodes[0])),))
    if gaps:
        return _with_gaps(intro, parts, gaps)
    return _one_by_one(intro, parts)


def _scenario(body: Element) -> str:
    """Take the block that is marked as the scenario out of a body."""
    marked = [node for node in body.iter("div") if named(node, "scenario") and not any(map(asks, node.iter()))]
    text = html(marked[0]) if marked else ""
    # Emptied, or its text would come once more, in the first stem.
    for node in marked[:1]:
        node.text, node[:] = "", []
    return text


def _gaps(body: Element) -> list[Element]:
    """The interactions that stand inside a sentence, rather than alone in their block."""
    return [child for parent in body.iter() if not alone(parent) for child in parent if child.tag in _INLINE]


def _marked(parts: Sequence[Piece], mark: str) -> str:
    """The text of all parts, with a mark where an interaction stands."""
    return "".join(part if isinstance(part, str) else mark for part in parts)


def _stem(before: str, node: Element) -> str:
    """What comes before an interaction, and then its own prompt."""
    prompt = next((html(child) for child in node if child.tag == "prompt"), "")
    if not before.strip() or not prompt:
        return before + prompt
    return before + (prompt if _PARTED.search(prompt) else f"<p>{prompt}</p>")


def _with_gaps(intro: str, parts: Sequence[Piece], gaps: Sequence[Element]) -> ItemBody:
    """A text with numbered gaps: it is the scenario, and each question is one of the gaps."""
    text, asked = [intro], list[Interaction]()
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        else:
            number = len(asked) + 1
            text.append(f"__({number})__" if part in gaps else "")
            asked.append(Interaction(part, _stem("", part) or f"{'Gap' if part in gaps else 'Question'} ({number})"))
    return ItemBody("".join(text), tuple(asked))


def _one_by_one(intro: str, parts: Sequence[Piece]) -> ItemBody:
    """Questions one after the other: each is asked by what stands before it, and the last also by what follows.

    Where the first has a prompt of its own, what stands before it is for all of them.
    """
    asked, before = list[Interaction](), ""
    for part in parts:
        if isinstance(part, str):
            before += part
        elif not asked and not intro and any(child.tag == "prompt" for child in part):
            asked, intro, before = [Interaction(part, _stem("", part))], before, ""
        else:
            asked, before = [*asked, Interaction(part, _stem(before, part))], ""
    last = asked[-1]
    return ItemBody(intro, (*asked[:-1], Interaction(last.node, last.stem + before)))
