"""Fixtures of the procedures: an office on the session's Temporal server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tests.workers import new_namespace
from tests.workflows.office import Office, open_office
from tests.workflows.short_deadlines import short_packs


@pytest.fixture
def on_temporal(settings: Settings, temporal: str) -> Settings:
    """Settings of a house with a Temporal namespace of its own."""
    return with_temporal(settings, temporal)


@pytest.fixture
def office(on_temporal: Settings) -> Iterator[Office]:
    """An office with workers and relay."""
    with open_office(on_temporal) as opened:
        yield opened


@pytest.fixture
def idle_office(on_temporal: Settings) -> Iterator[Office]:
    """An office whose workers have not come yet."""
    with open_office(on_temporal, working=False) as opened:
        yield opened


def with_temporal(settings: Settings, address: str, **more: Any) -> Settings:
    """The settings with a namespace of their own on a Temporal server."""
    namespace = asyncio.run(new_namespace(address))
    return settings.model_copy(update={"temporal_address": address, "temporal_namespace": namespace} | more)


@pytest.fixture
def short_wait_packs(tmp_path: Path) -> Path:
    """The policy packs with three seconds of patience for a silent register."""
    return short_packs(tmp_path)
