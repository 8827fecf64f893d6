"""What the rest of the domain asks of a kind of question."""

from typing import Literal, Protocol

from domain.items.parts import QuestionParts, Reply
from domain.messages import Message

ReplyField = Literal["options", "pairs", "number", "text"]


class KindRules(Protocol):
    """One kind of question; every member has to be said, so that none is inherited in silence."""

    field: ReplyField
    """The one part of a reply that answers it."""
    chosen: bool
    """Whether the answer is chosen from the options, so that each option attracts some people."""
    several: bool
    """Whether several parts are right, so that points can be given in shares."""
    still: bool
    """Whether options always keep their order."""

    def flaw(self, asked: QuestionParts, /) -> Message:
        """What is wrong with its options and key, as a sentence for its author; empty when they hold together."""

    def fits(self, asked: QuestionParts, reply: Reply, /) -> bool:
        """Whether a reply that fills `field` alone could come from the question."""

    def share(self, asked: QuestionParts, reply: Reply, /) -> float:
        """The share of the points, 0 to 1, that a reply that fits earns when shares are given."""


def keys_of(asked: QuestionParts) -> list[str]:
    """The keys of its options."""
    return [option.key for option in asked.options]
