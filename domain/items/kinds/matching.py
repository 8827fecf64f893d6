"""Things to match, each with the target that belongs to it."""

from domain.items.kinds.rules import KindRules, ReplyField, keys_of
from domain.items.parts import QuestionParts, Reply
from domain.messages import Message, msg


class Matching(KindRules):
    """Several options may belong to one target, and a target to none."""

    field: ReplyField = "pairs"
    chosen = False
    several = True
    still = False

    def flaw(self, asked: QuestionParts) -> Message:
        """Too little on either side, or an option without its target."""
        keys, targets, pairs = keys_of(asked), {target.key for target in asked.targets}, asked.key.pairs
        if not keys or len(targets) < 2:
            return msg("Give something to match, and at least two targets.")
        fits = set(pairs) == set(keys) and set(pairs.values()) <= targets
        return Message() if fits else msg("The key must pair every option with one of the targets.")

    def fits(self, asked: QuestionParts, reply: Reply) -> bool:
        """Some of the options, each with one of the targets."""
        targets = {target.key for target in asked.targets}
        return set(reply.pairs) <= set(keys_of(asked)) and set(reply.pairs.values()) <= targets

    def share(self, asked: QuestionParts, reply: Reply) -> float:
        """The share of right pairs."""
        key = asked.key.pairs
        return sum(reply.pairs.get(option) == target for option, target in key.items()) / len(key)
