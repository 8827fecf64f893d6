"""Integrity signals in words, for people who look at an exam: what was noticed, never what it means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel

from db.invigilation import SignalKind, SignalRow

WORDS: dict[SignalKind, tuple[str, str]] = {
    SignalKind.FOCUS_LOST: ("left the page", "Left the page"),
    SignalKind.FOCUS_BACK: ("came back", "Came back to the page"),
    SignalKind.PASTE: ("pasted text", "Pasted text into an answer"),
    SignalKind.PARALLEL_SESSION: ("second tab or device", "Opened in a second tab or device"),
    SignalKind.TOO_FAST: ("answered at once", "Answered faster than a question can be read"),
    SignalKind.CLOCK_SKEW: ("wrong clock", "The clock of the device is wrong"),
    SignalKind.OFFLINE: ("connection away", "The connection was away"),
    SignalKind.COMMENT: ("comment", "The candidate writes"),
}
# What follows from another one, or says nothing about conduct, is left out of the counts.
UNCOUNTED = {SignalKind.FOCUS_BACK, SignalKind.CLOCK_SKEW, SignalKind.OFFLINE}


class SignalLine(BaseModel, frozen=True):
    """One line of the timeline."""

    title: str
    at: datetime
    text: str = ""


def signal_lines(rows: Sequence[SignalRow]) -> list[SignalLine]:
    """Every signal of an attempt as a line."""
    return [SignalLine(title=WORDS[row.kind][1], at=row.at, text=row.text or _length(row)) for row in rows]


def summed(rows: Sequence[SignalRow]) -> list[SignalLine]:
    """The same in few lines: what came often is one line with its count, in the order of the first."""
    first: dict[tuple[SignalKind, str], SignalLine] = {}
    times: Counter[tuple[SignalKind, str]] = Counter()
    for row in rows:
        first.setdefault((row.kind, row.text), SignalLine(title=WORDS[row.kind][1], at=row.at, text=row.text))
        times[row.kind, row.text] += 1
    return [
        each.model_copy(update={"title": f"{each.title} ({times[key]} times)"}) if times[key] > 1 else each
        for key, each in first.items()
    ]


def counted(counts: Mapping[SignalKind, int]) -> list[str]:
    """Such as `left the page 3 times`, the most frequent first."""
    kinds = sorted((kind for kind in counts if kind not in UNCOUNTED), key=lambda kind: -counts[kind])
    return [f"{WORDS[kind][0]} {counts[kind]}×" if counts[kind] > 1 else WORDS[kind][0] for kind in kinds]


def _length(row: SignalRow) -> str:
    return f"{abs(row.seconds):.0f} s" if row.seconds is not None else ""
