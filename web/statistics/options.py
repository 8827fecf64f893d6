"""Whom each option of a question attracted, and how five groups of people, weakest first, did with an item."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup

from domain.items.content import Item
from domain.items.kinds.registry import KINDS
from domain.items.questions import Question
from domain.items.richtext import clean
from domain.statistics.items import Distractor, ItemColumn, distractors
from domain.statistics.marks import mean
from domain.statistics.sat_exams import score_groups
from web.common.plots import Bar, PlotLine, bars, traces

Answers = Sequence[Sequence[Mapping[str, Any]]]
"""Person by person the dumped replies to an item's questions; empty where nothing was answered."""


class OptionShown(NamedTuple):
    """One option with its letter; the last line, without letter and text, is for no answer."""

    letter: str
    text: Markup
    figures: Distractor


class QuestionOptions(NamedTuple):
    """One question to choose from, its options, and a line through the five groups for each that was chosen."""

    number: int
    stem: Markup
    options: list[OptionShown]
    traces: list[PlotLine]

    @property
    def right(self) -> set[str]:
        """The letters of the right options."""
        return {each.letter for each in self.options if each.figures.right}


def facility_by_group(column: ItemColumn, most: float) -> list[Bar]:
    """What share of the points each of the five groups earned."""
    rows = []
    for number, group in enumerate(score_groups(column.totals), start=1):
        earned = mean([column.marks[place] for place in group])
        share = earned / most if earned is not None and most else None
        rows.append((str(number), share, "" if share is None else f"{100 * share:.0f} %"))
    return bars(rows, 1)


def question_options(item: Item, answers: Answers, totals: Sequence[float]) -> list[QuestionOptions]:
    """For every question that gives options to choose from."""
    found = []
    for place, question in enumerate(item.questions):
        if KINDS[question.kind].chosen:
            choices = [tuple(replies[place]["options"]) if place < len(replies) else () for replies in answers]
            found.append(_attraction(place + 1, question, choices, totals=totals))
    return found


def answers_in_order(people: Sequence[UUID], known: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> Answers:
    """The answers of these attempts, in their order."""
    return [known.get(attempt, ()) for attempt in people]


def _attraction(
    number: int, question: Question, choices: list[tuple[str, ...]], *, totals: Sequence[float]
) -> QuestionOptions:
    keys, right = [option.key for option in question.options], set(question.key.options)
    letters = dict(zip(keys, ascii_uppercase, strict=False)) | {"": ""}
    texts = {option.key: Markup(clean(option.text)) for option in question.options} | {"": Markup()}
    figures = distractors(choices, totals, keys, right=right)
    groups = [[choices[place] for place in group] for group in score_groups(totals)]
    shares = {
        letters[key]: [sum(key in chosen for chosen in group) / len(group) if group else None for group in groups]
        for key in keys
    }
    options = [OptionShown(letters[each.option], texts[each.option], each) for each in figures]
    return QuestionOptions(number, Markup(clean(question.stem)), options, traces(shares))
