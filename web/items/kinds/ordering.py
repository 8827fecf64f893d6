"""Lines to put in order: written in the right one."""

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.items.parts import Key, Option, Reply
from domain.items.questions import Question
from domain.messages import Message, msg
from web.exam_papers import PaperQuestion, asked
from web.items.kinds.lines import filled, numbered, with_empty_lines
from web.items.kinds.pages import Errors, KindPages, Typed
from web.items.kinds.places import in_order
from web.items.kinds.typed import AnswerParts, QuestionInput


class Ordering(KindPages):
    """The order in which authors write the lines is the key."""

    label = msg("Put in order")
    short = msg("Ordering")
    fault_at = "o.0"
    rows = 3

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """Three lines."""
        return typed.model_copy(update={"options": with_empty_lines(typed.options, self.rows)})

    def lines(self, question: Question) -> tuple[Option, ...]:
        """In the right order."""
        order = question.key.options
        return tuple(sorted(question.options, key=lambda each: order.index(each.key)))

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """The lines as they stand are right."""
        options = numbered(filled(typed.options, f"{name}.o", found).values())
        return AnswerParts(options, key=Key(options=tuple(each.key for each in options)))

    def mixed(self, question: Question, dice: SeededRandom) -> PaperQuestion:
        """Shuffled: the author wrote them in order."""
        return asked(question, tuple(dice.shuffled(each.key for each in question.options)))

    def typed_key(self, name: str, question: Question) -> Typed:
        """A place beside each line."""
        return {f"{name}.{option}": [str(place)] for place, option in enumerate(question.key.options, start=1)}

    def read_key(self, name: str, question: Question, posted: FormData) -> tuple[Key, Message]:
        """Every place once."""
        order = in_order(question, posted, f"{name}.")
        return (Key(), msg("Give every place once.")) if order is None else (Key(options=order), Message())

    def read_reply(self, name: str, question: Question, posted: FormData) -> Reply:
        """No answer until every place is given once."""
        return Reply(options=in_order(question, posted, f"{name}-") or ())
