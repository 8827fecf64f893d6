"""Credentials and certificates as the workflow would have left them, for tests of the pages that show them."""

import hashlib
import io
from datetime import timedelta

import pikepdf

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import begin
from domain.accounts import Person
from domain.cases import Stage
from domain.credentials.standing import CertificateFace, Standing, make_number
from vault.files import certificate_name
from web.services import Services

REASON = "Two buyers received <counterfeit> goods."


def paper(number: str, attached: str = "") -> bytes:
    """A PDF that carries the number in its title, or only in an attachment."""
    with pikepdf.new() as pdf, io.BytesIO() as out:
        pdf.add_blank_page(page_size=(595, 842))
        if attached:
            pdf.attachments["credential.json"] = attached.encode()
        else:
            pdf.docinfo["/Title"] = f"Merchant certificate {number}"
        pdf.save(out)
        return out.getvalue()


def face_of(row: CredentialRow, revision: int) -> CertificateFace:
    names = CertificateFace.model_fields.keys() - {"verify_url", "revision", "portrait"}
    fields = {name: getattr(row, name) for name in names}
    return CertificateFace(**fields, verify_url=f"http://testserver/verify/{row.number}", revision=revision)


def grant(services: Services, holder: Person, standing: Standing = Standing.VALID, *, days: int = 300) -> CredentialRow:
    """A credential as the workflow would have left it, without a certificate."""
    case_id, credential_id, now, today = services.ids(), services.ids(), services.now(), services.today()
    application = ApplicationRow(
        id=case_id, account_id=holder.id, country="DE", legal_form="gmbh", created_at=now, updated_at=now
    )
    case = CaseRow(
        id=case_id,
        applicant=holder.id,
        title="Lanterna",
        country="DE",
        legal_form="gmbh",
        pack="eu",
        pack_version="1",
        pack_hash="0",
        stage=Stage.APPROVED,
        opened_at=now,
    )
    row = CredentialRow(
        id=credential_id,
        case_id=case_id,
        account_id=holder.id,
        number=make_number("M", 2026, credential_id),
        kind="merchant",
        holder="Lanterna Süd & Söhne",
        legal_form="Limited company",
        country="Germany",
        categories=["Cosmetics", "Toys"],
        issuer="Demo Market",
        issued_on=today - timedelta(400),
        valid_from=today - timedelta(399),
        valid_until=today + timedelta(days),
        standing=standing,
        standing_reason="" if standing == Standing.VALID else REASON,
        standing_at=now,
    )
    with begin(services.engine) as session:
        for each in (application, case, row):
            session.add(each)
            session.flush()
    return row


def certify(services: Services, row: CredentialRow, revision: int = 1) -> bytes:
    """Its certificate's bytes, stored as the press would store them."""
    data = paper(row.number) + f"\n% edition {revision}\n%%EOF\n".encode()
    name = certificate_name(row.id, revision)
    document = CertificateRow(
        credential_id=row.id,
        revision=revision,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        name=name,
        sealed_key=services.vault.put(name, data),
        face=face_of(row, revision).model_dump(mode="json"),
        made_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(document)
    return data
