"""What was measured, as the lines of the table: one column for each database."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.common.tables import milliseconds
from benchmarks.exams.plan import Report
from benchmarks.exams.verdict import RunVerdict

SHARES = (0.5, 0.95, 0.99)
ROLES = ("web", "worker", "Temporal", "database", "crowd")


class MeasuredRun(NamedTuple):
    """One run: what the candidates saw, what the tables say, CPU seconds, MB, and rates (a second) by name."""

    report: Report
    verdict: RunVerdict
    cpu: dict[str, float]
    memory: dict[str, float]
    took: float
    rates: dict[str, float]


def rows(measured: dict[str, MeasuredRun]) -> list[tuple[str, ...]]:
    """The whole table with its head."""
    lines = {name: dict(_lines(each)) for name, each in measured.items()}
    labels = next(iter(lines.values()))
    return [("", *measured), *((label, *(lines[name].get(label, "-") for name in lines)) for label in labels)]


def _lines(one: MeasuredRun) -> Iterator[tuple[str, str]]:
    report, verdict, rates = one.report, one.verdict, one.rates
    yield "starts per second, mean", f"{_per_second(report.begun):.0f}"
    yield "click on start: p50, p95, p99", _three(report.seconds.get("start", []))
    yield "from the click to the paper and the lease", _three(report.seconds.get("paper", []))
    yield "saves acknowledged", str(len(report.acknowledged))
    yield "saves per second, mean", f"{len(report.acknowledged) / report.took:.0f}"
    yield "save: p50, p95, p99", _three(report.seconds.get("save", []))
    yield "save until stored, retries and restart included", _three(report.seconds.get("until stored", []))
    yield "how things stand (poll): p50, p95, p99", _three(report.seconds.get("poll", []))
    yield "acknowledged answers lost", str(verdict.lost)
    yield "answers stored that nobody sent", str(verdict.never_sent)
    yield "answers stored after deadline and grace", str(verdict.too_late)
    yield "deadlines missed by more than 1 s", str(verdict.missed)
    yield "exams without a result", str(verdict.unscored)
    yield "audit chain", "broken" if verdict.chain_broken else "holds"
    yield "start told to Temporal after: p50, p95, p99", _three(verdict.told, _seconds)
    yield "result written after the grace: p50, p95, p99", _three(verdict.scored, _seconds)
    yield "away at its restart: web, worker", f"{rates['web']:.1f} s, {rates['worker']:.1f} s"
    yield "connections broken off on purpose", str(_counted(report, lambda what: what.startswith("broken off")))
    yield "requests without an answer (restart of the web)", _unanswered(report)
    yield "answers 5xx", str(_counted(report, lambda what: what.startswith("5")))
    for role in ROLES:
        if role in one.cpu:
            yield f"cores used, memory: {role}", f"{one.cpu[role] / one.took:.2f}, {one.memory[role]:.0f} MB"
    yield "saves per second without a thought, 16 candidates", f"{rates['full']:.0f}"
    yield "requests for nothing per second, 16 connections", f"{rates['nothing']:.0f}"
    yield "bare saves per second, one thread, no web", f"{rates['bare']:.0f}"
    yield "ours against nothing, against bare saves", f"{_of(rates, 'nothing')}, {_of(rates, 'bare')}"


def _of(rates: dict[str, float], what: str) -> str:
    return f"{rates['full'] / rates[what]:.2f}"


def _per_second(moments: list[float]) -> float:
    return len(moments) / (max(moments) - min(moments))


def _unanswered(report: Report) -> str:
    return str(_counted(report, lambda what: what.startswith("no answer")))


def _counted(report: Report, wanted: Callable[[str], bool]) -> int:
    return sum(count for what, count in report.counts.items() if wanted(what))


def _three(times: list[float], shown: Callable[[float], str] = milliseconds) -> str:
    if not times:
        return "-"
    ordered = sorted(times)
    return ", ".join(shown(ordered[min(len(ordered) - 1, int(len(ordered) * share))]) for share in SHARES)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"
