"""The answers of the application form: what they are, and how one section is checked against the policy pack."""

import re
from collections.abc import Mapping
from decimal import Decimal

from domain.applications.form import Form
from domain.applications.kept_answers import CheckedSection
from domain.applications.value_sentences import missing
from domain.applications.values import BadAnswer, read, tidy
from domain.messages import Message, msg
from domain.policy.parts import Field

Raw = Mapping[str, str | list[str]]
MOST_OWNERS = 50
MOST_CHOICES = 100


def section_fields(form: Form, section: str) -> list[Field]:
    """The questions of one section that this legal form is asked under these circumstances, in order."""
    return [field for field in form.asks.fields if field.section == section and form.wants(field)]


def check_section(form: Form, section: str, raw: Raw) -> CheckedSection:
    """Check the typed values of one section by field key; unknown keys are ignored, owners are `owners.0.name`."""
    if section == "owners":
        return _check_owners(form, raw)
    values: dict[str, str | list[str]] = {}
    errors: dict[str, Message] = {}
    fields = section_fields(form, section)
    for field in fields:
        _take(form, field, raw.get(field.key, ""), key=field.key, values=values, errors=errors)
    typed = {field.key: raw[field.key] for field in fields if field.key in raw}
    return CheckedSection(values=values, errors=errors, raw=typed)


def people(raw: Raw) -> dict[int, dict[str, str]]:
    """The typed entries of the owners section by their number; entries without any value are left out."""
    entries: dict[int, dict[str, str]] = {}
    for key, value in raw.items():
        if match := re.fullmatch(r"owners\.(\d{1,4})\.([a-z0-9_]+)", key, re.ASCII):
            entries.setdefault(int(match[1]), {})[match[2]] = _first(value)
    return {number: entries[number] for number in sorted(entries) if any(map(tidy, entries[number].values()))}


def _check_owners(form: Form, raw: Raw) -> CheckedSection:
    fields, entries = section_fields(form, "owners"), people(raw)
    errors: dict[str, Message] = {}
    if not entries and fields:
        errors[f"owners.0.{_column(fields[0])}"] = msg("Enter at least one person: an owner or somebody who may sign.")
    if len(entries) > MOST_OWNERS:
        errors[f"owners.{max(entries)}.{_column(fields[0])}"] = msg(
            "Name {most_owners} people at most.", most_owners=MOST_OWNERS
        )
    owners = []
    for number, entry in list(entries.items())[:MOST_OWNERS]:
        values, wrong = _check_person(form, fields, entry)
        owners.append(values)
        errors |= {f"owners.{number}.{column}": sentence for column, sentence in wrong.items()}
    # In decimals: binary fractions of shares that make 100 can add up to a hair more.
    if sum(Decimal(owner.get("share", "0")) for owner in owners) > 100:
        last = max(number for number, entry in entries.items() if entry.get("share"))
        errors.setdefault(f"owners.{last}.share", msg("Lower the shares: together they are more than 100 %."))
    return CheckedSection(owners=owners, errors=errors, raw={k: v for k, v in raw.items() if k.startswith("owners.")})


def _check_person(form: Form, fields: list[Field], entry: dict[str, str]) -> tuple[dict[str, str], dict[str, Message]]:
    values: dict[str, str | list[str]] = {}
    wrong: dict[str, Message] = {}
    for field in fields:
        _take(form, field, entry.get(_column(field), ""), key=_column(field), values=values, errors=wrong)
    has_share = any(_column(field) == "share" for field in fields)
    if has_share and values.get("role") == "owner" and not values.get("share"):
        wrong.setdefault("share", msg("Enter the share that this owner holds, such as 60 or 33.33."))
    return {key: _first(value) for key, value in values.items()}, wrong


def _take(
    form: Form,
    field: Field,
    typed: str | list[str],
    *,
    key: str,
    values: dict[str, str | list[str]],
    errors: dict[str, Message],
) -> None:
    """Read one field into the values, or its sentence into the errors, under the key."""
    many = field.kind in ("categories", "topics")
    given = [each for each in ([typed] if isinstance(typed, str) else typed) if tidy(each)]
    given = list(dict.fromkeys(given))[: MOST_CHOICES if many else 1]
    if not given:
        if field.required:
            errors[key] = missing(field)
        return
    try:
        normal = [read(form, field, each) for each in given]
    except BadAnswer as refused:
        errors[key] = refused.message
        return
    values[key] = normal if many else normal[0]


def _column(field: Field) -> str:
    return field.key.removeprefix("owners.")


def _first(value: str | list[str]) -> str:
    return value if isinstance(value, str) else next(iter(value), "")
