"""What the candidates of the benchmark answer: three different replies to a question of each kind."""

from collections.abc import Callable
from typing import Any

from domain.items.parts import Kind
from domain.items.questions import Question

Json = dict[str, Any]
TEXTS = ("hallmark", "a stamp", "a seal")


def reply(question: Question, turn: int) -> Json:
    """The reply of a turn (0, 1 or 2) as a browser sends it; it always fits the question."""
    keys = [each.key for each in question.options]
    turned = keys[turn % len(keys) :] + keys[: turn % len(keys)] if keys else []
    return REPLIES[question.kind](keys, turned, turn)


def _one(_keys: list[str], turned: list[str], _turn: int) -> Json:
    return {"options": turned[:1]}


def _several(_keys: list[str], turned: list[str], turn: int) -> Json:
    return {"options": turned[: turn + 1]}


def _number(_keys: list[str], _turned: list[str], turn: int) -> Json:
    return {"number": str(20 + turn)}


def _text(_keys: list[str], _turned: list[str], turn: int) -> Json:
    return {"text": TEXTS[turn]}


def _order(_keys: list[str], turned: list[str], _turn: int) -> Json:
    return {"options": turned}


def _pairs(keys: list[str], turned: list[str], _turn: int) -> Json:
    return {"pairs": dict(zip(keys, turned, strict=True))}


REPLIES: dict[Kind, Callable[[list[str], list[str], int], Json]] = {
    Kind.SINGLE: _one,
    Kind.MULTIPLE: _several,
    Kind.TRUE_FALSE: _one,
    Kind.NUMERIC: _number,
    Kind.SHORT_TEXT: _text,
    Kind.ORDERING: _order,
    Kind.MATCHING: _pairs,
}
