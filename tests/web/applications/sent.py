"""What tests of the status page need: the commands of a case, and a decision as the review writes it."""

from uuid import UUID

from db.cases import CaseRow
from db.commands import pending_for
from db.engine import begin, read
from db.review import DecisionRow
from domain.accounts import Person
from domain.cases import case_of
from domain.review import DecisionOutcome
from web.services import Services


def commands(services: Services, application_id: UUID) -> list[str]:
    """Names of the recorded commands to a case."""
    with read(services.engine) as session:
        return [row.name for row in pending_for(session, case_of(application_id))]


def decide(
    services: Services, application_id: UUID, by: Person, *, outcome: DecisionOutcome, credential_id: UUID | None = None
) -> None:
    """What the review writes when a case is decided."""
    with begin(services.engine) as session:
        case = session.get_one(CaseRow, application_id)
        session.add(
            DecisionRow(
                id=services.ids(),
                case_id=case.id,
                outcome=outcome,
                by=by.id,
                role=by.role,
                at=services.now(),
                reason_codes=["document_expired"],
                text="Please send one from this year.",
                note="a note for staff",
                pack=case.pack,
                pack_version=case.pack_version,
                pack_hash=case.pack_hash,
                facts={},
                facts_hash="",
                credential_id=credential_id,
            )
        )
