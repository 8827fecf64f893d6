"""What a procedure did, or somebody's command in it, written into the audit trail with the tables it changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db.audit import append
from domain.audit import AuditEvent
from domain.events import EventKind


class Author(NamedTuple):
    """Who did it, and as what."""

    id: UUID | None
    role: str


SYSTEM = Author(None, "system")


def audit(
    session: Session,
    kind: EventKind,
    *,
    at: datetime,
    subject: object,
    key: str,
    by: Author = SYSTEM,
    facts: Mapping[str, str | int | None] | None = None,
) -> None:
    """Write what happened to a case or an item (its id is the subject); a repeat under the same key writes nothing."""
    event = AuditEvent(kind=kind, at=at, actor=by.id, role=by.role, subject=str(subject), facts=dict(facts or {}))
    append(session, event, key)
