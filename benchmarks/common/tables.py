"""How a benchmark shows what it measured: one small table, on the terminal and in benchmarks/results."""

import os
import platform
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results"
Rows = Sequence[tuple[str, ...]]


def publish(name: str, title: str, rows: Rows) -> None:
    """Print the table, whose first row is its head, and keep it as Markdown."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *lines = ["| " + " | ".join(map(_cell, row, widths, range(len(row)))) + " |" for row in rows]
    first, *others = widths
    rule = "|".join(("", "-" * (first + 2), *("-" * (width + 1) + ":" for width in others), ""))
    where = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULTS.mkdir(exist_ok=True)
    where += f", load {os.getloadavg()[0]:.1f} at the end."
    text = "\n".join((f"# {title}", "", where, "", head, rule, *lines, ""))
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def milliseconds(seconds: float) -> str:
    """A time as people read it."""
    return f"{seconds * 1000:.1f} ms"


def p50(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """What nineteen of twenty stay below."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _cell(text: str, width: int, place: int) -> str:
    return text.rjust(width) if place else text.ljust(width)
