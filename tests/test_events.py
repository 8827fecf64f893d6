"""The audit trail's kinds: each is written somewhere and has words, no other is, and the stored words stay."""

import ast
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
STORED = """
    accommodation.approved accommodation.asked accommodation.ended account.added account.confirmed account.disabled
    account.enabled account.password_changed account.password_letter_sent account.registered account.role_changed
    account.signed_out_by_admin account.signed_out_everywhere angoff.adopted angoff.begun angoff.items_seen
    angoff.judge_left angoff.rated angoff.round_begun angoff.round_closed application.deleted application.submitted
    blueprint.archived blueprint.changed blueprint.created blueprint.published case.approved case.assessed
    case.claimed case.declined case.lapsed case.opened case.read case.released case.withdrawn certificate.read
    command.refused credential.issued credential.revoked credential.suspended credential.valid document.read
    exam.all_extended exam.ended exam.extended exam.message_sent exam.message_to_all exam.paused exam.reopened
    exam.resumed exam.started exam.submitted exam.voided identity.cleared item.created item.enemies_changed
    item.promoted item.read item.retired item.reviewed item.saved item.sent item.taken_back item.taken_over
    items.exported items.imported key.corrected key.correction_approved key.correction_declined
    key.correction_proposed letter.written practical.ended recording.rated renewal.announced renewal.begun
    session.opened tie.ended tie.stated
"""


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


def test_no_two_kinds_read_the_same() -> None:
    assert len({word(words) for words in WORDS.values()}) == len(EventKind)


def test_what_is_stored_stays() -> None:
    """Old rows are read by these words, and hashed over them: a new one is added, none is changed."""
    assert sorted(EventKind) == STORED.split()
