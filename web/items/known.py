"""What an item can be about: areas and categories of the policy packs, and what the bank has beside them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from db.blueprints import blueprints, published
from db.items import bank as item_bank
from db.items.versions import ItemPictureRow
from domain.blueprints.parts import Area
from domain.policy.anchor import ExamArea
from web.items.build import KnownTerms, listed
from web.items.inputs import ItemInput
from web.services import Services
from words.wording import label


def known_areas(services: Services, session: Session) -> list[Area | ExamArea]:
    """Every area that the packs or a published blueprint ask about; the packs' words last, so that they hold."""
    found: list[Area | ExamArea] = [area for row in published(session) for area in row.blueprint.areas]
    return found + [each for pack in services.library.packs for each in pack.anchor.exam.areas]


def areas(services: Services, more: Iterable[str] = ()) -> dict[str, str]:
    """Key and label of every area of an exam; what only the bank or a blueprint knows is called by its key."""
    found = {each.key: label(each.label) for pack in services.library.packs for each in pack.anchor.exam.areas}
    return {key: key.replace("_", " ").capitalize() for key in sorted(more)} | found


def categories(services: Services) -> dict[str, str]:
    """Key and label of every product category that anchors can choose."""
    return {each.key: label(each.label) for pack in services.library.packs for each in pack.anchor.categories}


def known_for(services: Services, session: Session, typed: ItemInput) -> KnownTerms:
    """What a form is checked against."""
    drawn = {area.key for row in blueprints(session) for area in row.blueprint.areas}
    held = {each.area for each in item_bank.tallies(session)}
    codes = {row.code.upper(): row.id for row in item_bank.by_codes(session, listed(typed.enemies)[:100])}
    return KnownTerms(
        areas(services, drawn | held), categories(services), codes, _pictures(session, typed), services.today()
    )


def _pictures(session: Session, typed: ItemInput) -> frozenset[UUID]:
    try:
        wanted = UUID(typed.picture)
    except ValueError:
        return frozenset()
    return frozenset({wanted} if session.get(ItemPictureRow, wanted) else ())
