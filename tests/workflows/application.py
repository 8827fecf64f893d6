"""The application that Lin sends in these tests: a German company with three papers that fit it."""

from datetime import datetime, timedelta
from uuid import UUID

from db.applications import ApplicationRow
from db.documents import DocumentRow
from domain.applications.kept_answers import Answers
from tests.samples import text_pdf
from vault.files import document_name
from web.documents.intake import inspect
from web.services import Services

NAME, NUMBER, PERSON = "Lin Lantern House GmbH", "HRB 174512", "Lin Wei"
IBAN, VAT = "DE89370400440532013000", "DE136695976"
ADDRESS, PHONE, EMAIL = "Laternengasse 77", "+49 40 23125 100", "hello@lantern-house.example.com"
PAPERS = ("registration_proof", "identity_document", "bank_proof")


def answers() -> Answers:
    """What Lin has filled in."""
    fields: dict[str, str | list[str]] = {
        "business.legal_name": NAME,
        "business.registration_number": NUMBER,
        "business.address": ADDRESS,
        "business.phone": PHONE,
        "business.email": EMAIL,
        "business.vat_number": VAT,
        "shop.categories": ["home"],
        "payout.holder": NAME,
        "payout.account": IBAN,
        "declaration.signatory": PERSON,
    }
    sections: dict[str, dict[str, str | list[str]]] = {}
    for key, value in fields.items():
        sections.setdefault(key.split(".")[0], {})[key] = value
    owner = {"name": PERSON, "birth_date": "1988-04-12", "nationality": "DE", "role": "owner", "share": "100"}
    return Answers(sections=sections, owners=[owner])


def application(services: Services, account_id: UUID) -> ApplicationRow:
    """Lin's application, not yet sent."""
    now = services.now()
    return ApplicationRow(
        id=services.ids(),
        account_id=account_id,
        country="DE",
        legal_form="company",
        answers=answers().model_dump(),
        revision=1,
        created_at=now,
        updated_at=now,
    )


def paper(kind: str, now: datetime) -> bytes:
    """One of Lin's papers, dated a month ago and valid for years."""
    issued = f"Date of issue: {now - timedelta(days=20):%d %B %Y}"
    until = f"Valid until: 31 December {now.year + 3}"
    shown = {
        "registration_proof": (f"Company: {NAME}", f"Register number: {NUMBER}", f"Director: {PERSON}", issued),
        "identity_document": (f"Name: {PERSON}", "Date of birth: 12 April 1988", until),
        "bank_proof": (f"Account holder: {NAME}", f"IBAN: {IBAN}", issued),
    }
    return text_pdf(("SPECIMEN", kind, *shown[kind]))


def document(services: Services, application_id: UUID, kind: str, *, data: bytes) -> DocumentRow:
    """An upload, in the vault and as a row."""
    document_id, seen = services.ids(), inspect(data)
    return DocumentRow(
        id=document_id,
        application_id=application_id,
        kind=kind,
        filename=f"{kind}.pdf",
        media_type=seen.media_type,
        size=seen.size,
        pages=seen.pages,
        sha256=seen.sha256,
        uploaded_at=services.now(),
        sealed_key=services.vault.put(document_name(document_id), data),
    )
