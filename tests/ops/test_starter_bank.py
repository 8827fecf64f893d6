"""The bank that comes with the software: enough for every candidate of every pack, as often as they may try."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from db.items.versions import BankLine, ItemRow, ItemVersionRow
from db.policy.library import load_packs
from domain.blueprints.assembly import draw
from domain.blueprints.parts import BankEntry, Candidate, blueprint_of
from domain.items.content import ItemState
from ops.starter_bank import load_starter_bank, starter_items
from settings import ROOT
from tests.drafts import rows
from web.services import Services

ITEMS = ROOT / "policies" / "items"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SHELF = load_packs(ROOT / "policies")


def bank(services: Services) -> list[BankEntry]:
    load_starter_bank(services.engine, ITEMS, NOW)
    items = {row.id: row for row in rows(services, ItemRow)}
    versions = rows(services, ItemVersionRow)
    return [BankLine.model_construct(item=items[row.item_id], version=row, forms=0).entry for row in versions]


@pytest.mark.parametrize("country", ["DE", "CN", "US", "VN", "AE", "FR", "BR"])
def test_a_form_can_be_drawn_for_each_category_as_often_as_one_may_try(services: Services, country: str) -> None:
    entries, anchor = bank(services), SHELF.stack_for(country, NOW.date()).pack.anchor
    blueprint = blueprint_of(anchor.exam)
    for category in anchor.categories:
        seen: frozenset[UUID] = frozenset()
        for seed in range(anchor.exam.attempts):
            candidate = Candidate(country=country, categories=(category.key,), seen=seen)
            form = draw(blueprint, entries, candidate, seed=seed)
            assert len(form.items) == blueprint.items
            seen |= {each.item for each in form.items}


def test_no_item_is_there_twice_and_loading_again_adds_nothing(services: Services) -> None:
    found = list(starter_items(ITEMS))
    assert len({each.code for each in found}) == len(found) >= 120
    assert load_starter_bank(services.engine, ITEMS, NOW) == len(found)
    assert load_starter_bank(services.engine, ITEMS, NOW) == 0
    assert {row.state for row in rows(services, ItemVersionRow)} == {ItemState.ACTIVE}
