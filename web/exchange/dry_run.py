"""The dry run of an import: what would come in, what asks the same as an item we have, and what does not come in."""

from typing import NamedTuple

from markupsafe import Markup

from db.engine import read
from db.exchange import ImportRow
from db.items.versions import newest
from domain.exchange.common import ImportProblem
from domain.exchange.formats import READERS
from domain.exchange.moodle.export import number
from domain.exchange.sameness import catalogue, duplicate_of, marks
from domain.exchange.terms import as_item
from domain.items.content import Item
from domain.items.questions import Question
from domain.items.richtext import clean
from web.items.kinds.registry import KIND_PAGES
from web.services import Services


class ImportedQuestion(NamedTuple):
    """A question as it is shown: safe HTML, each option with whether it is right, pairs, and right texts or numbers."""

    question: Question
    stem: Markup
    options: list[tuple[Markup, bool]]
    pairs: list[tuple[Markup, Markup]]
    right: list[str]
    explanation: Markup


class ImportLine(NamedTuple):
    """One item that would come in; `place` is its index in the file, `code` a twin in the bank, `twin` one above."""

    place: int
    line: int | None
    item: Item
    code: str
    duplicate: str
    path: str

    @property
    def new(self) -> bool:
        """Whether nothing else asks the same."""
        return not self.code and not self.duplicate

    @property
    def scenario(self) -> Markup:
        """The scenario of a case."""
        return _safe(self.item.scenario)

    @property
    def asked(self) -> list[ImportedQuestion]:
        """Its questions."""
        return [_asked(question) for question in self.item.questions]


class DryRun(NamedTuple):
    """What a dry run found, in the order of the file."""

    lines: list[ImportLine]
    problems: list[ImportProblem]


def look(services: Services, row: ImportRow) -> DryRun:
    """Read a kept file anew and compare it with the bank; writes nothing."""
    reading = READERS[row.format](services.vault.get(row.file, row.sealed_key))
    with read(services.engine) as session:
        bank = catalogue((each.item.code, each.version.item) for each in newest(session))
    lines: list[ImportLine] = []
    problems = list(reading.problems)
    above: dict[str, str] = {}
    # Counted over the whole file, so that a tick means the same item when it is confirmed.
    for place, imported in enumerate(reading.items):
        made = as_item(imported, row.agreed)
        if isinstance(made, ImportProblem):
            problems.append(made)
            continue
        code, duplicate = duplicate_of(made, bank), duplicate_of(made, above)
        lines.append(ImportLine(place, imported.line, made, code, duplicate, imported.category_path))
        above |= {mark: made.title for mark in marks(made) if mark not in above}
    return DryRun(lines, problems)


def _asked(question: Question) -> ImportedQuestion:
    key, targets = question.key, {each.key: _safe(each.text) for each in question.targets}
    ends = [number(end) for end in (key.low, key.high) if end is not None]
    return ImportedQuestion(
        question=question,
        stem=_safe(question.stem),
        options=[(_safe(each.text), each.key in key.options) for each in KIND_PAGES[question.kind].lines(question)],
        pairs=[(_safe(each.text), targets[key.pairs[each.key]]) for each in question.options if each.key in key.pairs],
        right=[*key.texts, *([" – ".join(dict.fromkeys(ends))] if ends else [])],
        explanation=_safe(question.explanation),
    )


def _safe(html: str) -> Markup:
    # Cleaned when it was read; once more, as what is shown here is somebody else's.
    return Markup(clean(html))
