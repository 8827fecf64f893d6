"""How the tests are run: in which order, by how many workers, on which databases; the fixtures are beside it."""

import gc
import os
from itertools import groupby
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
SLOWEST = ("faults", "browser", "workflows", "activities", "replay", "ops")
FILES_A_WORKER = 5  # with fewer it costs more to start a worker than it brings


def pytest_configure(config: pytest.Config) -> None:
    """Load the fixtures and with them all of Greenroom; where tests are only given out to workers, their servers."""
    gives_out = config.option.numprocesses and not hasattr(config, "workerinput")
    config.pluginmanager.import_plugin("tests.servers" if gives_out else "tests.fixtures")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Up to two workers more than there are processors, since tests wait for servers; none for a few files."""
    chosen = [Path(config.invocation_params.dir, each.split("::")[0]) for each in config.args]
    files = [file for path in chosen for file in (path.rglob("test_*.py") if path.is_dir() else [path])]
    workers = min(len(files) // FILES_A_WORKER, (os.cpu_count() or 1) + 2)
    return workers if workers > 1 else 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slowest folders first, and each worker its share of them; all begin with as many tests."""
    ranks = {name: rank for rank, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: ranks.get(item.path.relative_to(TESTS).parts[0], len(SLOWEST)))
    shares: list[list[pytest.Item]] = [[] for _ in range(getattr(config, "workerinput", {}).get("workercount", 1))]
    # By files, whose fixtures a worker makes once.
    for _, together in groupby(items, key=lambda item: item.path):
        min(shares, key=len).extend(together)
    items[:] = [item for share in shares for item in share]


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it again and again took the collector a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
