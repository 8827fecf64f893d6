"""The form of a correction: a key for each question by its kind, read as it was typed and refused in sentences."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import FormData

from domain.corrections.messages import LONGEST_REASON, SHORTEST_REASON
from domain.items.content import Item
from domain.items.kinds.numeric import readings
from domain.items.parts import Key, Kind
from domain.items.questions import Question, flaw_of
from domain.messages import Message, msg
from web.applications.answers import text

Typed = dict[str, list[str]]
LONGEST = 5_000  # of one typed value
STEPS = ("command", "do", "seen", "version", "csrftoken")


class CorrectionInput(NamedTuple):
    """What was asked for: the item with its new keys, whether everybody is credited, why, and what is wrong."""

    item: Item
    credit_all: bool
    reason: str
    errors: dict[str, Message]


def typed_of(posted: FormData) -> Typed:
    """All that was typed, by name, without what belongs to the page itself."""
    names = [name for name in posted if name not in STEPS]
    return {name: [str(value)[:LONGEST] for value in posted.getlist(name) if isinstance(value, str)] for name in names}


def typed_from(item: Item, credited: bool) -> Typed:
    """The form as it opens: the keys in force."""
    typed: Typed = {"credit": ["yes"] if credited else [], "reason": [""]}
    for number, question in enumerate(item.questions):
        typed |= _typed_key(f"q{number}", question)
    return typed


def wish_of(item: Item, credited: bool, posted: FormData) -> CorrectionInput:
    """What a posted form asks for, measured against the keys in force."""
    credit_all, reason, errors = text(posted, "credit") == "yes", text(posted, "reason").strip(), dict[str, Message]()
    questions = []
    for number, question in enumerate(item.questions):
        key, flaw = question.key, Message()
        if not credit_all:
            key, flaw = _key(f"q{number}", question, posted)
            flaw = flaw or flaw_of(question.model_copy(update={"key": key}))
        if flaw:
            errors[f"q{number}"] = (
                msg("Question {number}: {flaw}", number=number + 1, flaw=flaw) if len(item.questions) > 1 else flaw
            )
        questions.append(question.model_copy(update={"key": key}))
    changed = item.model_copy(update={"questions": tuple(questions)})
    if not errors and (changed, credit_all) == (item, credited):
        errors["q0"] = msg("This is the key already. Change it, or credit everybody.")
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        errors["reason"] = msg(
            "Say in {shortest_reason} to {longest_reason} characters why the key is wrong.",
            shortest_reason=SHORTEST_REASON,
            longest_reason=LONGEST_REASON,
        )
    return CorrectionInput(changed, credit_all, reason, errors)


def _typed_key(name: str, question: Question) -> Typed:
    key = question.key
    if question.kind == Kind.ORDERING:
        return {f"{name}.{option}": [str(place)] for place, option in enumerate(key.options, start=1)}
    if question.kind == Kind.MATCHING:
        return {f"{name}.{option}": [target] for option, target in key.pairs.items()}
    if question.kind == Kind.NUMERIC:
        return {f"{name}.low": [f"{key.low:g}"], f"{name}.high": [f"{key.high:g}"]}
    if question.kind == Kind.SHORT_TEXT:
        return {f"{name}.texts": ["\n".join(key.texts)], f"{name}.case": ["yes"] if key.case_sensitive else []}
    return {name: list(key.options)}


def _key(name: str, question: Question, posted: FormData) -> tuple[Key, Message]:
    """The key that was typed, and what is wrong with it as far as typing goes."""
    keys = [option.key for option in question.options]
    if question.kind == Kind.ORDERING:
        return _order({key: text(posted, f"{name}.{key}") for key in keys})
    if question.kind == Kind.MATCHING:
        known = {target.key for target in question.targets}
        return Key(pairs={key: at for key in keys if (at := text(posted, f"{name}.{key}")) in known}), Message()
    if question.kind == Kind.NUMERIC:
        return _range(text(posted, f"{name}.low"), text(posted, f"{name}.high"))
    if question.kind == Kind.SHORT_TEXT:
        texts = [line.strip() for line in text(posted, f"{name}.texts")[:LONGEST].splitlines() if line.strip()]
        return Key(texts=tuple(texts), case_sensitive=text(posted, f"{name}.case") == "yes"), Message()
    chosen = posted.getlist(name)
    return Key(options=tuple(key for key in keys if key in chosen)), Message()


def _order(places: Mapping[str, str]) -> tuple[Key, Message]:
    if sorted(places.values()) != sorted(str(number) for number in range(1, len(places) + 1)):
        return Key(), msg("Give every place once.")
    return Key(options=tuple(sorted(places, key=lambda key: int(places[key])))), Message()


def _range(low: str, high: str) -> tuple[Key, Message]:
    ends = [list(readings(each)) for each in (low, high)]
    if any(len(each) != 1 for each in ends):
        return Key(), msg("Give the lowest and the highest right number in figures, such as 19.5.")
    return Key(low=ends[0][0], high=ends[1][0]), Message()
