"""Scoring: what a reply earns, and whether it could come from its question at all.

What share of the points a reply earns is said by the question's kind (`domain/items/kinds`); with `Partial.NONE` that
is all or nothing.
"""

from typing import get_args

from domain.items.content import Item, Response
from domain.items.kinds.registry import KINDS
from domain.items.kinds.rules import ReplyField
from domain.items.parts import Partial, Reply
from domain.items.questions import Question
from domain.messages import msg
from domain.refusals import Invalid

# Results round to two, and so see three thirds as a whole (domain/exams/results.py).
DIGITS = 4


class UnfitReply(Invalid):
    """The reply cannot come from the question it is given to."""


def marks(item: Item, response: Response) -> float:
    """The points that a response earns, 0 to `item.points`; what is not answered earns nothing."""
    return round(sum(map(mark, item.questions, response)), DIGITS)


def mark(question: Question, reply: Reply) -> float:
    """The points that a reply earns, 0 to `question.points`, to four decimals; an unfit reply earns nothing."""
    if reply.empty or not fits(question, reply):
        return 0.0
    share = KINDS[question.kind].share(question, reply)
    if question.partial == Partial.NONE and share < 1:
        return 0.0
    return round(question.points * share, DIGITS)


def admit_response(item: Item, response: Response) -> None:
    """Refuse a response that this item cannot have brought about: UnfitReply."""
    if len(response) != len(item.questions):
        raise UnfitReply(
            msg(
                "This item asks {questions} questions, and {replies} replies came. Open the page again.",
                questions=len(item.questions),
                replies=len(response),
            )
        )
    for number, (question, reply) in enumerate(zip(item.questions, response, strict=True), 1):
        if not fits(question, reply):
            raise UnfitReply(
                msg(
                    "Reply {number} does not belong to what is asked there. Open the page again and answer anew.",
                    number=number,
                )
            )


def fits(question: Question, reply: Reply) -> bool:
    """Whether a reply could come from this question; no reply always does."""
    if reply.empty:
        return True
    rules = KINDS[question.kind]
    filled = [name for name in get_args(ReplyField) if getattr(reply, name)]
    return filled == [rules.field] and rules.fits(question, reply)
