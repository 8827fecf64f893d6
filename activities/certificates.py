"""Certificates: rendered, signed and stored."""

import hashlib

from sqlalchemy import Engine
from temporalio import activity

from activities.credentials import face
from activities.tools.press import CertificatePress
from activities.tools.signing import CertificateSigner
from db.credentials import CredentialRow
from db.engine import read
from db.vault import Vault, certificate_name
from domain.vetting import IssueCredential, Made


class CertificateActivities:
    """The CPU's part: render, sign, store."""

    def __init__(
        self, engine: Engine, vault: Vault, tools: tuple[CertificatePress, CertificateSigner], url: str
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._press, self._signer = tools
        self._base_url = url

    @activity.defn
    def render_certificate(self, request: IssueCredential) -> Made:
        """Make the signed PDF and put it into the vault; nothing refers to it before it is published."""
        with read(self._engine) as session:
            row = session.get_one(CredentialRow, request.credential_id)
        certified = face(row, self._base_url, request.revision)
        pdf = self._press.press(certified, f"{row.kind}_certificate.html")
        signed = self._signer.sign(pdf, f"Certificate {row.number}", row.standing_at)
        name = certificate_name(row.id, request.revision)
        sealed_key = self._vault.put(name, signed)
        return Made(sha256=hashlib.sha256(signed).hexdigest(), size=len(signed), name=name, sealed_key=sealed_key)
