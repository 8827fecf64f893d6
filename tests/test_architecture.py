"""The layers hold: imports point one route, names and types agree across the joints, the determinism guard is on."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Engine
from temporalio import activity, workflow
from temporalio.client import Client, WorkflowFailureError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from outbox.delivery import ROUTES, Delivery
from settings import ROOT, Settings
from tests.nondeterministic import RESTLESS
from tests.test_layers import OURS
from tests.tree import below, imports, name_of, parsed, reached, tops
from worker import LOADERS, WORKFLOWS, build_worker, now
from workflows import calls
from workflows.limits import EXT, PDF, WF, ActivityLimits

LIBRARIES = {
    "domain": {"pydantic", "stdnum", "phonenumbers", "email_validator", "anyascii", "nh3", "defusedxml"},
    "workflows": {"temporalio", "cryptography"},
    "words": {"babel", "jinja2", "markupsafe"},
}
# These load number and telephone tables: seconds and megabytes that a workflow does not need.
HEAVY = {"domain.identifiers.check", "domain.applications.values", "domain.applications.answers"}
PROCEDURES = [path for path in below("workflows") if path.stem not in ("payloads", "__init__")]


@pytest.mark.parametrize("layer", LIBRARIES)
def test_rules_and_procedures_need_few_libraries(layer: str) -> None:
    allowed = set(sys.stdlib_module_names) | OURS | LIBRARIES[layer]
    assert {name_of(path): tops(path) - allowed for path in below(layer) if tops(path) - allowed} == {}


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: str(path.stem))
def test_a_procedure_touches_only_temporal_and_light_rules(path: Path) -> None:
    outside = tops(path) - set(sys.stdlib_module_names) - {"workflows", "domain"}
    assert outside <= {"temporalio"}
    assert not imports(path) & {"workflows.payloads", "random", "time", "os", "pathlib", "threading"}
    assert not reached(imports(path)) & HEAVY


def test_nobody_but_the_calls_names_an_activity() -> None:
    for path in PROCEDURES:
        named = {node.attr for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}
        assert path.stem == "calls" or not {
            each for each in named if "execute_activity" in each or "start_activity" in each
        }


class Registered:
    """An activity as the worker registers it, or as a call states it: queue, name, argument types, result type."""

    def __init__(self, queue: str, name: str, arguments: list[Any], *, result: Any) -> None:
        self.all = (queue, name, [_spelt(each) for each in arguments], _spelt(result))


def _spelt(kind: Any) -> str:
    return str(kind) if str(kind).startswith("list") else f"{kind.__module__}.{kind.__qualname__}"


def registered(settings: Settings, engine: Engine) -> list[tuple[Any, ...]]:
    """What the worker registers."""
    found = []
    for queue in (WF, EXT, PDF):
        for each in LOADERS[queue](settings, engine, now):
            known = activity._Definition.must_from_callable(each)
            assert known.name
            found.append(Registered(queue, known.name, known.arg_types or [], result=known.ret_type).all)
    return sorted(found)


async def stated(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What each call asks for."""
    found = []

    async def note(name: str, request: Any, result: Any, *, limits: ActivityLimits, **_: Any) -> None:
        arguments = request if isinstance(request, list) else [request]
        found.append(Registered(limits.queue, name, [type(each) for each in arguments], result=result).all)

    monkeypatch.setattr(calls, "_call", note)
    for name, call in inspect.getmembers(calls, inspect.iscoroutinefunction):
        if not name.startswith("_"):
            await _try(call)
            assert (name, _spelt(get_type_hints(call)["return"])) == (found[-1][1], found[-1][3])
    return sorted(found)


async def _try(call: Callable[..., Any]) -> None:
    wanted = {name: kind for name, kind in get_type_hints(call).items() if name != "return"}
    await call(*[timedelta(1) if kind is timedelta else kind.model_construct() for kind in wanted.values()])


async def test_each_call_fits_the_activity_that_the_worker_registers(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await stated(monkeypatch) == registered(settings, engine)


def known_workflows() -> dict[str, workflow._Definition]:
    found = [workflow._Definition.must_from_class(each) for each in WORKFLOWS]
    return {each.name: each for each in found if each.name}


def test_every_workflow_is_registered_and_every_name_is_a_workflow() -> None:
    written, named = set(), set()
    for path in PROCEDURES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and any(
                "workflow.defn" in ast.unparse(each) for each in node.decorator_list
            ):
                written.add(node.name)
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_child_workflow"):
                named.add(ast.literal_eval(node.args[0]))
    assert written == known_workflows().keys()
    assert named <= written
    assert {route.name for route in ROUTES.values() if route.delivery != Delivery.UPDATE} <= written


@pytest.mark.parametrize("name", ROUTES)
def test_each_command_carries_what_its_workflow_or_update_takes(name: str) -> None:
    route, known = ROUTES[name], known_workflows()
    updates = {key: update for each in known.values() for key, update in each.updates.items()}
    taken = updates[route.name].arg_types if route.delivery == Delivery.UPDATE else known[route.name].arg_types
    assert taken == [route.message]


def test_every_update_has_a_validator() -> None:
    updates = [update for each in known_workflows().values() for update in each.updates.values()]
    assert updates and all(update.validator for update in updates)


async def runner_of(client: Client, settings: Settings) -> SandboxedWorkflowRunner:
    runner = build_worker(client, WF, LOADERS[WF](settings, None, now), settings=settings).config()["workflow_runner"]  # type: ignore[arg-type]
    assert isinstance(runner, SandboxedWorkflowRunner)
    return runner


async def test_no_package_with_workflow_code_passes_through_the_sandbox(temporal: str, settings: Settings) -> None:
    passed = (await runner_of(await Client.connect(temporal), settings)).restrictions.passthrough_modules
    with_workflows = {"workflows"} | {path.stem for path in ROOT.glob("*.py")}
    assert not {each.partition(".")[0] for each in passed} & with_workflows
    assert not [
        name_of(path) for path in below("domain") if "workflow" in {each.split(".")[-1] for each in imports(path)}
    ]


@pytest.mark.parametrize("restless", RESTLESS, ids=lambda each: str(each.__name__))
async def test_a_workflow_that_would_not_replay_is_stopped(restless: type, temporal: str, settings: Settings) -> None:
    client = await Client.connect(temporal)
    runner, queue = await runner_of(client, settings), f"restless-{restless.__name__}"
    lenient: Any = {"workflow_failure_exception_types": [Exception]}
    async with Worker(client, task_queue=queue, workflows=[restless], workflow_runner=runner, **lenient):
        with pytest.raises(WorkflowFailureError) as stopped:
            await client.execute_workflow(
                restless.__name__, id=queue, task_queue=queue, run_timeout=timedelta(seconds=20)
            )
    assert "Cannot access" in str(stopped.value.cause)


def test_a_worker_that_draws_no_page_does_not_load_what_does() -> None:
    heavy = "weasyprint", "pypdfium2", "pyhanko", "PIL", "av", "pytesseract"
    program = f"import sys, worker; print([each for each in {heavy} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
