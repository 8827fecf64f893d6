"""The figures that the operators' handbook prints are the ones that hold."""

import re
from datetime import timedelta

from settings import ROOT
from web.exams.start_queue import ABREAST
from workflows import limits
from workflows.limits import ActivityLimits

HANDBOOK = (ROOT / "docs/operators.md").read_text(encoding="utf-8")


def spelt(length: timedelta) -> str:
    """A length of time as the handbook prints it."""
    seconds = length.total_seconds()
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"


def test_the_operators_handbook_prints_the_limits_that_hold() -> None:
    known = {name: each for name, each in vars(limits).items() if isinstance(each, ActivityLimits)}
    for name, each in known.items():
        ends = spelt(each.in_all) if each.in_all else f"{each.tries} tries" if each.tries else "never"
        cells = (name, each.queue, spelt(each.once), spelt(each.first_pause), spelt(each.longest_pause), ends)
        assert "| `{}` | `{}` | {} | {} | {} | {} |".format(*cells) in HANDBOOK
    assert set(re.findall(r"^\| `([A-Z]+)` \|", HANDBOOK, re.MULTILINE)) == set(known)


def test_a_scan_that_is_silent_counts_as_dead_when_the_handbook_says() -> None:
    assert limits.SCAN.heartbeat
    assert f"is silent for {limits.SCAN.heartbeat.total_seconds():g} s counts as dead" in HANDBOOK


def test_the_handbook_tells_the_same_figures_in_its_sentences() -> None:
    assert f"A document check gives up after {limits.SCAN.tries} tries" in HANDBOOK
    assert f"every {spelt(limits.RENDER.longest_pause).replace('min', 'minutes')} at last" in HANDBOOK
    assert limits.NOTIFY.in_all == timedelta(days=2) and "tried for two days" in HANDBOOK
    assert ABREAST == 4 and "the door lets four in at a time" in HANDBOOK
