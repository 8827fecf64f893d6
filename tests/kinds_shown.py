"""Every place that shows questions, rendered for one item without a request."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from markupsafe import Markup

from domain.items.content import Item
from domain.items.parts import MOST_OPTIONS, Key, Reply
from domain.items.questions import Question
from domain.items.richtext import clean
from web.common.pages import environment
from web.corrections.form import typed_from
from web.exam_papers import asked
from web.exams.practice import PracticeReply
from web.exchange.dry_run import ImportLine
from web.items.inputs import input_of, padded
from web.items.kinds.registry import KIND_PAGES
from web.items.preview import preview, solved

ITEM = UUID("018f0000-0000-7000-8000-0000000e0b00")


def macros(template: str, **context: Any) -> Any:
    """The macros of a template."""
    return environment().get_template(template).make_module(context)


def right_reply(question: Question) -> Reply:
    """The reply that is right by the key, whatever part of it the kind uses."""
    key = question.key
    number = "" if key.low is None else f"{key.low:g}"
    return Reply(options=key.options, pairs=key.pairs, number=number, text=next(iter(key.texts), ""))


def tells(key: Key, html: str, texts: dict[str, str]) -> bool:
    """Whether a page says what is right, in whatever part of the key that is."""
    number = [] if key.low is None else [f"{key.low:g}"]
    named = [texts[each] for each in (*key.options, *key.pairs, *key.pairs.values())]
    return all(each in html for each in [*number, *key.texts, *named])


def written(item: Item) -> str:
    """The form in which its author writes it."""
    labels = {kind: each.label for kind, each in KIND_PAGES.items()}
    known = {"errors": {}, "kinds": labels, "action": "/items/new", "most_options": MOST_OPTIONS}
    question = padded(input_of(item, "T-1", []).questions[0])
    return str(macros("items/_question.html", **known).question(question, 0, 1))


def sat(item: Item) -> str:
    """The sheet of the exam room."""
    room = macros("exams/_sheet.html", attempt=SimpleNamespace(id=ITEM))
    return str(room.sheet(preview(item, ITEM), 1))


def previewed(item: Item) -> str:
    """The item's page: as candidates see it, and its key."""
    page = macros("items/_preview.html")
    return str(page.candidate(preview(item, ITEM)) + page.keys(solved(item)))


def practised(item: Item) -> str:
    """A checked practice question."""
    (question, *_) = item.questions
    done = PracticeReply("t-1", "Area", Markup(), asked(question), right_reply(question), question, question.points)
    return str(macros("exams/_practice.html").question(done, 1))


def corrected(item: Item) -> str:
    """The form of a corrected key, and the key as the page of a correction tells it."""
    (question, *_), typed = item.questions, typed_from(item, credited=False)
    words, (shown, *_) = macros("corrections/_words.html", person=None), solved(item)
    form = environment().get_template("items/kinds/" + question.kind + ".html").module
    page = {"errors": {}, "typed": typed, "value": lambda name: (typed.get(name) or [""])[0]}
    page |= {"places": [(str(n), f"Place {n}") for n in range(1, MOST_OPTIONS + 1)]}
    return str(form.correction(shown, "q0", "Right", page) + words.keys([shown], False))  # type: ignore[attr-defined]


def judged(item: Item) -> str:
    """The sheet of a judge in a cut-score study."""
    return str(macros("cutscores/_item.html").item(item, lambda text: Markup(clean(text))))


def imported(item: Item) -> str:
    """The dry run of an import."""
    return str(macros("exchange/_preview.html").preview(ImportLine(0, 1, item, "", "", "")))


SHOWN: list[Callable[[Item], str]] = [written, sat, previewed, practised, corrected, judged, imported]
KEYLESS = [sat]  # candidates must not read the key here
