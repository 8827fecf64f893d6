"""A PostgreSQL server that is made for a test run or a benchmark and thrown away after it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from ops.child import killed_with_us, tail
from ops.ports import LOOPBACK, any_port

# Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class NoPostgres(Exception):
    """PostgreSQL's programs are missing or the server did not start; the message says which."""


def find_postgres() -> Path:
    """The folder of the newest installed server programs, Debian's place first; raises NoPostgres."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    if not on_path:
        raise NoPostgres("PostgreSQL is not installed. On Debian: sudo apt-get install postgresql")
    return Path(on_path).resolve().parent


class PostgresServer:
    """A server on a port of this machine that lets anyone in."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's address of a database on this server, by psycopg 3."""
        return f"postgresql+psycopg://postgres@{LOOPBACK}:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database, empty or as a copy of another that nobody is connected to, and return its address."""
        with psycopg.connect(self._conninfo(), autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def _conninfo(self) -> str:
        return f"host={LOOPBACK} port={self.port} user=postgres dbname=postgres connect_timeout=2"


class ThrowawayPostgres(PostgresServer):
    """A server with its own folder and port, open to anyone on loopback; without durability unless told otherwise."""

    def __init__(self, settings: Sequence[str] = SETTINGS) -> None:
        super().__init__(any_port())
        self._settings = settings
        self._bin = find_postgres()
        # PostgreSQL refuses to run as root; Debian's package brings this account along.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="greenroom-pg-"))
        self._log = self._folder / "server.log"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster and start the server; returns when it takes connections, raises NoPostgres."""
        if self._user:
            owner = pwd.getpwnam(self._user)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._initdb()
        command = [str(self._bin / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder)]
        command += ["-p", str(self.port), "-h", LOOPBACK]
        for setting in self._settings:
            command += ["-c", setting]
        with self._log.open("ab") as out:
            # Not through pg_ctl: as our own child it cannot outlive us.
            self._server = subprocess.Popen(
                killed_with_us(command, "QUIT"),
                user=self._user,
                cwd="/",
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Stop at once and delete everything."""
        if self._server:
            # The quickest way down: without a checkpoint, as nothing is kept.
            self._server.send_signal(signal.SIGQUIT)
            try:
                self._server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initdb(self) -> None:
        command = [str(self._bin / "initdb"), "-D", str(self._folder / "data"), "-U", "postgres", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        made = subprocess.run(command, user=self._user, cwd="/", capture_output=True, text=True, check=False)
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")

    def _wait(self) -> None:
        until = time.monotonic() + 20
        while self._server and self._server.poll() is None and time.monotonic() < until:
            try:
                psycopg.connect(self._conninfo()).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.01)
        said = tail(self._log)
        self.stop()
        raise NoPostgres(f"PostgreSQL did not start:\n{said}")
