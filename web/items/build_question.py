"""From the form to a question: what all kinds share is read here, options and key by the kind."""

from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Partial
from domain.items.questions import Question, flaw_of
from domain.items.richtext import clean, to_plain
from domain.lengths import LONGEST_STEM
from domain.messages import msg
from web.items.kinds.pages import Errors
from web.items.kinds.registry import KIND_PAGES
from web.items.kinds.typed import QuestionInput


def build_question(typed: QuestionInput, name: str, errors: Errors) -> Question | None:
    """The question, or None with a sentence in `errors` for each field that has to be mended."""
    found: Errors = {}
    kind, stem, explanation = Kind(typed.kind), clean(typed.stem), clean(typed.explanation)
    if not to_plain(stem) or len(stem) > LONGEST_STEM:
        found[f"{name}.stem"] = msg(
            "Write what is asked, in at most {longest_stem} characters.", longest_stem=LONGEST_STEM
        )
    if len(explanation) > LONGEST_STEM:
        found[f"{name}.explanation"] = msg(
            "The explanation is longer than {longest_stem} characters. Shorten it.", longest_stem=LONGEST_STEM
        )
    points = int(typed.points) if typed.points.isascii() and typed.points.isdecimal() and len(typed.points) < 4 else 0
    if not 1 <= points <= 20:
        found[f"{name}.points"] = msg("Enter a whole number of points, 1 to 20.")
    found |= _answer_faults(typed, name)
    errors |= found
    if found:
        return None
    partial = Partial.SHARES if typed.partial and KINDS[kind].several else Partial.NONE
    parts = KIND_PAGES[kind].built(typed, name, {})._asdict()
    return Question(kind=kind, stem=stem, explanation=explanation, points=points, partial=partial, **parts)


def _answer_faults(typed: QuestionInput, name: str) -> Errors:
    """What is wrong with the options and the key, whatever else is."""
    found: Errors = {}
    kind = Kind(typed.kind)
    parts = KIND_PAGES[kind].built(typed, name, found)
    # Made without validation: a flaw is to be told beside its field, not raised.
    if not found and (flaw := flaw_of(Question.model_construct(kind=kind, **parts._asdict()))):
        found[f"{name}.{KIND_PAGES[kind].fault_at}"] = flaw
    return found
