"""A number to type; the key is a range."""

import math

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.items.kinds.numeric import readings
from domain.items.parts import Key, Option, Reply
from domain.items.questions import Question
from domain.lengths import LONGEST_NUMBER
from domain.messages import Message, msg
from web.applications.answers import text
from web.exam_papers import PaperQuestion, asked
from web.items.kinds.pages import Errors, KindPages, Typed
from web.items.kinds.typed import AnswerParts, QuestionInput


class Numeric(KindPages):
    """Two fields, the second may stay empty when one number alone is right."""

    label = msg("A number")
    short = msg("Number")
    fault_at = "low"

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """It has no rows."""
        return typed

    def lines(self, question: Question) -> tuple[Option, ...]:
        """None."""
        return question.options

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """The range, with a comma or a point in its numbers."""
        low = _number(typed.low, f"{name}.low", found)
        high = _number(typed.high, f"{name}.high", found) if typed.high else low
        return AnswerParts(key=Key(low=low, high=high))

    def mixed(self, question: Question, _dice: SeededRandom, /) -> PaperQuestion:
        """There is nothing to shuffle."""
        return asked(question)

    def typed_key(self, name: str, question: Question) -> Typed:
        """Both ends of the range."""
        return {f"{name}.low": [f"{question.key.low:.15g}"], f"{name}.high": [f"{question.key.high:.15g}"]}

    def read_key(self, name: str, _question: Question, posted: FormData, /) -> tuple[Key, Message]:
        """Both ends, each as the one number that it can mean."""
        ends = [list(readings(text(posted, f"{name}.{end}"))) for end in ("low", "high")]
        # `1,000` can be read as two numbers: a key must not be a guess.
        if any(len(each) != 1 for each in ends):
            return Key(), msg("Give the lowest and the highest right number in figures, such as 19.5.")
        return Key(low=ends[0][0], high=ends[1][0]), Message()

    def read_reply(self, name: str, _question: Question, posted: FormData, /) -> Reply:
        """What was typed."""
        return Reply(number=text(posted, name)[:LONGEST_NUMBER])


def _number(typed: str, name: str, found: Errors) -> float | None:
    try:
        value = float(typed.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        found[name] = msg("Enter a number such as 20 or 19.5.")
        return None
    return value
