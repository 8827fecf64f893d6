"""Cases for the tests of tables and activities: what Lin has sent, taken as far along the procedure as a test needs."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid5

from sqlmodel import Session, SQLModel, col, select
from temporalio.testing import ActivityEnvironment

from activities.credentials.register import CredentialActivities
from activities.review import ReviewActivities
from activities.vetting.opening import VettingActivities
from db.audit import AuditRow
from db.credentials.register import CredentialRow
from db.engine import begin, read
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import AssessCase, Assessed, IssueCredential, OpenCase, StoredCertificate
from domain.review import Decision, DecisionOutcome
from domain.screening import Verdict
from tests.workflows.application import answers, application, document
from vault.files import certificate_name
from web.services import Services

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)
Changes = Mapping[str, str | list[str]]
REASON = ("document_unreadable",)
TEXT = "Please send the extract from the register again."


def once(work: Callable[..., T], *args: Any) -> T:
    """Run an activity as the worker would."""
    return ActivityEnvironment().run(work, *args)


def twice(work: Callable[..., T], *args: Any) -> T:
    """Run an activity and repeat it, as after a crash before its completion arrived: the answer is the same."""
    first = once(work, *args)
    assert once(work, *args) == first
    return first


def changed(changes: Changes) -> Answers:
    """Lin's answers with some of them changed."""
    sections = {section: dict(fields) for section, fields in answers().sections.items()}
    for key, value in changes.items():
        sections.setdefault(key.split(".")[0], {})[key] = value
    return Answers(sections=sections, owners=answers().owners)


def send(
    services: Services,
    who: Person,
    papers: Mapping[str, bytes] | None = None,
    *,
    changes: Changes | None = None,
) -> OpenCase:
    """A submitted application with these papers, if any; Lin's answers but for the changes."""
    row = application(services, who.id)
    row.answers, row.submitted_at = changed(changes or {}).model_dump(), services.now()
    with begin(services.engine) as session:
        session.add(row)
        session.flush()
        session.add_all([document(services, row.id, kind, data=data) for kind, data in (papers or {}).items()])
    return OpenCase(application_id=row.id, applicant=who.id)


def vetting(services: Services) -> VettingActivities:
    """Opening and assessing."""
    return VettingActivities(services.engine, services.library, services.now, vat_register=True)


def review(services: Services) -> ReviewActivities:
    """Deciding."""
    return ReviewActivities(services.engine, services.now, "Test Market")


def credentials(services: Services) -> CredentialActivities:
    """The register."""
    return CredentialActivities(services.engine, services.now, "http://testserver")


def opened(
    services: Services, who: Person, papers: Mapping[str, bytes] | None = None, *, changes: Changes | None = None
) -> OpenCase:
    """A case whose checks have yet to run."""
    request = send(services, who, papers, changes=changes)
    once(vetting(services).open_case, request)
    return request


def assessed(services: Services, who: Person, verdicts: tuple[Verdict, ...] = ()) -> tuple[OpenCase, Assessed]:
    """A case that waits for a reviewer."""
    request = opened(services, who)
    message = AssessCase(case_id=request.application_id, verdicts=verdicts)
    return request, once(vetting(services).assess_case, message)


def approval(services: Services, by: Person) -> Decision:
    """A reviewer's approval."""
    decision_id = services.ids()
    return Decision(
        id=decision_id,
        outcome=DecisionOutcome.APPROVE,
        by=by.id,
        role=by.role,
        at=services.now(),
        credential_id=uuid5(decision_id, "credential"),
    )


def decline(services: Services, by: Person) -> Decision:
    """A reviewer's refusal."""
    return Decision(
        id=services.ids(),
        outcome=DecisionOutcome.DECLINE,
        by=by.id,
        role=by.role,
        at=services.now(),
        reason_codes=REASON,
        text=TEXT,
    )


def granted(services: Services, cast: Mapping[str, Person]) -> UUID:
    """A credential of Lin's that Rita granted, still pending."""
    request, _ = assessed(services, cast["lin"])
    decision = approval(services, cast["rita"])
    once(review(services).record_decision, request, decision)
    assert decision.credential_id
    return decision.credential_id


def valid(services: Services, cast: Mapping[str, Person], pdf: bytes = b"%PDF a certificate") -> UUID:
    """A credential of Lin's that is valid, its certificate in the vault."""
    credential_id = granted(services, cast)
    name = certificate_name(credential_id, 1)
    made = StoredCertificate(sha256="0" * 64, size=len(pdf), name=name, sealed_key=services.vault.put(name, pdf))
    once(credentials(services).publish_credential, IssueCredential(credential_id=credential_id), made)
    return credential_id


def rows(services: Services, table: type[Row]) -> list[Row]:
    """All rows of a table."""
    with read(services.engine) as session:
        return list(session.exec(select(table)).all())


def credential(services: Services, credential_id: UUID) -> CredentialRow:
    """The credential as it stands."""
    with read(services.engine) as session:
        return session.get_one(CredentialRow, credential_id)


def trail(services: Services) -> list[str]:
    """The kinds of all audit rows, in order."""
    with read(services.engine) as session:
        return kinds(session)


def kinds(session: Session) -> list[str]:
    """The kinds of all audit rows, in order."""
    return list(session.exec(select(AuditRow.kind).order_by(col(AuditRow.seq))).all())
