"""Blueprints for tests: drafts by the form, the people who make and publish them, and a bank to draw from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import select

from db.audit import AuditRow
from db.blueprints import BlueprintRow
from db.engine import read
from domain.accounts import Person
from ops.starter_bank import load_starter_bank
from tests.cast import Browser, hidden
from web.services import Services

NEW = "/blueprints/new"


@dataclass(frozen=True)
class Crew:
    """Eli and Noor (examiners) and Rita (reviewer), signed in, before the starter bank."""

    services: Services
    cast: dict[str, Person]
    eli: Browser
    noor: Browser
    rita: Browser


def crew_of(services: Services, browse: Callable[[], Browser], cast: dict[str, Person]) -> Crew:
    """Sign them in and fill the bank."""
    load_starter_bank(services.engine, services.settings.policies_dir / "items", services.now())
    eli, noor, rita = (browse().sign_in(cast[name]) for name in ("eli", "noor", "rita"))
    return Crew(services, cast, eli, noor, rita)


def area(number: int, key: str, **more: str) -> dict[str, str]:
    said = {"key": key, "label": key.capitalize(), "any": "2"} | more
    return {f"area.{number}.{name}": value for name, value in said.items()}


def form(**changes: str) -> dict[str, str]:
    plain = {"name": "Exam 2026", "countries": "", "minutes": "30", "pilots": "0", "overlap": "40", "exposure_cap": ""}
    return plain | {"do": "save"} | area(0, "conduct") | area(1, "minors", floor="60", easy="1") | changes


def drafted(services: Services, browser: Browser, **changes: str) -> BlueprintRow:
    row_id = hidden(browser.get(NEW).text, "blueprint")
    answer = browser.post(NEW, form(**changes) | {"blueprint": row_id})
    assert answer.status_code == 200, answer.text
    return one(services, UUID(row_id))


def one(services: Services, row_id: UUID) -> BlueprintRow:
    with read(services.engine) as session:
        return session.get_one(BlueprintRow, row_id)


def publish(services: Services, browser: Browser, row: BlueprintRow, **more: Any) -> int:
    seen = one(services, row.id).updated_at.isoformat()
    return browser.post(f"/blueprints/{row.id}/publish", {"seen": seen} | more).status_code


def kinds(services: Services) -> list[str]:
    with read(services.engine) as session:
        return list(session.exec(select(AuditRow.kind).order_by(AuditRow.seq)).all())  # type: ignore[arg-type]
