"""What the crowd's process is told and what it tells back, as JSON files; plain dataclasses, so that it stays light."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PlannedSeat:
    """One candidate: the attempt, the cookies of a signed-in browser, its token, and the tab's id."""

    attempt: str
    cookies: str
    token: str
    client: str


@dataclass(frozen=True)
class PlannedItem:
    """One item of the form, and responses that candidates give to it, as the page sends them."""

    item: str
    responses: list[list[dict[str, Any]]]


@dataclass(frozen=True)
class Plan:
    """`manner` is exam, saves (nobody thinks) or nothing (/health/live); times in seconds, `drops` a share of saves."""

    manner: str
    port: int
    seats: list[PlannedSeat]
    questions: list[PlannedItem]
    within: float = 60.0
    think: float = 30.0
    drops: float = 0.05
    lasts: float = 5.0

    def write(self, path: Path) -> None:
        """Keep it as JSON."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """The plan that was written there."""
        told = json.loads(path.read_text(encoding="utf-8"))
        told["seats"] = [PlannedSeat(**each) for each in told["seats"]]
        told["questions"] = [PlannedItem(**each) for each in told["questions"]]
        return cls(**told)


@dataclass
class Report:
    """What the crowd saw: seconds of answered requests by kind, and each save that it sent or saw acknowledged.

    `begun` says when each exam was begun, in seconds of a clock that only knows differences.

    A save is (attempt, item, seq, number of the response); `counts` are of what went wrong, and of what was done to
    the connections on purpose.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    sent: list[tuple[str, str, int, int]] = field(default_factory=list)
    acknowledged: list[tuple[str, str, int, int]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    begun: list[float] = field(default_factory=list)
    took: float = 0.0

    def time(self, kind: str, seconds: float) -> None:
        """Note how long an answer took."""
        self.seconds.setdefault(kind, []).append(seconds)

    def rate(self, kind: str) -> float:
        """Answers of a kind per second."""
        return len(self.seconds.get(kind, [])) / self.took

    def count(self, what: str) -> None:
        """Count one more of it."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def write(self, path: Path) -> None:
        """Keep it as JSON."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Report":
        """The report that was written there."""
        told = json.loads(path.read_text(encoding="utf-8"))
        for name in ("sent", "acknowledged"):
            told[name] = [tuple(each) for each in told[name]]
        return cls(**told)
