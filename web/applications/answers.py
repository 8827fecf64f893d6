"""The answers of a form on their way in and out: read from a request, kept as typed, put into words."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import FormData

from domain.applications.answers import MOST_OWNERS, check_section, people, section_fields
from domain.applications.form import Form
from domain.applications.kept_answers import Answers, CheckedSection
from domain.applications.requirements import SECTIONS
from domain.applications.values import COUNTRIES
from domain.lengths import LONGEST_DRAFT_VALUE
from domain.matching.words import fold
from domain.messages import Message, msg
from domain.policy.parts import Choice, Field
from words.formats import country, day, listed
from words.reader import current
from words.wording import word

Typed = dict[str, str | list[str]]
MANY = ("categories", "topics")  # kinds of questions that take several answers
CONFIRMED = msg("yes")  # an agreement to a text is kept as the text's mark, which means nothing to people


class FormQuestion(NamedTuple):
    """One input of a page: the pack's field, its name, what stands in it, and what is wrong with that."""

    field: Field
    name: str
    value: str | list[str]
    error: Message
    options: list[tuple[str, str]]


async def _posted(request: Request) -> AsyncIterator[FormData]:
    # Large uploads lie in temporary files until the form is closed.
    async with request.form() as posted:
        yield posted


Posted = Annotated[FormData, Depends(_posted)]


def text(posted: FormData, name: str) -> str:
    """One text field of a posted form, or an empty text."""
    value = posted.get(name)
    return value if isinstance(value, str) else ""


def typed(form: Form, section: str, posted: FormData) -> Typed:
    """What was typed into one section: only the questions asked, without what no database can keep."""
    many = {field.key for field in section_fields(form, section) if field.kind in MANY}
    columns = {field.key.removeprefix("owners.") for field in section_fields(form, section)}
    raw: Typed = {}
    for name in posted:
        texts = [_clean(value) for value in posted.getlist(name) if isinstance(value, str)]
        asked = name.startswith(f"{section}.") and (section != "owners" or name.rpartition(".")[2] in columns)
        if texts and asked:
            raw[name] = texts if name in many else texts[0]
    return raw


def keep(form: Form, answers: Answers, section: str, *, raw: Typed) -> Answers:
    """The answers after saving: what is right in normal form, what is wrong as it was typed."""
    checked = check_section(form, section, raw)
    if section == "owners":
        entries = list(people(raw).values())[:MOST_OWNERS]
        owners = [_filled(entry) | right for entry, right in zip(entries, checked.owners, strict=True)]
        return answers.with_section(section, CheckedSection(owners=owners))
    given = {key: value for key, value in checked.raw.items() if any(value)}
    return answers.with_section(section, CheckedSection(values=given | checked.values))


def held(answers: Answers, section: str) -> Typed:
    """What a section holds, by input name: the counterpart of `typed`."""
    if section == "owners":
        return {f"owners.{n}.{key}": value for n, one in enumerate(answers.owners) for key, value in one.items()}
    return dict(answers.sections.get(section, {}))


def settled(form: Form, answers: Answers) -> Answers:
    """Only the right answers to what is asked: the state in which an application is sent."""
    final = Answers()
    for section in SECTIONS[form.trade]:
        final = final.with_section(section, check_section(form, section, held(answers, section)))
    return final


def fingerprint(answers: Answers, section: str) -> str:
    """A short mark of what a section holds, by which a page notices that it was changed elsewhere."""
    content = json.dumps(held(answers, section), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:20]


def questions(
    form: Form, section: str, raw: Typed, *, errors: Mapping[str, Message], blank: bool = False
) -> list[list[FormQuestion]]:
    """The page's inputs in groups: one group, or one for each person (`blank` adds an empty one)."""
    fields = section_fields(form, section)
    if section != "owners":
        return [[_question(form, field, field.key, raw=raw, errors=errors) for field in fields]]
    numbers = list(people(raw)) or [0]
    # As long as there is nobody, the first group is the empty one.
    numbers += [max(numbers) + 1] if blank and people(raw) and len(numbers) < MOST_OWNERS else []
    return [
        [_question(form, field, _numbered(field, number), raw=raw, errors=errors) for field in fields]
        for number in numbers
    ]


def spoken(form: Form, field: Field, value: str | list[str]) -> str:
    """An answer in words: labels of choices, names of countries, written dates."""
    texts = [each for each in ([value] if isinstance(value, str) else value) if each]
    if field.statement and texts:
        return word(CONFIRMED)
    choices = _choices(form, field)
    labels = {choice.key: choice.label for choice in choices}
    return listed([_spoken(field.kind, labels, each) for each in texts], current())


def countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name of countries, sorted by name without regard to accents."""
    return sorted(((code, country(code, current())) for code in codes), key=lambda pair: fold(pair[1]))


def _spoken(kind: str, labels: Mapping[str, str], value: str) -> str:
    if kind in ("choice", *MANY):
        return labels.get(value, value)
    if kind == "country":
        return country(value, current())
    if kind == "agree":
        return word(CONFIRMED)
    if kind == "percent":
        return f"{value} %"
    try:
        return day(date.fromisoformat(value), current()) if kind == "date" else value
    except ValueError:
        return value


def _numbered(field: Field, number: int) -> str:
    return field.key.replace("owners.", f"owners.{number}.", 1)


def _question(form: Form, field: Field, name: str, *, raw: Typed, errors: Mapping[str, Message]) -> FormQuestion:
    return FormQuestion(field, name, raw.get(name, ""), errors.get(name, Message()), _options(form, field))


def _options(form: Form, field: Field) -> list[tuple[str, str]]:
    if field.kind == "country":
        return countries(COUNTRIES)
    choices = _choices(form, field)
    return [(choice.key, choice.label) for choice in choices]


def _choices(form: Form, field: Field) -> tuple[Choice, ...]:
    if field.kind == "categories":
        return form.asks.categories
    return form.pack.anchor.topics if field.kind == "topics" else field.choices


def _filled(entry: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in entry.items() if value}


def _clean(value: str) -> str:
    # NUL, and halves of surrogate pairs: no UTF-8 text in a database has either.
    return value.replace("\x00", "").encode("utf-8", "ignore").decode()[:LONGEST_DRAFT_VALUE]
