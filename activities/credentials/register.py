"""Credentials: published, suspended, reinstated, revoked, and what their certificates certify."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import SYSTEM, Author, audit
from db.audit import known
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import begin
from domain.cases import ChangeStanding, CredentialHolder, IssueCredential, StoredCertificate
from domain.credentials.standing import CertificateFace, Standing, admit_change, change
from domain.events import EventKind

# What a change of standing is called in the trail.
TURNS = {
    Standing.SUSPENDED: EventKind.CREDENTIAL_SUSPENDED,
    Standing.VALID: EventKind.CREDENTIAL_VALID,
    Standing.REVOKED: EventKind.CREDENTIAL_REVOKED,
}


class CredentialActivities:
    """The register's part: publish, suspend, reinstate, revoke."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], url: str) -> None:
        self._engine = engine
        self._clock = clock
        self._base_url = url

    @activity.defn
    def publish_credential(self, request: IssueCredential, made: StoredCertificate) -> CredentialHolder:
        """Make the certificate known and the credential valid; a repeat changes nothing."""
        with begin(self._engine) as session:
            row = session.get_one(CredentialRow, request.credential_id, with_for_update=True)
            if session.get(CertificateRow, (row.id, request.revision)) is None:
                portrait = made.portrait
                certified = face(row, self._base_url, request.revision, portrait=portrait.sha256 if portrait else "")
                session.add(
                    CertificateRow(
                        credential_id=row.id,
                        revision=request.revision,
                        face=certified.model_dump(mode="json"),
                        made_at=self._clock(),
                        portrait_name=portrait.name if portrait else "",
                        portrait_key=portrait.sealed_key if portrait else "",
                        **made.model_dump(exclude={"portrait"}),
                    )
                )
                if row.standing == Standing.PENDING:  # a later revision must not lift a suspension
                    row.standing, row.standing_at = Standing.VALID, self._clock()
                self._audit(session, row, EventKind.CREDENTIAL_ISSUED, key=f"issued:{row.id}:{request.revision}")
            return CredentialHolder(account_id=row.account_id)

    @activity.defn
    def change_standing(self, request: ChangeStanding) -> CredentialHolder:
        """Suspend, reinstate or revoke, once a command; refuses StandingRefused, OwnCredential, PublicReasonMissing."""
        with begin(self._engine) as session:
            row = session.get_one(CredentialRow, request.credential_id, with_for_update=True)
            # Asked of the trail, not of the row: an older command may be repeated after a newer one.
            if not known(session, str(request.id)):
                admit_change(row.account_id, request.by, request.reason)
                row.standing = change(row.standing, request.change)
                row.standing_reason, row.standing_at, row.standing_by = request.reason, self._clock(), request.id
                self._audit(session, row, TURNS[row.standing], key=str(request.id), by=request)
            return CredentialHolder(account_id=row.account_id)

    def _audit(
        self, session: Session, row: CredentialRow, kind: EventKind, *, key: str, by: ChangeStanding | None = None
    ) -> None:
        facts: dict[str, str | int | None] = {"number": row.number, "credential": str(row.id)}
        audit(
            session,
            kind,
            at=self._clock(),
            subject=row.case_id,
            key=key,
            by=Author(by.by, by.role) if by else SYSTEM,
            facts=facts | ({"reason": by.reason} if by else {}),
        )


def face(row: CredentialRow, base_url: str, revision: int, *, portrait: str = "") -> CertificateFace:
    """What the certificate certifies, in words as they were chosen; `portrait` the SHA-256 of the printed picture."""
    made = {"verify_url", "revision", "portrait"}
    fields = row.model_dump(include=CertificateFace.model_fields.keys() - made)
    return CertificateFace(
        **fields,
        verify_url=f"{base_url}/verify/{row.number}",
        revision=revision,
        portrait=portrait,
    )
