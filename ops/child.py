"""One child process: started in its own session, logging to a file, stopped politely and then firmly."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

LOG_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run: `ready` is a health URL or a function, `grace` the seconds it may take to stop.

    `explain` says more than the end of the log can when the program would not run. One that starts `alongside`
    does not wait for the program before it to be ready.
    """

    name: str
    argv: Sequence[str]
    ready: Callable[[], bool] | str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    ready_within: float = 30.0
    grace: float = 10.0
    explain: Callable[[], str] | None = None
    alongside: bool = False

    def is_ready(self) -> bool:
        """Whether it answers now; a program without a check is ready at once."""
        if isinstance(self.ready, str):
            return healthy(self.ready)
        return self.ready is None or self.ready()


def healthy(url: str) -> bool:
    """Whether a GET of this URL answers with success within two seconds."""
    try:
        with urlopen(url, timeout=2) as answer:
            return int(answer.status) < 300
    except (URLError, OSError):
        return False


def killed_with_us(argv: Sequence[str], death: str = "TERM") -> list[str]:
    """The command so that Linux sends it a signal when we die, even by kill -9; elsewhere unchanged."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", death, "--", *argv] if setpriv else list(argv)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, or nothing."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


class Child:
    """A program that runs now, as leader of its own session and process group."""

    def __init__(self, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.started_at = time.monotonic()
        _rotate(log)
        with log.open("ab") as out:
            # Its own session: Ctrl-C in the terminal reaches only us, and we decide in which order all stop.
            self._process = subprocess.Popen(
                killed_with_us(program.argv),
                env={**os.environ, **program.env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its process group."""
        return self._process.pid

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started_at

    def exit_code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the program alone; what it started is its own to stop."""
        self._process.terminate()

    def kill(self) -> None:
        """Kill it and all that is left of its process group, and wait until it is gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> bool:
        """Stop within the grace period; says whether it went by itself. `hurry` cuts the wait short."""
        self.ask_to_stop()
        until = time.monotonic() + self.program.grace
        while self.exit_code() is None and time.monotonic() < until and not hurry():
            time.sleep(0.02)
        went = self.exit_code() is not None
        # Even if it went by itself: what it had started may still be there.
        self.kill()
        return went


def _rotate(log: Path) -> None:
    """Keep one old log, so that a long-lived set-up does not fill the disk."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
