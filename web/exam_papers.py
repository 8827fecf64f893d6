"""Exam papers as candidates see them: the items of a form in their drawn order, without any key."""

from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from typing import NamedTuple, TypeVar
from uuid import UUID

from markupsafe import Markup
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import read
from db.exams.attempts import AttemptRow
from db.items import versions as items
from domain.blueprints.parts import FormItem
from domain.exams.clock import UnknownItem
from domain.items.content import Item, Picture
from domain.items.parts import Kind, Option
from domain.items.questions import Question
from domain.items.richtext import clean
from domain.messages import msg
from web.loading import NO_SUCH, or_404

MOST_PAPERS, MOST_ITEMS = 5000, 5000

K = TypeVar("K")
V = TypeVar("V")


class PaperQuestion(BaseModel, frozen=True, arbitrary_types_allowed=True):
    """One question as it is shown: options and targets in the drawn order, as safe HTML."""

    kind: Kind
    stem: Markup
    options: tuple[tuple[str, Markup], ...]
    targets: tuple[tuple[str, Markup], ...]


class PaperItem(BaseModel, frozen=True, arbitrary_types_allowed=True):
    """One item as it is shown, numbered from 1."""

    number: int
    item: UUID
    scenario: Markup
    picture: Picture | None
    questions: tuple[PaperQuestion, ...]


class Paper(NamedTuple):
    """What never changes of an attempt: whose it is, and its items in order with their versions."""

    account_id: UUID
    case_id: UUID
    items: tuple[FormItem, ...]

    def place(self, item: UUID) -> FormItem:
        """The item's place on this form; refuses UnknownItem."""
        for each in self.items:
            if each.item == item:
                return each
        raise UnknownItem(msg("This question is not on your exam."))


class ExamPaperCache:
    """Papers and items that were read before: neither changes once an attempt is prepared. Safe between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._papers: OrderedDict[UUID, Paper] = OrderedDict()
        self._items: OrderedDict[tuple[UUID, int], Item] = OrderedDict()

    def of(self, attempt_id: UUID, account_id: UUID) -> Paper:
        """The paper of a person's own attempt; refuses Missing."""
        # Without the lock: at worst two threads read the same paper, which never changes.
        paper = self._papers.get(attempt_id)
        if paper is None:
            with read(self._engine) as session:
                row = session.get(AttemptRow, attempt_id)
                paper = self.of_row(session, row) if row else None
        return or_404(paper if paper and paper.account_id == account_id else None, NO_SUCH[AttemptRow])

    def item(self, item: UUID, version: int) -> Item:
        """The content of a version."""
        known = self._items.get((item, version))
        if known is None:
            with read(self._engine) as session:
                known = items.contents(session, [(item, version)])[item]
            self._keep(self._items, (item, version), known, most=MOST_ITEMS)
        return known

    def sheets(self, paper: Paper) -> list[PaperItem]:
        """All items of a paper as they are shown."""
        return [_sheet(n, each, self.item(each.item, each.version)) for n, each in enumerate(paper.items, start=1)]

    def of_row(self, session: Session, row: AttemptRow) -> Paper:
        """The paper of an attempt that is read already; not asked whose it is."""
        # Asked once: between two looks another request may have pushed it out.
        if kept := self._papers.get(row.id):
            return kept
        paper = Paper(row.account_id, row.case_id, row.drawn.items)
        missing = [(each.item, each.version) for each in paper.items if (each.item, each.version) not in self._items]
        versions = dict(missing)
        for item, content in items.contents(session, missing).items():
            self._keep(self._items, (item, versions[item]), content, most=MOST_ITEMS)
        self._keep(self._papers, row.id, paper, most=MOST_PAPERS)
        return paper

    def _keep(self, library: "OrderedDict[K, V]", key: K, value: V, *, most: int) -> None:
        with self._lock:
            library[key] = value
            while len(library) > most:
                library.popitem(last=False)


def asked(question: Question, options: tuple[str, ...] = (), targets: tuple[str, ...] = ()) -> PaperQuestion:
    """A question as it is shown, its options in this order (the author's when none is given)."""
    return PaperQuestion(
        kind=question.kind,
        stem=_safe(question.stem),
        options=_ordered(question.options, options),
        targets=_ordered(question.targets, targets),
    )


def _sheet(number: int, place: FormItem, item: Item) -> PaperItem:
    orders = zip(item.questions, place.options, place.targets, strict=True)
    return PaperItem(
        number=number,
        item=place.item,
        scenario=_safe(item.scenario),
        picture=item.picture,
        questions=tuple(asked(*each) for each in orders),
    )


@lru_cache(maxsize=4096)
def _safe(text: str) -> Markup:
    """The text as safe HTML; kept, since thousands open the same questions within a minute."""
    return Markup(clean(text))


def _ordered(options: tuple[Option, ...], order: tuple[str, ...]) -> tuple[tuple[str, Markup], ...]:
    texts = {each.key: _safe(each.text) for each in options}
    return tuple((key, texts[key]) for key in (order or tuple(texts)))
