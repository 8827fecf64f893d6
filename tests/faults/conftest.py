"""Fixtures of the fault tests."""

from collections.abc import Iterator

import pytest

from ops.postgres import PostgresServer
from tests.faults.gate import Gate
from tests.workflows.conftest import on_temporal

__all__ = ["on_temporal"]


@pytest.fixture
def gate(postgres: PostgresServer) -> Iterator[Gate]:
    """A gate before the session's PostgreSQL, open at first."""
    made = Gate(postgres.port)
    yield made
    made.close()
