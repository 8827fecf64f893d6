"""What differs between two versions or forms of an item, in words."""

from typing import Any, NamedTuple

from domain.items.richtext import clean
from web.items.inputs import ItemInput


class FieldChange(NamedTuple):
    """One field that differs: its label, and what stands there on either side."""

    label: str
    before: str
    after: str


def changes(before: ItemInput, after: ItemInput) -> list[FieldChange]:
    """Everything that differs, in the order of the form; rich text is compared as it would be stored."""
    one, other = _flat(before), _flat(after)
    names = dict.fromkeys([*one, *other])
    found = [FieldChange(name, one.get(name, ""), other.get(name, "")) for name in names]
    return [each for each in found if each.before != each.after]


def _flat(form: ItemInput) -> dict[str, str]:
    flat = {key.replace("_", " ").capitalize(): _said(value) for key, value in form if key != "questions"}
    for number, question in enumerate(form.questions, 1):
        flat |= {f"Question {number}, {key.replace('_', ' ')}": _said(value) for key, value in question}
    return {name: value for name, value in flat.items() if value}


def _said(value: Any) -> str:
    if isinstance(value, list):
        # Places count from 0 in a form, and from 1 for people.
        return "; ".join(said for each in value if (said := _said(each + 1 if isinstance(each, int) else each)))
    if isinstance(value, bool):
        return "yes" if value else ""
    return clean(value) if isinstance(value, str) else str(value)
