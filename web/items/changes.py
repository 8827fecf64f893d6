"""What differs between two versions or forms of an item, in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from domain.items.richtext import clean
from domain.messages import Message, msg
from web.items.field_names import field_name
from web.items.inputs import ItemInput

YES = msg("yes")


class FieldChange(NamedTuple):
    """One field that differs: its label, and what stands there on either side."""

    label: Message
    before: Message | str
    after: Message | str


def changes(before: ItemInput, after: ItemInput) -> list[FieldChange]:
    """Everything that differs, in the order of the form; rich text is compared as it would be stored."""
    one, other = dict(_flat(before)), dict(_flat(after))
    places = dict.fromkeys([*one, *other])
    found = [FieldChange(field_name(*place), one.get(place, ""), other.get(place, "")) for place in places]
    return [each for each in found if each.before != each.after]


def _flat(form: ItemInput) -> Iterator[tuple[tuple[str, int | None], Message | str]]:
    """What is filled in, by its field and the number of its question."""
    for key, value in form:
        if key != "questions" and (said := _said(value)):
            yield (key, None), said
    for number, question in enumerate(form.questions, 1):
        for key, value in question:
            if said := _said(value):
                yield (key, number), said


def _said(value: Any) -> Message | str:
    if isinstance(value, list):
        # Places count from 0 in a form, and from 1 for people.
        return "; ".join(str(said) for each in value if (said := _said(each + 1 if isinstance(each, int) else each)))
    if isinstance(value, bool):
        return YES if value else ""
    return clean(value) if isinstance(value, str) else str(value)
