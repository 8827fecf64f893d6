"""What every imported item needs and no file carries: area, countries, difficulty, and what it rests on."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from domain.exchange.common import ImportedItem, ImportProblem
from domain.items.content import Difficulty, Item, Reference
from domain.lengths import LONGEST_BASIS
from domain.messages import Message, msg

KINDS: tuple[str, ...] = get_args(Reference.model_fields["kind"].annotation)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_PARTS = re.compile(r"[\s,;]+")


class TermChoices(NamedTuple):
    """What can be chosen: areas and categories by key, the areas that need a category, and all ISO 3166 codes."""

    areas: Mapping[str, str]
    by_category: frozenset[str]
    categories: Mapping[str, str]
    countries: frozenset[str]


class ImportTerms(BaseModel, frozen=True):
    """The form as it was typed."""

    area: str = ""
    category: str = ""
    difficulty: str = Difficulty.MEDIUM
    language: str = "en"
    countries: str = ""
    reference: str = "design"
    basis: str = ""
    source: str = ""
    checked_on: str = ""


def faults(terms: ImportTerms, choices: TermChoices, today: date) -> dict[str, Message]:
    """A sentence for each field that is wrong."""
    found = _misplaced(terms, choices)
    strange = [code for code in _codes(terms) if code not in choices.countries]
    if strange:
        found["countries"] = msg(
            "“{code}” is no country code. Enter two letters each, such as DE FR, or none.", code=strange[0][:20]
        )
    if not _LANGUAGE.fullmatch(terms.language.strip()):
        found["language"] = msg("Enter the language as a code, such as en or zh-Hans.")
    return found | _groundless(terms, today)


def _misplaced(terms: ImportTerms, choices: TermChoices) -> dict[str, Message]:
    found = {}
    if terms.area not in choices.areas:
        found["area"] = msg("Choose the area of the exam that these items are for.")
    if terms.category and terms.category not in choices.categories:
        found["category"] = msg("Choose a product category from the list, or none.")
    if terms.area in choices.by_category and not terms.category:
        found["category"] = msg("Items of this area belong to a product category. Choose it.")
    if terms.difficulty not in list(Difficulty):
        found["difficulty"] = msg("Choose how hard these items are.")
    return found


def _groundless(terms: ImportTerms, today: date) -> dict[str, Message]:
    found = {}
    ruled = terms.reference != "design"
    if terms.reference not in KINDS:
        found["reference"] = msg("Choose what these items rest on.")
    if not 1 <= len(terms.basis.strip()) <= LONGEST_BASIS:
        found["basis"] = msg(
            "Name the rule or practice that these items rest on, in up to {longest} characters.", longest=LONGEST_BASIS
        )
    if len(terms.source.strip()) > LONGEST_BASIS:
        found["source"] = msg(
            "The source is longer than {longest} characters. Give an address or a short name.", longest=LONGEST_BASIS
        )
    # A rule of law can change, so it needs the day on which it was read; our own choice (`design`) does not.
    checked = _day(terms.checked_on)
    if (checked is None and (ruled or terms.checked_on.strip())) or (checked and checked > today):
        found["checked_on"] = msg("Enter the day on which you read the rule, today or earlier, such as 2026-11-24.")
    return found


def as_item(imported: ImportedItem, terms: ImportTerms) -> Item | ImportProblem:
    """The item of the bank that comes in under terms without faults; a Problem when it breaks a rule of ours."""
    basis = {"basis": terms.basis.strip(), "source": terms.source.strip(), "checked_on": _day(terms.checked_on)}
    try:
        return Item(
            title=imported.title,
            area=terms.area,
            category=terms.category,
            countries=tuple(_codes(terms)),
            difficulty=Difficulty(terms.difficulty),
            language=terms.language.strip(),
            scenario=imported.scenario,
            reference=Reference.model_validate({"kind": terms.reference, **basis}),
            questions=imported.questions,
        )
    except ValidationError as error:
        sentence = msg("It cannot be used: {errors}.", errors=error.errors()[0]["msg"])
        return ImportProblem(line=imported.line, item=imported.title, sentence=sentence, skipped=False)


def _codes(terms: ImportTerms) -> list[str]:
    """The country codes typed, each once, in order."""
    return list(dict.fromkeys(code.upper() for code in _PARTS.split(terms.countries) if code))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
