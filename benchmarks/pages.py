"""Requests per second and waiting times of the pages people see most, against a page that does nothing.

One web process on loopback with the demo data checked, one browser at a time. Argument: requests per page.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
from itsdangerous import Signer
from sqlmodel import select

from benchmarks.common.tables import milliseconds, p50, p95, publish
from db.accounts.people import AccountRow, by_email, open_session
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.engine import begin, make_engine, read
from db.migrate import upgrade
from domain.cases import Stage
from domain.credentials.standing import Standing
from ops.child import Child, Program
from ops.ports import LOOPBACK, any_port
from ops.seed import seed_demo
from settings import Settings
from tests.faults.processes import WorkerProcess, environment, own_temporal
from web.common.deps import COOKIE
from web.services import Services, build

READY = 60.0


@contextmanager
def site(folder: Path) -> Iterator[tuple[Services, str]]:
    """A seeded house whose cases are checked and whose first certificate is out, and where its site listens."""
    with own_temporal(folder) as (server, namespace):
        settings = Settings(data_dir=folder, temporal_address=server.address, temporal_namespace=namespace)
        settings = settings.model_copy(update={"database_url": settings.db})
        upgrade(make_engine(settings.db))
        seed_demo(settings)
        services, worker = build(settings), WorkerProcess(settings).start()
        wait(lambda: checked(services))
        worker.kill()
        port = any_port()
        argv = [sys.executable, "-m", "web.serve", "--port", str(port)]
        program = Program("web", argv, f"http://{LOOPBACK}:{port}/health/live", environment(settings))
        web = Child(program, folder / "log" / "web.log")
        try:
            wait(program.is_ready)
            yield services, f"http://{LOOPBACK}:{port}"
        finally:
            web.kill()


def wait(happens: Callable[[], bool]) -> None:
    """Wait for it; RuntimeError after a minute."""
    end = time.monotonic() + READY
    while not happens():
        if time.monotonic() > end:
            raise RuntimeError("the house did not get ready")
        time.sleep(0.1)


def checked(services: Services) -> bool:
    """Whether no case is being checked any more, and a certificate is valid."""
    with read(services.engine) as session:
        stages = session.exec(select(CaseRow.stage)).all()
        valid = session.exec(select(CredentialRow.id).where(CredentialRow.standing == Standing.VALID)).all()
    return bool(valid) and Stage.CHECKING not in stages and Stage.IN_REVIEW in stages


def cookie(services: Services, email: str) -> dict[str, str]:
    """The cookie of a browser in which somebody is signed in."""
    token = f"{email}-{services.ids()}"
    with begin(services.engine) as session:
        account: AccountRow | None = by_email(session, email)
        if account is None:
            raise LookupError(email)
        open_session(session, token, account, now=services.now())
    return {COOKIE: Signer(services.secret, salt="session").sign(token).decode()}


def pages(services: Services) -> list[tuple[str, str, str]]:
    """Name, path, and who looks; nobody for pages that anyone may open."""
    with read(services.engine) as session:
        case = session.exec(select(CaseRow).where(CaseRow.stage == Stage.IN_REVIEW)).all()[0]
        number = session.exec(select(CredentialRow.number)).all()[0]
        owner = session.get_one(AccountRow, case.applicant).email
    return [
        ("nothing (/health/live)", "/health/live", ""),
        ("home", "/", ""),
        ("sign-in", "/sign-in", ""),
        ("verify", f"/verify/{number}", ""),
        ("application's task list", f"/applications/{case.id}", owner),
        ("queue", "/review", "rita@example.com"),
        ("case", f"/cases/{case.id}", "rita@example.com"),
    ]


def timed(client: httpx2.Client, path: str, rounds: int) -> list[float]:
    """Seconds of each request, after three to warm up; every answer has to be the page itself."""
    times = []
    for _ in range(rounds + 3):
        start = time.perf_counter()
        answer = client.get(path)
        times.append(time.perf_counter() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return times[3:]


def main(rounds: int = 100) -> None:
    """Measure, and publish the table."""
    rows = [("page", "requests/s", "p50", "p95", "p50 against nothing")]
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as (services, url), ExitStack() as stack:
        nothing = 0.0
        for name, path, who in pages(services):
            signed_in = cookie(services, who) if who else {}
            client = stack.enter_context(httpx2.Client(base_url=url, cookies=signed_in))
            times = timed(client, path, rounds)
            nothing = nothing or p50(times)
            ratio, rate = p50(times) / nothing, len(times) / sum(times)
            rows.append((name, f"{rate:.0f}", milliseconds(p50(times)), milliseconds(p95(times)), f"{ratio:.1f}"))
    publish("pages", "Pages, one browser at a time", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
