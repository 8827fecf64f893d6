"""An exam with thousands of candidates at once, who begin within a minute; with broken connections and two restarts.

The house runs as real processes: web, worker, Temporal, and PostgreSQL or SQLite. The candidates are in a process of
their own and do what the exam's page does. Arguments: candidates, minutes of the exam, seconds between two answers
(mean), database (`sqlite`, `postgresql` or `both`), web processes, seconds in which all begin.
"""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from sqlmodel import func, select

from benchmarks.common.tables import publish
from benchmarks.exams import seats
from benchmarks.exams.plan import Plan, Report
from benchmarks.exams.site import Site, open_site
from benchmarks.exams.table import MeasuredRun, rows
from benchmarks.exams.usage import Usage
from benchmarks.exams.verdict import judge
from benchmarks.exams.yardstick import bare_saves
from db.engine import read
from db.exams.attempts import ResultRow
from ops.child import Child, Program

PROBES = 16
APART = 15.0  # seconds between the two restarts
PATIENCE = 240.0  # seconds after the last deadline in which every result has to be there


class Exam(NamedTuple):
    """What is asked for."""

    candidates: int = 3000
    minutes: int = 3
    think: float = 30.0
    database: str = "both"
    web_workers: int = 2
    within: float = 60.0

    @property
    def title(self) -> str:
        """The table's."""
        return (
            f"An exam room: {self.candidates} candidates begin within {self.within:.0f} s and have {self.minutes} min,"
            f" an answer every {self.think:.0f} s, {self.web_workers} web processes"
        )

    @property
    def middle(self) -> float:
        """Seconds from the first start to the middle of the exam that began in the middle of the starts."""
        return (self.within + self.minutes * 60) / 2


def measure(exam: Exam, database: str, folder: Path) -> MeasuredRun:
    """One whole run on one database."""
    with open_site(folder, database, exam.web_workers) as site:
        paper = seats.paper()
        asked = seats.questions(paper)
        probes = seats.seat(site.services, PROBES, 30, asked=paper)
        full = crowd(folder, Plan("saves", site.port, probes, asked, drops=0.0))
        nothing = crowd(folder, Plan("nothing", site.port, probes, []))
        bare = bare_saves(site.services, probes[0], asked)
        here = seats.seat(site.services, exam.candidates, exam.minutes, asked=paper)
        plan = Plan("exam", site.port, here, asked, within=exam.within, think=exam.think)
        with Usage() as usage, ThreadPoolExecutor() as beside:
            started = time.perf_counter()
            upheaval = beside.submit(restart, site, exam)
            report = crowd(folder, plan)
            restarts = upheaval.result()
            wait_for_results(site, exam.candidates)
            took = time.perf_counter() - started
        with read(site.services.engine) as session:
            verdict = judge(session, here, report, questions=asked)
    rates = {"full": full.rate("save"), "nothing": nothing.rate("nothing"), "bare": bare}
    return MeasuredRun(report, verdict, usage.cpu, usage.memory, took, rates | restarts)


def crowd(folder: Path, plan: Plan) -> Report:
    """Let the crowd do what the plan says."""
    told, kept = folder / "plan.json", folder / "report.json"
    plan.write(told)
    argv = [sys.executable, "-m", "benchmarks.exams.crowd", str(told), str(kept)]
    child = Child(Program("crowd", argv), folder / "log" / "crowd.log")
    try:
        while child.exit_code() is None:
            time.sleep(0.1)
        if child.exit_code():
            raise RuntimeError((folder / "log" / "crowd.log").read_text()[-2000:])
    finally:
        child.kill()
    return Report.read(kept)


def restart(site: Site, exam: Exam) -> dict[str, float]:
    """Kill and start again the web, then the worker, while everybody answers; how many seconds each was away."""
    took = {}
    time.sleep(exam.middle)
    for name in ("web", "worker"):
        site.kill(name)
        took[name] = site.start(name)
        time.sleep(APART)
    return took


def wait_for_results(site: Site, many: int) -> None:
    """Until every attempt has its result, or patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with read(site.services.engine) as session:
            if session.exec(select(func.count()).select_from(ResultRow)).one() >= many:
                return
        time.sleep(1)


def main(exam: Exam) -> None:
    """Measure on the database, or both, and publish the table."""
    wanted = ("sqlite", "postgresql") if exam.database == "both" else (exam.database,)
    measured = {}
    for each in wanted:
        with tempfile.TemporaryDirectory() as folder:
            measured[each] = measure(exam, each, Path(folder))
    publish("exam_room", exam.title, rows(measured))


if __name__ == "__main__":
    kinds = (int, int, float, str, int, float)
    main(Exam(*(kind(text) for kind, text in zip(kinds, sys.argv[1:], strict=False))))
