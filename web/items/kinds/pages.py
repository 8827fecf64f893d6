"""What pages ask of a kind of question; its macros stand in `templates/items/kinds/<kind>.html`."""

from typing import Protocol

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.items.parts import Key, Option, Reply
from domain.items.questions import Question
from domain.messages import Message
from web.exam_papers import PaperQuestion
from web.items.kinds.typed import AnswerParts, QuestionInput

Errors = dict[str, Message]
Typed = dict[str, list[str]]


class KindPages(Protocol):
    """One kind of question; every member has to be said, so that none is inherited in silence."""

    label: Message
    """What its author calls it."""
    short: Message
    """What it is called where several formats meet."""
    fault_at: str
    """The field of the form beside which it is told that options and key do not hold together."""

    def padded(self, typed: QuestionInput, /) -> QuestionInput:
        """The question with as many rows as its form begins with."""

    def lines(self, question: Question, /) -> tuple[Option, ...]:
        """Its options in the order in which authors write and read them."""

    def built(self, typed: QuestionInput, name: str, found: Errors, /) -> AnswerParts:
        """Options, targets and key; each field that has to be mended gets a sentence in `found`."""

    def mixed(self, question: Question, dice: SeededRandom, /) -> PaperQuestion:
        """The question as staff preview it: shuffled where the author's order gives the answer away."""

    def typed_key(self, name: str, question: Question, /) -> Typed:
        """The form of a correction as it opens: the key in force."""

    def read_key(self, name: str, question: Question, posted: FormData, /) -> tuple[Key, Message]:
        """The key that was typed, and what is wrong with it as far as typing goes."""

    def read_reply(self, name: str, question: Question, posted: FormData, /) -> Reply:
        """The answer on a page of practice questions; whether it fits the question is asked elsewhere."""
