"""The link of the audit chain: everything in an event counts, the way it is written down does not."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from domain.audit import GENESIS, AuditEvent, link

EVENT = AuditEvent(
    kind="case.opened",
    at=datetime(2026, 5, 1, 12, 30, tzinfo=UTC),
    actor=UUID(int=7),
    role="reviewer",
    subject="case",
    facts={"name": "林静", "score": 3, "none": None},
)


def test_a_link_is_reproducible_with_any_tool() -> None:
    """The figure was computed apart from this code, with sha256sum over the documented text."""
    assert link(GENESIS, EVENT) == "35f12e5236319d89c97a6ecc3c48b62608063bf01e43be2d3b4af67b0f291cea"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "case.closed"},
        {"at": EVENT.at + timedelta(microseconds=1)},
        {"actor": None},
        {"role": "senior"},
        {"subject": "casf"},
        {"facts": {}},
        {"facts": EVENT.facts | {"score": "3"}},
        {"facts": EVENT.facts | {"more": None}},
        {"key": "once"},
    ],
)
def test_every_part_of_an_event_counts(change: dict[str, object]) -> None:
    assert link(GENESIS, EVENT.model_copy(update=change)) != link(GENESIS, EVENT)


def test_the_place_in_the_chain_counts() -> None:
    assert link(link(GENESIS, EVENT), EVENT) != link(GENESIS, EVENT)


def test_neither_the_order_of_facts_nor_the_time_zone_counts() -> None:
    facts = dict(reversed(EVENT.facts.items()))
    shanghai = EVENT.at.astimezone(timezone(timedelta(hours=8)))
    assert link(GENESIS, EVENT.model_copy(update={"facts": facts, "at": shanghai})) == link(GENESIS, EVENT)
