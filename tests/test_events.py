"""The audit trail's kinds: each is written somewhere and has words, no other is, and the stored words stay."""

import ast
import re
from pathlib import Path

import pytest

from domain.events import WORDS, EventKind
from tests.tree import below, name_of, parsed
from words.wording import word

WRITERS = ("web", "activities", "outbox")
# Where an event is put together: two helpers, the commands' own three, and the row that is read again.
MAKERS = {
    "web/common/auditing.py",
    "activities/auditing.py",
    "outbox/commands.py",
    "outbox/delivery.py",
    "outbox/gateway.py",
    "db/audit.py",
}


def writers() -> list[Path]:
    return [path for layer in WRITERS for path in below(layer)]


def named(path: Path) -> set[str]:
    """The kinds that a file names."""
    nodes = ast.walk(parsed(path))
    return {each.attr for each in nodes if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "EventKind"}


def test_each_kind_is_written_somewhere() -> None:
    assert {kind.name for kind in EventKind} - {name for path in writers() for name in named(path)} == set()


def test_a_kind_is_named_from_the_registry_and_never_spelt() -> None:
    spelt = {
        f"{name_of(path)}:{node.lineno}": node.value
        for path in [*writers(), *below("db")]
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in {*EventKind}
    }
    assert spelt == {}


def test_only_the_helpers_put_an_event_together() -> None:
    made = {
        name_of(path)
        for layer in (*WRITERS, "db")
        for path in below(layer)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "AuditEvent"
    }
    assert made == MAKERS


@pytest.mark.parametrize("kind", EventKind)
def test_each_kind_has_words_of_its_own(kind: EventKind) -> None:
    assert word(WORDS[kind]) not in ("", kind.value)


def test_a_stored_kind_is_what_and_what_became_of_it() -> None:
    """Old rows are read by these words, and hashed over them."""
    assert [kind for kind in EventKind if not re.fullmatch(r"[a-z]+\.[a-z_]+", kind)] == []
