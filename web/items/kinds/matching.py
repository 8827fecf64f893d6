"""Things to match: beside each what belongs to it, and answers that belong to none."""

from starlette.datastructures import FormData

from domain.blueprints.assembly import SeededRandom
from domain.items.parts import MOST_OPTIONS, Key, Option, Reply
from domain.items.questions import Question
from domain.messages import Message, msg
from web.applications.answers import text
from web.exam_papers import PaperQuestion, asked
from web.items.kinds.lines import filled, numbered, with_empty_lines
from web.items.kinds.pages import Errors, KindPages, Typed
from web.items.kinds.typed import AnswerParts, QuestionInput


class Matching(KindPages):
    """Pairs as authors write them; partners that are worded alike are one target."""

    label = msg("Match")
    short = msg("Matching")
    fault_at = "o.0"
    rows = 3

    def padded(self, typed: QuestionInput) -> QuestionInput:
        """Three pairs."""
        options = with_empty_lines(typed.options, self.rows)
        return typed.model_copy(update={"options": options, "partners": with_empty_lines(typed.partners, len(options))})

    def lines(self, question: Question) -> tuple[Option, ...]:
        """As they were written."""
        return question.options

    def built(self, typed: QuestionInput, name: str, found: Errors) -> AnswerParts:
        """Options and targets with the pairs that stand side by side."""
        rows, partners = (
            filled(typed.options, f"{name}.o", found),
            filled(typed.partners, f"{name}.p", found, same=True),
        )
        lonely = sorted(set(rows) ^ set(partners))
        if lonely and not found:
            side = "p" if lonely[0] in rows else "o"
            found[f"{name}.{side}.{lonely[0]}"] = msg("A line needs both sides. Write the other one, or empty both.")
        others = filled(typed.others, f"{name}.t", found)
        targets = numbered(dict.fromkeys([*partners.values(), *others.values()]))
        options = numbered(rows.values())
        # With a fault a line may lack its partner, and the pairs below cannot be made.
        if found:
            return AnswerParts()
        keys = {each.text: each.key for each in targets}
        pairs = {each.key: keys[partners[place]] for each, place in zip(options, rows, strict=True)}
        if len(targets) > MOST_OPTIONS:
            found[f"{name}.o.0"] = msg(
                "There are more than {most_options} things to match with. Leave some out.", most_options=MOST_OPTIONS
            )
        return AnswerParts(options, targets, Key(pairs=pairs))

    def mixed(self, question: Question, dice: SeededRandom) -> PaperQuestion:
        """Targets shuffled: the author wrote each beside its option."""
        return asked(question, (), tuple(dice.shuffled(each.key for each in question.targets)))

    def typed_key(self, name: str, question: Question) -> Typed:
        """A target beside each option."""
        return {f"{name}.{option}": [target] for option, target in question.key.pairs.items()}

    def read_key(self, name: str, question: Question, posted: FormData) -> tuple[Key, Message]:
        """The targets that were chosen, as far as the question has them."""
        return Key(pairs=_pairs(question, posted, f"{name}.")), Message()

    def read_reply(self, name: str, question: Question, posted: FormData) -> Reply:
        """The targets that were chosen, as far as the question has them."""
        return Reply(pairs=_pairs(question, posted, f"{name}-"))


def _pairs(question: Question, posted: FormData, name: str) -> dict[str, str]:
    known = {each.key for each in question.targets}
    return {each.key: at for each in question.options if (at := text(posted, f"{name}{each.key}")) in known}
