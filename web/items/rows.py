"""Rows of an item's form: buttons that add, move or drop them; everything typed stays, nothing is stored."""

from collections.abc import Callable

from domain.items.content import MOST_QUESTIONS
from domain.items.parts import MOST_OPTIONS
from web.items.inputs import ItemInput, padded
from web.items.kinds.typed import QuestionInput


def reshaped(typed: ItemInput, wanted: str) -> ItemInput | None:
    """The form after a button of its rows (`option.0`, `question`, ...); None when it was another button."""
    verb, *places = wanted.split(".")
    at = [int(each) for each in places if each.isascii() and each.isdecimal() and len(each) < 3]
    known = [padded(each) for each in typed.questions]
    if verb == "shape":
        return typed.model_copy(update={"questions": known})
    if verb == "question":
        more = [padded(QuestionInput())] if len(typed.questions) < MOST_QUESTIONS else []
        return typed.model_copy(update={"questions": typed.questions + more})
    if verb not in (*_CHANGES, "drop") or not at or at[0] >= len(typed.questions):
        return None
    before, one, after = typed.questions[: at[0]], typed.questions[at[0]], typed.questions[at[0] + 1 :]
    # The last question stays: an item needs one.
    middle = [] if verb == "drop" and before + after else [_changed(one, verb, at[1:])]
    return typed.model_copy(update={"questions": before + middle + after})


def _changed(one: QuestionInput, verb: str, at: list[int]) -> QuestionInput:
    return _CHANGES[verb](one, at) if verb in _CHANGES else one


def _option(one: QuestionInput, _: list[int]) -> QuestionInput:
    more = [""] if len(one.options) < MOST_OPTIONS else []
    partners = one.partners + more if one.partners else []
    return one.model_copy(update={"options": one.options + more, "partners": partners})


def _other(one: QuestionInput, _: list[int]) -> QuestionInput:
    more = [""] if len(one.others) < MOST_OPTIONS else []
    return one.model_copy(update={"others": one.others + more})


def _up(one: QuestionInput, at: list[int]) -> QuestionInput:
    """One line of an ordering up."""
    rows = list(one.options)
    if at and 0 < at[0] < len(rows):
        rows[at[0] - 1], rows[at[0]] = rows[at[0]], rows[at[0] - 1]
    return one.model_copy(update={"options": rows})


_CHANGES: dict[str, Callable[[QuestionInput, list[int]], QuestionInput]] = {
    "option": _option,
    "other": _other,
    "up": _up,
}
