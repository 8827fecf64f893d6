"""Options to choose from, the right ones ticked; and the two options of a statement that is true or false."""

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.exchange.common import option_keys
from domain.items.parts import Key, Option, Reply
from domain.items.questions import Question
from domain.messages import Message, msg
from web.exam_papers import PaperQuestion, asked
from web.items.kinds.lines import filled, with_empty_lines
from web.items.kinds.pages import Errors, KindPages, Typed
from web.items.kinds.typed import AnswerParts, QuestionInput

TRUTHS = ["True", "False"]
TRUTH_KEYS = ["true", "false"]


class Choice(KindPages):
    """One choice or several: rows to write options in."""

    fault_at = "o.0"
    rows = 4

    def __init__(self, label: Message, short: Message) -> None:
        self.label, self.short = label, short

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """Four rows."""
        return typed.model_copy(update={"options": with_empty_lines(typed.options, self.rows)})

    def lines(self, question: Question) -> tuple[Option, ...]:
        """As they were written."""
        return question.options

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """A key for each row that is filled."""
        rows = filled(typed.options, f"{name}.o", found)
        return _chosen(typed, name, found, rows=rows, keys=option_keys(len(rows)), fixed=set(typed.fixed))

    def mixed(self, question: Question, _dice: SeededRandom, /) -> PaperQuestion:
        """As it was written."""
        return asked(question)

    def typed_key(self, name: str, question: Question) -> Typed:
        """The ticked options."""
        return {name: list(question.key.options)}

    def read_key(self, name: str, question: Question, posted: FormData) -> tuple[Key, Message]:
        """The options of the question that were ticked."""
        chosen = posted.getlist(name)
        return Key(options=tuple(each.key for each in question.options if each.key in chosen)), Message()

    def read_reply(self, name: str, question: Question, posted: FormData) -> Reply:
        """What was ticked, as far as the question has it."""
        keys = [each.key for each in question.options]
        given = [str(value) for value in posted.getlist(name) if value in keys]
        return Reply(options=tuple(given[: len(keys)]))


class TrueFalse(Choice):
    """Two rows that keep their keys and their places."""

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """True and false in words, unless both are worded already."""
        worded = len(typed.options) == 2 and all(typed.options)
        return typed.model_copy(update={"options": typed.options if worded else TRUTHS})

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """The keys `true` and `false`, in the order in which they were."""
        rows = filled(typed.options, f"{name}.o", found)
        keys = TRUTH_KEYS[:: -1 if typed.keys[:1] == ["false"] else 1]
        return _chosen(typed, name, found, rows=rows, keys=keys, fixed=set(rows))


def _chosen(
    typed: QuestionInput, name: str, found: Errors, *, rows: dict[int, str], keys: list[str], fixed: set[int]
) -> AnswerParts:
    named = list(zip(keys, rows.items(), strict=False))
    right = tuple(key for key, (place, _) in named if place in typed.right)
    if set(typed.right) - set(rows) and not found:
        found[f"{name}.o.0"] = msg("An empty line is marked as right. Write its text, or mark another.")
    options = tuple(Option(key=key, text=words, fixed=place in fixed) for key, (place, words) in named)
    return AnswerParts(options, key=Key(options=right))
