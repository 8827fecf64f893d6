"""What people did on pages, written into the audit trail in the transaction that did it."""

from collections.abc import Mapping

from sqlmodel import Session

from db.audit import append
from domain.accounts import Person
from domain.audit import AuditEvent
from domain.events import EventKind
from web.services import Services


def audit(
    services: Services,
    session: Session,
    person: Person,
    *,
    kind: EventKind,
    subject: object,
    key: str | None = None,
    facts: Mapping[str, str | int | None] | None = None,
) -> None:
    """Write what a person did with a case, an account, an item (its id is the subject); under a `key` only once."""
    event = AuditEvent(
        kind=kind,
        at=services.now(),
        actor=person.id,
        role=person.role,
        subject=str(subject),
        facts=dict(facts or {}),
    )
    append(session, event, key)
