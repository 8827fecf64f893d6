"""Runs several programs as one: started in order, restarted when they die, stopped in reverse."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.markup import escape

from ops.child import Child, Program, tail


class GaveUp(Exception):
    """A program would not start or kept dying; the message holds the end of its log."""


@dataclass(frozen=True)
class RestartPolicy:
    """How deaths are judged: seconds under which a life was quick, how many of those in a row, pauses."""

    quick: float = 10.0
    deaths: int = 5
    first_pause: float = 0.2
    longest_pause: float = 10.0

    def pause(self, deaths: int) -> float:
        """Seconds to wait after this many quick deaths in a row; doubles each time."""
        return min(self.longest_pause, self.first_pause * 2.0 ** max(0, deaths - 1))


@dataclass
class _Watched:
    """A program's place: its current child if any, and what is known about its deaths."""

    program: Program
    child: Child | None = None
    deaths: int = 0
    due_at: float = 0.0


class Supervisor:
    """Keeps programs running until it is told to stop; one line on the terminal per event, the rest in logs."""

    def __init__(
        self, programs: Sequence[Program], log_dir: Path, console: Console, *, patience: RestartPolicy | None = None
    ) -> None:
        self._posts = [_Watched(program) for program in programs]
        self._log_dir = log_dir
        self._console = console
        self._patience = patience or RestartPolicy()
        self._asked = 0
        self._wake = threading.Event()

    def run(self, on_ready: Callable[[], None] = lambda: None) -> int:
        """Start all, call `on_ready`, keep them alive until SIGINT or SIGTERM; exit code 0, or 1 after giving up."""
        with self._signals():
            try:
                if self.start():
                    on_ready()
                while not self._asked:
                    self._restart_dead()
                    self._wake.wait(0.1)
            except GaveUp as reason:
                self._console.print(f"[red]{escape(str(reason))}[/]", highlight=False)
                return 1
            finally:
                self.stop()
        return 0

    def start(self) -> bool:
        """Start every program, each once the one before answers or alongside it; False if asked to stop meanwhile."""
        return all(self._start(post) for post in self._posts)

    def _alongside(self, post: _Watched) -> list[_Watched]:
        """The programs that may start together with this one."""
        following = self._posts[self._posts.index(post) + 1 :]
        return list(takewhile(lambda each: each.program.alongside, following))

    def stop(self) -> None:
        """Stop the programs, last started first, each within its grace; a second Ctrl-C kills what is left."""
        running = [post for post in reversed(self._posts) if post.child]
        if running:
            self._say("Stopping (Ctrl-C again to stop at once)" if self._asked else "Stopping")
        for post in running:
            child, post.child = post.child, None
            if child and not child.stop(hurry=lambda: self._asked > 1):
                self._say(f"{post.program.name} did not stop in time and was killed", "yellow")
        if running:
            self._say("All stopped", "green")

    def ask_to_stop(self) -> None:
        """What Ctrl-C does; a second call means at once."""
        self._asked += 1
        self._wake.set()

    def pids(self) -> dict[str, int]:
        """Name and process id of each program that has a process now."""
        return {post.program.name: post.child.pid for post in self._posts if post.child}

    def _start(self, post: _Watched) -> bool:
        began = time.monotonic()
        for each in (post, *self._alongside(post)):
            # One that has died is started again by _restart_dead, when its pause is over.
            if each.child is None and not each.deaths:
                self._say(f"{each.program.name} starting")
                self._spawn(each)
        while not (post.child and post.program.is_ready()):
            if time.monotonic() - began > post.program.ready_within:
                raise GaveUp(self._report(post, f"was not ready after {post.program.ready_within:.0f} s"))
            if self._asked:
                return False
            # What was started before may die while this one gets ready.
            self._restart_dead()
            self._wake.wait(0.02)
        age = post.child.age if post.child else time.monotonic() - began
        self._say(f"{post.program.name} ready after {age:.1f} s", "green")
        return True

    def _spawn(self, post: _Watched) -> None:
        post.child = Child(post.program, self._log(post))

    def _restart_dead(self) -> None:
        """Bury the dead and start again those whose pause is over."""
        for post in self._posts:
            if post.child and post.child.exit_code() is not None:
                self._note_death(post, post.child)
            elif not post.child and post.deaths and time.monotonic() >= post.due_at:
                self._spawn(post)

    def _note_death(self, post: _Watched, child: Child) -> None:
        code, age = child.exit_code(), child.age
        child.kill()  # whatever it had started goes with it
        post.child = None
        # A long life ends the row of quick deaths.
        post.deaths = post.deaths + 1 if age < self._patience.quick else 1
        if post.deaths >= self._patience.deaths:
            raise GaveUp(self._report(post, f"died {post.deaths} times in a row, last with exit code {code}"))
        pause = self._patience.pause(post.deaths)
        post.due_at = time.monotonic() + pause
        self._say(f"{post.program.name} died with exit code {code}; starting it again in {pause:.1f} s", "yellow")

    def _report(self, post: _Watched, what: str) -> str:
        log = self._log(post)
        if post.program.explain:
            return f"{post.program.name} {what}. {post.program.explain()}"
        return f"{post.program.name} {what}. The end of {log}:\n{tail(log) or '(nothing was written)'}"

    def _log(self, post: _Watched) -> Path:
        return self._log_dir / f"{post.program.name}.log"

    def _say(self, text: str, style: str = "dim") -> None:
        self._console.print(f"[{style}]  {escape(text)}[/]", highlight=False)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """While inside, SIGINT, SIGTERM and SIGHUP ask to stop instead of ending us."""

        def ask(_signum: int, _frame: FrameType | None) -> None:
            self.ask_to_stop()

        with ExitStack() as undo:
            # SIGHUP: the terminal was closed, and the children's sessions are not the terminal's.
            for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                undo.callback(signal.signal, signum, signal.signal(signum, ask))
            yield
