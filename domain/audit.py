"""The audit trail: each event carries a hash over itself and the one before, so a change shows."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

from pydantic import BaseModel

GENESIS = "0" * 64


class AuditEvent(BaseModel, frozen=True):
    """One thing that happened; `kind` is past tense (`credential.revoked`), `facts` hold no documents or numbers.

    `key` names what may happen only once; it is hashed too, so that nobody can make room for a second time.
    """

    kind: str
    at: datetime
    actor: UUID | None
    role: str
    subject: str
    facts: dict[str, str | int | None] = {}
    key: str | None = None


def link(previous: str, event: AuditEvent) -> str:
    """SHA-256 (hex) over the previous hash and the event's canonical JSON (sorted keys, UTC, no spaces)."""
    body = event.model_dump(mode="json")
    # One spelling, in whatever zone a time is read back.
    body["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
