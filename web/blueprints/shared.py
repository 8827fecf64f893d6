"""What all pages of blueprints and cut scores share: what a change leaves behind, and what is audited."""

from sqlmodel import Session

from db.blueprints import AngoffRow, BlueprintRow
from domain.accounts import Person
from domain.events import EventKind
from web.common import auditing
from web.services import Services


def drop_cut(session: Session, row: BlueprintRow) -> None:
    """Take the cut score away from a draft; its study may be adopted anew."""
    sheet = session.get(AngoffRow, row.sheet_id) if row.sheet_id else None
    if sheet and sheet.blueprint_id == row.id:
        sheet.adopted_at = sheet.adopted_by = None
    row.cut_percent = row.sheet_id = None


def audit(
    services: Services, session: Session, person: Person, *, kind: EventKind, row: BlueprintRow, **more: str
) -> None:
    """Write what was done with a blueprint into the audit trail."""
    blueprint, cut = row.blueprint, row.cut_percent
    facts: dict[str, str | int | None] = {
        "name": row.name,
        "countries": " ".join(row.countries),
        "items": blueprint.items,
        "minutes": blueprint.minutes,
        "cut_percent": None if cut is None else str(cut),
    }
    auditing.audit(
        services,
        session,
        person,
        kind=kind,
        subject=row.id,
        facts=facts | more,
    )
