"""CPU and memory of the processes below this one, by what they do; sampled, so that killed ones count too."""

import threading
from collections import defaultdict
from types import TracebackType
from typing import Self

import psutil  # type: ignore[import-untyped]

EVERY = 0.5  # seconds
ROLES = {"hall.crowd": "crowd", "start-dev": "Temporal", "web.serve": "web", "manage.py": "web", "postgres": "database"}


class Usage:
    """Watches from entry to exit."""

    def __init__(self) -> None:
        self._cpu: dict[tuple[str, int], tuple[float, float]] = {}
        self._memory: dict[str, float] = defaultdict(float)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._sample(first=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._sample()

    @property
    def cpu(self) -> dict[str, float]:
        """CPU seconds used while it watched, by role."""
        used: dict[str, float] = defaultdict(float)
        for (role, _), (before, now) in self._cpu.items():
            used[role] += now - before
        return dict(used)

    @property
    def memory(self) -> dict[str, float]:
        """The most memory seen at a time, in MB, by role; what processes share is counted once."""
        return dict(self._memory)

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self._sample()

    def _sample(self, first: bool = False) -> None:
        own: dict[str, float] = defaultdict(float)
        shared: dict[str, float] = defaultdict(float)
        for role, process in _processes():
            try:
                times, memory = process.cpu_times(), process.memory_info()
            except psutil.Error:
                continue
            now = times.user + times.system
            before = self._cpu.get((role, process.pid), (now if first else 0.0, 0.0))[0]
            self._cpu[role, process.pid] = before, now
            own[role] += (memory.rss - memory.shared) / 1e6
            shared[role] = max(shared[role], memory.shared / 1e6)
        for role, size in own.items():
            self._memory[role] = max(self._memory[role], size + shared[role])


def _processes() -> list[tuple[str, psutil.Process]]:
    found = []
    for child in psutil.Process().children():
        try:
            line = " ".join(child.cmdline())
            role = next((name for mark, name in ROLES.items() if mark in line), "worker")
            found += [(role, each) for each in (child, *child.children(recursive=True))]
        except psutil.Error:
            continue
    return found
