"""Replays every recorded history with the procedures of today: what would break an open case is red here."""

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.replay.clock_reader import ClockWatcher
from tests.replay.keys import FOLDER, sealing
from tests.replay.record import PATHS
from tests.replay.reordered import HastyVetting
from worker import WORKFLOWS, sandbox
from workflows.payloads import ENCODING, Sealing, converter

RECORDED = sorted(FOLDER.glob("*.json"))


def recorded(path: Path) -> WorkflowHistory:
    text = path.read_text(encoding="utf-8")
    return WorkflowHistory.from_json(json.loads(text)["workflowId"], text)


def replayer(workflows: Sequence[type], seal: Sealing | None = None) -> Replayer:
    """Replays with the sandbox and the converter that the worker has."""
    return Replayer(workflows=workflows, workflow_runner=sandbox(), data_converter=converter(seal or sealing()))


def test_there_is_a_history_of_every_path() -> None:
    assert [path.stem for path in RECORDED] == sorted(path.__name__ for path in PATHS)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_the_procedures_of_today_replay_what_was_recorded(path: Path) -> None:
    await replayer(WORKFLOWS).replay_workflow(recorded(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_history_is_sealed_and_says_nothing_of_who_recorded_it(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert not re.search(r'"\d+@', path.read_text(encoding="utf-8"))
    assert set(_values(found, "identity")) <= {
        "recorder",
        "history-service",
    }  # the server signs what a child workflow sends its parent
    assert set(_values(found, "encoding")) == {base64.b64encode(ENCODING).decode()}


async def test_a_changed_order_of_steps_is_caught() -> None:
    with pytest.raises(workflow.NondeterminismError):
        await replayer([HastyVetting]).replay_workflow(recorded(FOLDER / "approved.json"))


async def test_a_procedure_that_looks_at_the_clock_is_caught_by_the_sandbox(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RuntimeError, match="Encoded failure"):
        await replayer([ClockWatcher]).replay_workflow(recorded(FOLDER / "letter.json"))
    assert "Cannot access datetime.datetime.now" in caplog.text


async def test_a_history_cannot_be_replayed_without_its_key(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RuntimeError, match="Encoded failure"):
        await replayer(WORKFLOWS, Sealing("other", {"other": bytes(32)})).replay_workflow(recorded(RECORDED[0]))
    assert "the key ring lacks key 'replay'" in caplog.text


def _values(value: object, key: str) -> list[str]:
    if isinstance(value, dict):
        return [each for name, below in value.items() for each in ([below] if name == key else _values(below, key))]
    return [each for below in value for each in _values(below, key)] if isinstance(value, list) else []
