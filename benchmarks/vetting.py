"""Cases per second through the whole pipeline with instant reviewers, against bare Temporal in the same run.

Server, workers and data are as `make up` has them: one Temporal server on a file, SQLite, a worker process and a PDF
worker process. Arguments: cases in all, cases at a time.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean
from uuid import UUID

import psutil  # type: ignore[import-untyped]
from pydantic import SecretStr
from sqlmodel import col, select

from benchmarks.common.bare import per_second
from benchmarks.common.tables import publish
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.engine import make_engine, read
from db.migrate import upgrade
from domain.cases import Stage, case_of
from domain.credentials.standing import Standing
from settings import Settings
from tests.faults.processes import WorkerProcess, own_temporal
from tests.workflows.application import PAPERS, paper
from tests.workflows.office import Office, open_office
from workflows.limits import EXT, PDF, WF

# open, three papers, screen, assess, decide, two letters, render, publish
ACTIVITIES = 11


@contextmanager
def running(folder: Path) -> Iterator[Office]:
    """A house with its worker processes."""
    with own_temporal(folder) as (server, namespace), ExitStack() as stack:
        settings = Settings(
            data_dir=folder,
            temporal_address=server.address,
            temporal_namespace=namespace,
            database_url=f"sqlite:///{folder / 'greenroom.sqlite'}",
            secret_key=SecretStr("a secret for benchmarks"),
        )
        upgrade(make_engine(settings.db))
        office = stack.enter_context(open_office(settings, working=False))
        for queues in ((WF, EXT), (PDF,)):
            stack.callback(WorkerProcess(settings, queues).start().kill)
        yield office


def pipeline(office: Office, total: int, at_a_time: int) -> tuple[float, list[UUID]]:
    """Seconds for all cases, and their ids; a case is over when its certificate is valid."""
    papers = {kind: paper(kind, office.services.now()) for kind in PAPERS}
    waiting = [office.apply(papers) for _ in range(total)]
    cases, start = list(waiting), time.perf_counter()
    sent: set[UUID] = set()
    decided: set[UUID] = set()
    done: set[UUID] = set()
    while len(done) < total:
        while waiting and len(sent) - len(done) < at_a_time:
            case = waiting.pop()
            office.submit(case).raise_if_refused()
            sent.add(case)
        for case in _in_review(office, sent - decided):
            office.decide(case, by="sam").raise_if_refused()
            decided.add(case)
        done = _valid(office, cases)
        time.sleep(0.02)
    return time.perf_counter() - start, cases


def _in_review(office: Office, cases: set[UUID]) -> Sequence[UUID]:
    with read(office.services.engine) as session:
        mine = CaseRow.stage == Stage.IN_REVIEW, col(CaseRow.id).in_(cases)
        return session.exec(select(CaseRow.id).where(*mine)).all()


def _valid(office: Office, cases: list[UUID]) -> set[UUID]:
    with read(office.services.engine) as session:
        mine = CredentialRow.standing == Standing.VALID, col(CredentialRow.case_id).in_(cases)
        return set(session.exec(select(CredentialRow.case_id).where(*mine)).all())


def cost(office: Office, cases: list[UUID]) -> tuple[float, float]:
    """State transitions and bytes of history per case, its certificate's workflow included."""
    with read(office.services.engine) as session:
        granted = session.exec(select(CredentialRow.id).where(col(CredentialRow.case_id).in_(cases))).all()
    ids = [case_of(case) for case in cases] + [f"issue:{each}:1" for each in granted]
    found = []
    for workflow_id in ids:
        handle = office.workflow(workflow_id)
        office.workers.call(handle.result())
        found.append(office.workers.call(handle.describe()).raw_description.workflow_execution_info)
    transitions, size = (
        sum(getattr(each, name) for each in found) for name in ("state_transition_count", "history_size_bytes")
    )
    return transitions / len(cases), size / len(cases)


def cpu() -> dict[str, float]:
    """CPU seconds so far, by what the process does; `reviewers` is this one."""
    used = {"reviewers and gateway": sum(psutil.Process().cpu_times()[:2])}
    for child in psutil.Process().children():
        line = child.cmdline()
        name = "temporal" if "start-dev" in line else f"worker {' '.join(line[line.index('worker') + 2 : -2 : 2])}"
        used[name] = sum(child.cpu_times()[:2])
    return used


def main(total: int = 40, at_a_time: int = 8) -> None:
    """Bare, ours, bare; publish the table."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as office:
        address, namespace = office.workers.settings.temporal_address, office.workers.settings.temporal_namespace

        def bare() -> float:
            running = per_second(address, namespace, total=total, at_a_time=at_a_time, activities=ACTIVITIES)
            return asyncio.run(running)

        pipeline(office, at_a_time, at_a_time)
        before = bare()
        idle = cpu()
        took, cases = pipeline(office, total, at_a_time)
        busy = {name: (used - idle[name]) / total for name, used in cpu().items()}
        yardstick, ours = mean((before, bare())), total / took
        transitions, size = cost(office, cases)
    rows = [
        ("", "measured"),
        (f"cases per second ({total} cases, {at_a_time} at a time, {os.cpu_count()} cores)", f"{ours:.2f}"),
        (f"bare workflows per second ({ACTIVITIES} no-op activities in a row)", f"{yardstick:.2f}"),
        ("ours against bare", f"{ours / yardstick:.2f}"),
        ("state transitions per case", f"{transitions:.0f}"),
        ("bytes of history per case", f"{size:.0f}"),
    ]
    rows += [(f"CPU per case: {name}", f"{used * 1000:.0f} ms") for name, used in busy.items()]
    publish("vetting", "Vetting, from submission to a valid certificate", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
