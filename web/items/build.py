"""From the form to an item: every field read, each fault named beside its field, rich text made safe."""

import re
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.applications.values import COUNTRIES
from domain.items.content import Difficulty, Item, Picture, Reference
from domain.items.richtext import clean, to_plain
from domain.lengths import LONGEST_ALT, LONGEST_BASIS, LONGEST_STEM, LONGEST_TITLE
from domain.messages import Message, msg
from web.items.build_question import build_question
from web.items.inputs import ItemInput

REFERENCES = ("law", "guidance", "platform", "design")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,29}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class KnownTerms(NamedTuple):
    """What the form is checked against: areas and categories (key -> label), codes of items, pictures, the day."""

    areas: dict[str, str]
    categories: dict[str, str]
    codes: dict[str, UUID]
    pictures: frozenset[UUID]
    today: date


def build(typed: ItemInput, known: KnownTerms) -> tuple[Item | None, dict[str, Message]]:
    """The item, or None and a sentence for each field that has to be mended."""
    errors: dict[str, Message] = {}
    scenario = _scenario(typed, errors)
    questions = [build_question(each, f"q.{n}", errors) for n, each in enumerate(typed.questions)]
    if not questions:
        errors[""] = msg("An item needs a question. Add one.")
    # In the order of the form, which is how its page lists them.
    errors = _title_fault(typed) | errors | _faults(typed, known) | _reference_faults(typed, known.today)
    return (None if errors else _item(typed, scenario, questions)), errors


def _title_fault(typed: ItemInput) -> dict[str, Message]:
    fine = 0 < len(typed.title) <= LONGEST_TITLE
    return (
        {}
        if fine
        else {
            "title": msg(
                "Give the item a title of at most {longest} characters; only staff read it.", longest=LONGEST_TITLE
            )
        }
    )


def _scenario(typed: ItemInput, errors: dict[str, Message]) -> str:
    scenario = clean(typed.scenario)
    if len(scenario) > LONGEST_STEM:
        errors["scenario"] = msg(
            "The scenario is longer than {longest_stem} characters. Shorten it.", longest_stem=LONGEST_STEM
        )
    if len(typed.questions) > 1 and not to_plain(scenario):
        errors["scenario"] = msg("Several questions need a scenario that they are about. Write it, or drop questions.")
    return scenario


def listed(typed: str) -> list[str]:
    """Codes that are parted by commas, semicolons or spaces, in capitals, each once."""
    return list(dict.fromkeys(each for each in re.split(r"[\s,;]+", typed.upper()) if each))


def unknown_enemies(typed: ItemInput, known: KnownTerms) -> list[str]:
    """The codes that no other item has."""
    return [each for each in listed(typed.enemies) if each not in known.codes or each == typed.code.upper()]


def _faults(typed: ItemInput, known: KnownTerms) -> dict[str, Message]:
    foreign = [each for each in listed(typed.countries) if each not in COUNTRIES]
    strangers = unknown_enemies(typed, known)
    chosen = typed.picture and typed.picture in {str(each) for each in known.pictures}
    sound = not typed.code or CODE.fullmatch(typed.code.upper())
    tests: dict[str, tuple[Any, Message]] = {
        "picture": (chosen or not typed.picture, msg("This picture is gone. Upload it again.")),
        "alt": (
            not chosen or 0 < len(typed.alt) <= LONGEST_ALT,
            msg("Say in at most {longest} characters what the picture shows.", longest=LONGEST_ALT),
        ),
        "area": (typed.area in known.areas, msg("Choose the area of the exam that the item covers.")),
        "category": (not typed.category or typed.category in known.categories, msg("Choose a category of the list.")),
        "countries": (not foreign, msg("{codes}: no country code. Use codes such as DE.", codes=foreign[:3])),
        "difficulty": (typed.difficulty in set(Difficulty), msg("Choose how hard the item is.")),
        "language": (LANGUAGE.fullmatch(typed.language), msg("Give the language as a code such as en or zh-Hans.")),
        "enemies": (
            not strangers,
            msg("{codes}: no other item has this code. Mend or drop it.", codes=strangers[:3]),
        ),
        "code": (sound, msg("Use 2 to 30 letters, digits and hyphens, such as COND-046, or leave it empty.")),
    }
    return {name: sentence for name, (fine, sentence) in tests.items() if not fine}


def _reference_faults(typed: ItemInput, today: date) -> dict[str, Message]:
    found = {}
    if typed.ref_kind not in REFERENCES:
        found["ref_kind"] = msg("Choose what the right answer rests on.")
    if not typed.basis or len(typed.basis) > LONGEST_BASIS:
        found["basis"] = msg(
            "Name the rule that makes the answer right, such as a law and its article ({longest} characters).",
            longest=LONGEST_BASIS,
        )
    if len(typed.source) > LONGEST_BASIS:
        found["source"] = msg(
            "The source is longer than {longest} characters. Give an address or a short name.", longest=LONGEST_BASIS
        )
    try:
        checked = date.fromisoformat(typed.checked_on) if typed.checked_on else None
    except ValueError:
        return found | {"checked_on": msg("Enter a date such as 2026-03-31.")}
    if checked is None and typed.ref_kind in ("law", "guidance", "platform"):
        found["checked_on"] = msg("Say on which day the rule was looked up, so that others know when to look again.")
    if checked and checked > today:
        found["checked_on"] = msg("This day is in the future. Enter the day on which the rule was looked up.")
    return found


def _item(typed: ItemInput, scenario: str, questions: list[Any]) -> Item:
    same = typed.model_dump(include={"title", "area", "category", "difficulty", "language"})
    rule = Reference.model_validate(
        {"kind": typed.ref_kind, "basis": typed.basis, "source": typed.source, "checked_on": typed.checked_on or None}
    )
    picture = Picture(id=UUID(typed.picture), alt=typed.alt) if typed.picture else None
    return Item(
        **same,
        countries=tuple(listed(typed.countries)),
        reference=rule,
        scenario=scenario,
        picture=picture,
        questions=tuple(questions),
    )
