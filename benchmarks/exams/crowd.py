"""The crowd: all candidates in a process of their own. `python -m benchmarks.hall.crowd plan.json report.json`."""

import asyncio
import sys
import time
from pathlib import Path

import uvloop

from benchmarks.exams.candidate import Candidate
from benchmarks.exams.http import HttpConnection
from benchmarks.exams.plan import Plan, Report


async def run(plan: Plan) -> Report:
    """Do what the plan says; what came of it."""
    report, started = Report(), time.perf_counter()
    manner = {"exam": _exam, "saves": _saves, "nothing": _nothing}[plan.manner]
    await manner(plan, report)
    report.took = report.took or time.perf_counter() - started
    return report


async def _exam(plan: Plan, report: Report) -> None:
    await asyncio.gather(*(Candidate(plan, seat, report).sit() for seat in plan.seats))


async def _saves(plan: Plan, report: Report) -> None:
    """Everybody begins, then saves one answer after the other without a thought."""
    people = [Candidate(plan, seat, report) for seat in plan.seats]
    for each in people:
        await each.begin()
    started = time.perf_counter()

    async def one(person: Candidate) -> None:
        number = 0
        while time.perf_counter() - started < plan.lasts and await person.save(number % len(plan.questions)):
            number += 1

    await asyncio.gather(*map(one, people))
    report.took = time.perf_counter() - started


async def _nothing(plan: Plan, report: Report) -> None:
    """As many connections as seats ask for nothing."""
    started = time.perf_counter()

    async def one(wire: HttpConnection) -> None:
        while time.perf_counter() - started < plan.lasts:
            report.time("nothing", (await wire.ask("GET", "/health/live")).seconds)

    await asyncio.gather(*(one(HttpConnection(plan.port)) for _ in plan.seats))


if __name__ == "__main__":
    told, kept = map(Path, sys.argv[1:])
    uvloop.run(run(Plan.read(told))).write(kept)
