"""Things to put in order."""

from itertools import pairwise

from domain.items.kinds.rules import KindRules, ReplyField, keys_of
from domain.items.parts import QuestionParts, Reply
from domain.messages import Message, msg


class Ordering(KindRules):
    """The key and the reply name every option once."""

    field: ReplyField = "options"
    chosen = False
    several = True
    still = False

    def flaw(self, asked: QuestionParts) -> Message:
        """Too few things, or a key that is no order of all of them."""
        keys = keys_of(asked)
        if len(keys) < 2:
            return msg("Give at least two things to put in order.")
        return (
            Message()
            if sorted(asked.key.options) == sorted(keys)
            else msg("The key must name every option once, in order.")
        )

    def fits(self, asked: QuestionParts, reply: Reply) -> bool:
        """Every option, once."""
        return sorted(reply.options) == sorted(keys_of(asked))

    def share(self, asked: QuestionParts, reply: Reply) -> float:
        """The share of neighbours in the key that also stand one right after the other in the reply."""
        key, followed = asked.key.options, set(pairwise(reply.options))
        return sum(pair in followed for pair in pairwise(key)) / (len(key) - 1)
