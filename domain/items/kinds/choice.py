"""Options to choose from: exactly one is right, or any number of them."""

from domain.items.kinds.rules import KindRules, ReplyField, keys_of
from domain.items.parts import QuestionParts, Reply
from domain.messages import Message, msg


class Choice(KindRules):
    """One choice, several, or true and false; a wrong one of several takes a share away, never below 0."""

    field: ReplyField = "options"
    chosen = True

    def __init__(self, *, several: bool, still: bool) -> None:
        self.several, self.still = several, still

    def flaw(self, asked: QuestionParts) -> Message:
        """Too few options, or a key that does not mark as many as the kind wants."""
        keys = keys_of(asked)
        if len(keys) < 2:
            return msg("Give at least two options to choose from.")
        if not set(asked.key.options) <= set(keys):
            return msg("The key names an option that is not there.")
        if not self.several and len(asked.key.options) != 1:
            return msg("Mark exactly one option as right.")
        return Message() if asked.key.options else msg("Mark at least one option as right.")

    def fits(self, asked: QuestionParts, reply: Reply) -> bool:
        """Options of the question, none of them twice, and no more than one where one is right."""
        once = len(set(reply.options)) == len(reply.options) and set(reply.options) <= set(keys_of(asked))
        return once and (self.several or len(reply.options) == 1)

    def share(self, asked: QuestionParts, reply: Reply) -> float:
        """(right - wrong chosen) / number of right ones."""
        chosen, right = set(reply.options), set(asked.key.options)
        return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
