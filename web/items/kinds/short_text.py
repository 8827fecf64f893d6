"""A short text to type; the key lists the right ones."""

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.items.parts import Key, Option, Reply
from domain.items.questions import Question
from domain.lengths import LONGEST_DRAFT_VALUE, LONGEST_SHORT_TEXT, MOST_SHORT_TEXTS
from domain.messages import Message, msg
from web.applications.answers import text
from web.exam_papers import PaperQuestion, asked
from web.items.kinds.pages import Errors, KindPages, Typed
from web.items.kinds.typed import AnswerParts, QuestionInput


class ShortText(KindPages):
    """One right text to a line, and whether capitals count."""

    label = msg("A short text")
    short = msg("Short text")
    fault_at = "texts"

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """It has no rows."""
        return typed

    def lines(self, question: Question) -> tuple[Option, ...]:
        """None."""
        return question.options

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """Each line once, with single spaces."""
        texts = tuple(dict.fromkeys(" ".join(line.split()) for line in typed.texts.splitlines() if line.strip()))
        if len(texts) > MOST_SHORT_TEXTS or any(len(each) > LONGEST_SHORT_TEXT for each in texts):
            found[f"{name}.texts"] = msg(
                "Give at most {most} right texts of at most {longest} characters each.",
                most=MOST_SHORT_TEXTS,
                longest=LONGEST_SHORT_TEXT,
            )
        return AnswerParts(key=Key(texts=texts, case_sensitive=typed.case_sensitive))

    def mixed(self, question: Question, _dice: SeededRandom, /) -> PaperQuestion:
        """There is nothing to shuffle."""
        return asked(question)

    def typed_key(self, name: str, question: Question) -> Typed:
        """The texts line by line."""
        key = question.key
        return {f"{name}.texts": ["\n".join(key.texts)], f"{name}.case": ["yes"] if key.case_sensitive else []}

    def read_key(self, name: str, _question: Question, posted: FormData, /) -> tuple[Key, Message]:
        """The texts that were typed."""
        texts = [
            line.strip() for line in text(posted, f"{name}.texts")[:LONGEST_DRAFT_VALUE].splitlines() if line.strip()
        ]
        return Key(texts=tuple(texts), case_sensitive=text(posted, f"{name}.case") == "yes"), Message()

    def read_reply(self, name: str, _question: Question, posted: FormData, /) -> Reply:
        """What was typed."""
        return Reply(text=text(posted, name)[:LONGEST_SHORT_TEXT])
