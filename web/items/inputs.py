"""The form of an item as it was typed: read from a request, taken from an item, and rows added without JavaScript."""

from typing import Any

from pydantic import BaseModel
from starlette.datastructures import FormData

from db.items.bank import CASE_SET
from domain.items.content import MOST_QUESTIONS, Item
from domain.items.kinds.registry import KINDS
from domain.items.parts import MOST_OPTIONS, Kind, Partial
from domain.items.questions import Question
from domain.items.richtext import fit
from web.applications.answers import text
from web.common.inputs import one_line
from web.items.kinds.registry import KIND_PAGES
from web.items.kinds.typed import FIRST_KIND, QuestionInput

LONGEST = 20_000  # characters of one field; what is longer breaks every limit anyway


class ItemInput(BaseModel):
    """The whole form as typed; `picture` is the id of one that was taken, `enemies` and `countries` are codes."""

    code: str = ""
    title: str = ""
    area: str = ""
    category: str = ""
    countries: str = ""
    difficulty: str = "medium"
    language: str = "en"
    ref_kind: str = "law"
    basis: str = ""
    source: str = ""
    checked_on: str = ""
    scenario: str = ""
    picture: str = ""
    alt: str = ""
    enemies: str = ""
    questions: list[QuestionInput] = []


LINES = ("code", "title", "area", "category", "countries", "difficulty", "language", "ref_kind", "basis", "source")
MORE_LINES = ("checked_on", "picture", "alt", "enemies")


def read_form(posted: FormData) -> ItemInput:
    """What was typed; as many questions and rows as the page had."""
    lines = {name: one_line(text(posted, name)[:LONGEST]) for name in (*LINES, *MORE_LINES)}
    # Only so many are looked for, whatever a forged form brings.
    numbers = [n for n in range(MOST_QUESTIONS) if f"q.{n}.kind" in posted]
    questions = [_question(posted, f"q.{n}") for n in numbers]
    if "no_picture" in posted:
        lines |= {"picture": "", "alt": ""}
    return ItemInput(**lines, scenario=_block(posted, "scenario"), questions=questions)


def input_of(item: Item, code: str, enemies: list[str]) -> ItemInput:
    """The form that stands for an item."""
    rule = item.reference
    return ItemInput(
        code=code,
        title=item.title,
        area=item.area,
        category=item.category,
        countries=", ".join(item.countries),
        difficulty=item.difficulty,
        language=item.language,
        ref_kind=rule.kind,
        basis=rule.basis,
        source=rule.source,
        checked_on=str(rule.checked_on or ""),
        scenario=item.scenario,
        enemies=", ".join(enemies),
        picture=str(item.picture.id) if item.picture else "",
        alt=item.picture.alt if item.picture else "",
        questions=[_input_of(each) for each in item.questions],
    )


def blank(kind: str) -> ItemInput:
    """The form of a new item: one question of a kind, or two for a case set."""
    kinds = [FIRST_KIND, FIRST_KIND] if kind == CASE_SET else [_kind(kind)]
    return ItemInput(questions=[padded(QuestionInput(kind=each)) for each in kinds])


def padded(question: QuestionInput) -> QuestionInput:
    """The question with as many rows as its kind begins with."""
    return KIND_PAGES[_kind(question.kind)].padded(question)


def _question(posted: FormData, name: str) -> QuestionInput:
    rows = [n for n in range(MOST_OPTIONS) if f"{name}.o.{n}" in posted]
    partners = [_block(posted, f"{name}.p.{n}") for n in rows if f"{name}.p.{n}" in posted]
    others = [_block(posted, f"{name}.t.{n}") for n in range(MOST_OPTIONS) if f"{name}.t.{n}" in posted]
    return QuestionInput(
        kind=_kind(text(posted, f"{name}.kind")),
        stem=_block(posted, f"{name}.stem"),
        options=[_block(posted, f"{name}.o.{n}") for n in rows],
        partners=partners,
        others=others,
        right=_places(posted, f"{name}.right"),
        fixed=_places(posted, f"{name}.fixed"),
        keys=[text(posted, f"{name}.k.{n}") for n in rows if f"{name}.k.{n}" in posted],
        texts=_block(posted, f"{name}.texts"),
        case_sensitive=f"{name}.case" in posted,
        partial=f"{name}.partial" in posted,
        explanation=_block(posted, f"{name}.explanation"),
        **{key: one_line(text(posted, f"{name}.{key}")[:LONGEST]) for key in ("low", "high", "points")},
    )


def _input_of(question: Question) -> QuestionInput:
    key, lines = question.key, KIND_PAGES[question.kind].lines(question)
    targets = {each.key: each.text for each in question.targets}
    known: dict[str, Any] = {"stem": question.stem, "explanation": question.explanation, "points": str(question.points)}
    return QuestionInput(
        kind=question.kind,
        options=[each.text for each in lines],
        keys=[each.key for each in lines] if KINDS[question.kind].still else [],
        partners=[targets[key.pairs[each.key]] for each in lines] if targets else [],
        others=[words for each, words in targets.items() if each not in key.pairs.values()],
        right=[n for n, each in enumerate(lines) if each.key in key.options],
        fixed=[n for n, each in enumerate(question.options) if each.fixed],
        low=_number(key.low),
        high=_number(key.high),
        texts="\n".join(key.texts),
        case_sensitive=key.case_sensitive,
        partial=question.partial == Partial.SHARES,
        **known,
    )


def _kind(given: str) -> Kind:
    return next((each for each in Kind if each == given), FIRST_KIND)


def _block(posted: FormData, name: str) -> str:
    return fit(text(posted, name)[:LONGEST]).strip()


def _places(posted: FormData, name: str) -> list[int]:
    given = [each for each in posted.getlist(name) if isinstance(each, str)]
    return [int(each) for each in given if each.isascii() and each.isdecimal() and len(each) < 3]


def _number(value: float | None) -> str:
    # 15 digits come back as they were typed; more would show the binary fraction.
    return "" if value is None else f"{value:.15g}"
