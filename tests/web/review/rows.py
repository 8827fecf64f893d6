"""The rows of a written case that no test looks into."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.documents import DocumentRow, PageRow
from domain.accounts import Person
from domain.credentials.standing import Standing, make_number
from tests import samples
from vault.files import page_name
from web.services import Services

ANSWERS = {
    "sections": {
        "business": {
            "business.legal_name": "Lin Trading Ltd",
            "business.registration_number": "HRB 123456 B",
            "business.address": "12 Harbour Street, Hamburg",
            "business.email": "lin@example.com",
            "business.phone": "+49301234567",
        },
        "shop": {"shop.name": "Lin's tea corner", "shop.categories": ["food", "cosmetics"], "shop.supply": "imported"},
        "payout": {"payout.holder": "Lin Wei", "payout.bank": "Test Bank", "payout.account": "DE89370400440532013000"},
    },
    "owners": [
        {"name": "Lin Wei", "birth_date": "1990-03-27", "nationality": "CN", "role": "owner", "share": "80"},
        {"name": "Jo Kahn", "birth_date": "1985-01-02", "nationality": "DE", "role": "director", "share": "20"},
    ],
}
KINDS = ("registration_proof", "identity_document")


@dataclass(frozen=True)
class Written:
    """One case that was written, and what of it a test may need."""

    id: UUID
    task: UUID
    papers: tuple[UUID, ...]


def application_of(services: Services, applicant: Person, ids: Written) -> ApplicationRow:
    """The application, sent."""
    return ApplicationRow(
        id=ids.id,
        account_id=applicant.id,
        country="DE",
        legal_form="company",
        answers=ANSWERS,
        revision=5,
        created_at=services.now(),
        updated_at=services.now(),
        submitted_at=services.now(),
    )


def credential_of(services: Services, case: CaseRow, credential: UUID) -> CredentialRow:
    """Its credential, valid for a year from today."""
    return CredentialRow(
        id=credential,
        case_id=case.id,
        account_id=case.applicant,
        kind="merchant",
        holder=case.title,
        number=make_number("M", services.today().year, credential),
        legal_form="Company",
        country="DE",
        categories=["Food", "Cosmetics"],
        issuer="Test Market",
        issued_on=services.today(),
        valid_from=services.today(),
        valid_until=services.today() + timedelta(days=365),
        standing=Standing.VALID,
        standing_at=services.now(),
    )


def papers_of(services: Services, session: Session, ids: Written) -> None:
    """Its documents, each with a picture of one page."""
    for number, (paper, kind) in enumerate(zip(ids.papers, KINDS, strict=True)):
        session.add(
            DocumentRow(
                id=paper,
                application_id=ids.id,
                kind=kind,
                filename=f"scan-{number}.png",
                media_type="image/png",
                size=123_456,
                pages=1,
                sha256=f"{ids.id.hex}{number}",
                sealed_key="",
                uploaded_at=services.now(),
            )
        )
        session.flush()
        name = page_name(paper, 1)
        sealed = services.vault.put(name, samples.png())
        session.add(PageRow(document_id=paper, number=1, media_type="image/png", name=name, sealed_key=sealed))
