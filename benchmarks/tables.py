"""How a benchmark shows what it measured: one small table, on the terminal and in benchmarks/results."""

import os
import platform
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
Rows = Sequence[tuple[str, str]]


def publish(name: str, title: str, rows: Rows) -> None:
    """Print the table, and keep it as Markdown."""
    wide = max(len(label) for label, _ in rows)
    table = "\n".join(f"| {label:<{wide}} | {value:>12} |" for label, value in rows)
    rule = f"| {'-' * wide} | {'-' * 11}: |"
    where = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULTS.mkdir(exist_ok=True)
    text = f"# {title}\n\n{where}, load {os.getloadavg()[0]:.1f} at the end.\n\n| {'':<{wide}} | {'':>12} |\n{rule}\n{table}\n"
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
