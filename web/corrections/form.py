"""The form of a correction: a key for each question by its kind, read as it was typed and refused in sentences."""

from typing import NamedTuple

from starlette.datastructures import FormData

from domain.items.content import Item
from domain.items.questions import flaw_of
from domain.lengths import LONGEST_CORRECTION, LONGEST_DRAFT_VALUE, SHORTEST_REASON
from domain.messages import Message, msg
from web.applications.answers import text
from web.items.kinds.pages import Typed
from web.items.kinds.registry import KIND_PAGES

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
    return {
        name: [str(value)[:LONGEST_DRAFT_VALUE] for value in posted.getlist(name) if isinstance(value, str)]
        for name in names
    }


def typed_from(item: Item, credited: bool) -> Typed:
    """The form as it opens: the keys in force."""
    typed: Typed = {"credit": ["yes"] if credited else [], "reason": [""]}
    for number, question in enumerate(item.questions):
        typed |= KIND_PAGES[question.kind].typed_key(f"q{number}", question)
    return typed


def requested_change(item: Item, credited: bool, posted: FormData) -> CorrectionInput:
    """What a posted form asks for, measured against the keys in force."""
    credit_all, reason, errors = text(posted, "credit") == "yes", text(posted, "reason").strip(), dict[str, Message]()
    questions = []
    for number, question in enumerate(item.questions):
        key, flaw = question.key, Message()
        # Where everybody is credited nothing is scored by the key, so it stays.
        if not credit_all:
            key, flaw = KIND_PAGES[question.kind].read_key(f"q{number}", question, posted)
            flaw = flaw or flaw_of(question.model_copy(update={"key": key}))
        if flaw:
            errors[f"q{number}"] = (
                msg("Question {number}: {flaw}", number=number + 1, flaw=flaw) if len(item.questions) > 1 else flaw
            )
        questions.append(question.model_copy(update={"key": key}))
    changed = item.model_copy(update={"questions": tuple(questions)})
    if not errors and (changed, credit_all) == (item, credited):
        errors["q0"] = msg("This is the key already. Change it, or credit everybody.")
    if not SHORTEST_REASON <= len(reason) <= LONGEST_CORRECTION:
        errors["reason"] = msg(
            "Say in {shortest_reason} to {longest_reason} characters why the key is wrong.",
            shortest_reason=SHORTEST_REASON,
            longest_reason=LONGEST_CORRECTION,
        )
    return CorrectionInput(changed, credit_all, reason, errors)
