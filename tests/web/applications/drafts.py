"""Applications in the state that a test of the applicant's pages needs."""

from datetime import timedelta
from uuid import UUID

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.documents import DocumentRow
from db.engine import begin, read
from db.policy.pins import pin
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import Stage
from tests.samples import text_pdf
from vault.files import document_name
from web.documents.intake import inspect
from web.services import Services

PAPERS = ("registration_proof", "identity_document", "bank_proof")
OWNER = {"name": "Lin Wei", "birth_date": "1990-03-27", "nationality": "DE", "role": "owner", "share": "60"}
FULL = Answers(
    sections={
        "business": {
            "business.legal_name": "Lin Handels GmbH",
            "business.registration_number": "HRB 123456 B",
            "business.register": "Amtsgericht Hamburg",
            "business.address": "Hafenstraße 12\n20359 Hamburg",
            "business.email": "lin@example.com",
            "business.phone": "+493023125000",
        },
        "shop": {"shop.name": "Lin's Market", "shop.categories": ["apparel"], "shop.supply": "wholesale"},
        "payout": {
            "payout.holder": "Lin Handels GmbH",
            "payout.bank": "Hamburger Bank",
            "payout.account": "DE89370400440532013000",
        },
        "declaration": {
            "declaration.signatory": "Lin Wei",
            "declaration.authorised": "yes",
            "declaration.truthful": "yes",
            "declaration.goods": "yes",
            "declaration.terms": "yes",
            "declaration.product_information": "yes",
        },
    },
    owners=[OWNER],
)


def draft(services: Services, person: Person, answers: Answers | None = None) -> UUID:
    """A draft of a German company."""
    row = ApplicationRow(
        id=services.ids(),
        account_id=person.id,
        country="DE",
        legal_form="company",
        answers=(answers or Answers()).model_dump(mode="json"),
        created_at=services.now(),
        updated_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(row)
    return row.id


def add_paper(services: Services, application_id: UUID, kind: str, *, filename: str = "") -> UUID:
    """A document in vault and table; each kind has bytes of its own."""
    data, document_id = text_pdf((kind,)), services.ids()
    row = DocumentRow(
        id=document_id,
        application_id=application_id,
        kind=kind,
        filename=filename or f"{kind}.pdf",
        uploaded_at=services.now(),
        sealed_key=services.vault.put(document_name(document_id), data),
        **inspect(data).model_dump(),
    )
    with begin(services.engine) as session:
        session.add(row)
    return document_id


def complete(services: Services, person: Person) -> UUID:
    """A draft in which nothing is due."""
    application_id = draft(services, person, FULL)
    for kind in PAPERS:
        add_paper(services, application_id, kind)
    return application_id


def sent(services: Services, person: Person, stage: Stage | None = None) -> UUID:
    """An application that was sent, with its case at a stage if one is given."""
    application_id, now = complete(services, person), services.now()
    stacked = services.library.stack_for("DE", services.today())
    with begin(services.engine) as session:
        session.get_one(ApplicationRow, application_id).submitted_at = now - timedelta(minutes=5)
        if stage:
            pin(session, stacked)
            session.flush()
            case = CaseRow(
                id=application_id,
                applicant=person.id,
                title="Lin Handels GmbH",
                country="DE",
                legal_form="company",
                pack=stacked.ref.id,
                pack_version=stacked.ref.version,
                pack_hash=stacked.ref.hash,
                stage=stage,
                opened_at=now,
                checked_at=None if stage == Stage.CHECKING else now,
            )
            session.add(case)
    return application_id


def stored(services: Services, application_id: UUID) -> ApplicationRow:
    """The application as it stands in the table."""
    with read(services.engine) as session:
        return session.get_one(ApplicationRow, application_id)
