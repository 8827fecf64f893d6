"""A question that holds together; what it is made of stands in `parts`, what its kind demands in `kinds`."""

from pydantic import model_validator

from domain.items.kinds.registry import KINDS
from domain.items.parts import QuestionParts
from domain.messages import Message, msg


class Question(QuestionParts):
    """One thing asked, which holds together; the explanation is for practice alone."""

    @model_validator(mode="after")
    def _whole(self) -> "Question":
        if flaw := flaw_of(self):
            raise ValueError(flaw)
        return self


def flaw_of(question: QuestionParts) -> Message:
    """What is wrong with a question, as a sentence for its author; empty when it holds together."""
    keys = [option.key for option in question.options]
    targets = [target.key for target in question.targets]
    if len(set(keys)) < len(keys) or len(set(targets)) < len(targets):
        return msg("Two options have the same key.")
    return KINDS[question.kind].flaw(question)
