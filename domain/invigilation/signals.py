"""Signals: what can be noticed of an exam that runs."""

from enum import StrEnum


class SignalKind(StrEnum):
    """What was noticed; each is for a person to look at, none ends an exam."""

    FOCUS_LOST = "focus_lost"
    FOCUS_BACK = "focus_back"
    PASTE = "paste"
    PARALLEL_SESSION = "parallel_session"
    TOO_FAST = "too_fast"
    CLOCK_SKEW = "clock_skew"
    OFFLINE = "offline"
    COMMENT = "comment"
