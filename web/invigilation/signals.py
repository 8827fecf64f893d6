"""Integrity signals in words, for people who look at an exam: what was noticed, never what it means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel

from db.invigilation import SignalRow
from domain.invigilation.signals import SignalKind
from domain.messages import Message, msg, msg_n

WORDS: dict[SignalKind, tuple[Message, Message]] = {
    SignalKind.FOCUS_LOST: (msg("left the page"), msg("Left the page")),
    SignalKind.FOCUS_BACK: (msg("came back"), msg("Came back to the page")),
    SignalKind.PASTE: (msg("pasted text"), msg("Pasted text into an answer")),
    SignalKind.PARALLEL_SESSION: (msg("second tab or device"), msg("Opened in a second tab or device")),
    SignalKind.TOO_FAST: (msg("answered at once"), msg("Answered faster than a question can be read")),
    SignalKind.CLOCK_SKEW: (msg("wrong clock"), msg("The clock of the device is wrong")),
    SignalKind.OFFLINE: (msg("connection away"), msg("The connection was away")),
    SignalKind.COMMENT: (msg("comment"), msg("The candidate writes")),
}
# What follows from another one, or says nothing about conduct, is left out of the counts.
UNCOUNTED = {SignalKind.FOCUS_BACK, SignalKind.CLOCK_SKEW, SignalKind.OFFLINE}


class SignalLine(BaseModel, frozen=True):
    """One line of the timeline."""

    title: Message
    at: datetime
    text: Message = Message()


def signal_lines(rows: Sequence[SignalRow]) -> list[SignalLine]:
    """Every signal of an attempt as a line."""
    return [_line(row) if row.text else _line(row).model_copy(update={"text": _length(row)}) for row in rows]


def summed(rows: Sequence[SignalRow]) -> list[SignalLine]:
    """The same in few lines: what came often is one line with its count, in the order of the first."""
    first: dict[tuple[SignalKind, str], SignalLine] = {}
    times: Counter[tuple[SignalKind, str]] = Counter()
    for row in rows:
        first.setdefault((row.kind, row.text), _line(row))
        times[row.kind, row.text] += 1
    return [
        each.model_copy(update={"title": _repeated(each.title, times[key])}) if times[key] > 1 else each
        for key, each in first.items()
    ]


def counted(counts: Mapping[SignalKind, int]) -> list[Message]:
    """Each with how often it came, the most frequent first."""
    kinds = sorted((kind for kind in counts if kind not in UNCOUNTED), key=lambda kind: -counts[kind])
    briefly = [(WORDS[kind][0], counts[kind]) for kind in kinds]
    return [msg("{what} {count}×", what=what, count=count) if count > 1 else what for what, count in briefly]


def _line(row: SignalRow) -> SignalLine:
    return SignalLine(title=WORDS[row.kind][1], at=row.at, text=Message.verbatim(row.text))


def _repeated(title: Message, count: int) -> Message:
    return msg_n("{title} ({n} time)", "{title} ({n} times)", n=count, title=title)


def _length(row: SignalRow) -> Message:
    return msg("{seconds} s", seconds=round(abs(row.seconds))) if row.seconds is not None else Message()
