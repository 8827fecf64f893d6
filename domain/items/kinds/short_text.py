"""A short text to type."""

import unicodedata

from domain.items.kinds.rules import KindRules, ReplyField
from domain.items.parts import QuestionParts, Reply
from domain.messages import Message, msg


class ShortText(KindRules):
    """The key lists the right texts; spaces never count, capitals only where the key says so."""

    field: ReplyField = "text"
    chosen = False
    several = False
    still = False

    def flaw(self, asked: QuestionParts) -> Message:
        """No right text."""
        return Message() if any(text.strip() for text in asked.key.texts) else msg("Give at least one right text.")

    def fits(self, _asked: QuestionParts, _reply: Reply, /) -> bool:
        """Anything may be typed."""
        return True

    def share(self, asked: QuestionParts, reply: Reply) -> float:
        """All when the text is one of the right ones."""
        loose = not asked.key.case_sensitive
        right = {_plain(text, loose) for text in asked.key.texts if text.strip()}
        return float(_plain(reply.text, loose) in right)


def _plain(text: str, loose: bool) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    # Folding can take a text out of its normal form.
    return unicodedata.normalize("NFKC", plain.casefold()) if loose else plain
