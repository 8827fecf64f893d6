"""Certificates: rendered, signed and stored."""

import hashlib

from sqlalchemy import Engine
from temporalio import activity

from activities.credentials.press import CertificatePress
from activities.credentials.register import face
from activities.credentials.signing import CertificateSigner
from activities.documents.portrait_picture import portrait_of
from db.accounts.people import AccountRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.documents import DocumentRow
from db.engine import read
from domain.cases import IssueCredential, StoredCertificate, StoredFile
from domain.messages import msg
from vault.files import Vault, certificate_name, document_name, portrait_name
from words.reader import Reader, reading
from words.wording import word


class CertificateActivities:
    """The CPU's part: render, sign, store."""

    def __init__(
        self, engine: Engine, vault: Vault, press: CertificatePress, *, signer: CertificateSigner, url: str
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._press = press
        self._signer = signer
        self._base_url = url

    @activity.defn
    def render_certificate(self, request: IssueCredential) -> StoredCertificate:
        """Make the signed PDF and put it into the vault; nothing refers to it before it is published."""
        with read(self._engine) as session:
            row = session.get_one(CredentialRow, request.credential_id)
            document = session.get(DocumentRow, row.portrait) if row.portrait else None
            holder = session.get_one(AccountRow, session.get_one(CaseRow, row.case_id).applicant)
        picture = self._portrait(document)
        portrait = self._keep(picture, portrait_name(row.id, request.revision)) if picture else None
        certified = face(row, self._base_url, request.revision, portrait=portrait.sha256 if portrait else "")
        with reading(Reader.of(holder.language, "")):
            pdf = self._press.press(certified, f"{row.kind}_certificate.html", picture)
            reason = word(msg("Certificate {number}", number=row.number))
        # Dated by the register and not by the clock: a repeat tells the same time.
        signed = self._signer.sign(pdf, reason, row.standing_at)
        kept = self._keep(signed, certificate_name(row.id, request.revision))
        return StoredCertificate(**kept.model_dump(), size=len(signed), portrait=portrait)

    def _portrait(self, document: DocumentRow | None) -> bytes | None:
        if document is None:
            return None
        return portrait_of(self._vault.get(document_name(document.id), document.sealed_key))

    def _keep(self, data: bytes, name: str) -> StoredFile:
        sealed_key = self._vault.put(name, data)
        return StoredFile(sha256=hashlib.sha256(data).hexdigest(), name=name, sealed_key=sealed_key)
