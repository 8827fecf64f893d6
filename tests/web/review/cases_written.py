"""A reviewer's desk for tests: cases as the workflow leaves them, written straight into the tables."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db.applications import ApplicationRow
from db.cases import CaseRow, store_findings
from db.credentials.register import CredentialRow
from db.documents import DocumentRow, PageRow
from db.engine import begin
from db.policy.pins import pin
from db.review import DecisionRow, TaskRow
from domain.accounts import Person
from domain.cases import Stage
from domain.credentials.standing import Standing, make_number
from domain.review import DecisionOutcome, TaskState
from domain.screening import CheckStatus, Evidence, Finding, RiskBand
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


def write_case(
    services: Services, applicant: Person, title: str = "Lin Trading Ltd", due: timedelta = timedelta(days=3)
) -> Written:
    """A case in review with two documents, findings all passed, and an open task."""
    ids = Written(services.ids(), services.ids(), tuple(services.ids() for _ in KINDS))
    with begin(services.engine) as session:
        stacked = services.library.stack_for("DE", services.today())
        pin(session, stacked)
        session.add(
            ApplicationRow(
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
        )
        session.flush()
        session.add(
            CaseRow(
                id=ids.id,
                applicant=applicant.id,
                title=title,
                country="DE",
                legal_form="company",
                pack=stacked.ref.id,
                pack_version=stacked.ref.version,
                pack_hash=stacked.ref.hash,
                stage=Stage.IN_REVIEW,
                opened_at=services.now(),
                checked_at=services.now(),
                risk_score=20,
                risk_band=RiskBand.LOW,
                risk_reasons=["category_food", "category_cosmetics"],
            )
        )
        session.flush()
        session.add(
            TaskRow(
                id=ids.task, case_id=ids.id, state=TaskState.OPEN, opened_at=services.now(), due_at=services.now() + due
            )
        )
        _papers(services, session, ids)
        store_findings(
            session, ids.id, [passed(services, "duplicate.file"), passed(services, "document.structure", ids.papers[0])]
        )
    return ids


def passed(services: Services, check: str, paper: UUID | None = None) -> Finding:
    """A check that passed."""
    return finding(services, check, CheckStatus.PASS, paper, "All is as it should be.")


def finding(
    services: Services,
    check: str,
    status: CheckStatus,
    paper: UUID | None = None,
    sentence: str = "Something is wrong.",
) -> Finding:
    """A check's result on a document or on the application; it names the legal name as it was read."""
    proof = Evidence(
        document_id=paper, page=1, field="business.legal_name", raw="Lin Trding Ltd", expected="Lin Trading Ltd"
    )
    return Finding(
        check=check,
        version=1,
        subject=str(paper or "application"),
        status=status,
        reason_code="NAME_DIFFERS",
        sentence=sentence,
        evidence=(proof,) if paper and status != CheckStatus.PASS else (),
        started_at=services.now(),
        finished_at=services.now(),
    )


def spoil(services: Services, case: Written, status: CheckStatus = CheckStatus.FAIL) -> None:
    """Add a check that warned, failed or could not be done."""
    sentence = 'The extract shows "Lin Trding Ltd" but the form says "Lin Trading Ltd".'
    with begin(services.engine) as session:
        store_findings(session, case.id, [finding(services, "document.shows", status, case.papers[0], sentence)])


def close(services: Services, case: Written, by: Person, outcome: DecisionOutcome) -> UUID:
    """Decide the case as the workflow does; an approval grants a valid credential, whose id is returned."""
    credential = services.ids()
    with begin(services.engine) as session:
        row, task = session.get_one(CaseRow, case.id), session.get_one(TaskRow, case.task)
        row.stage = Stage.APPROVED if outcome == DecisionOutcome.APPROVE else Stage.DECLINED
        row.closed_at, task.state = services.now(), TaskState.DONE
        session.add(
            DecisionRow(
                id=services.ids(),
                case_id=case.id,
                outcome=outcome,
                by=by.id,
                role=by.role,
                at=services.now(),
                reason_codes=[],
                text="",
                note="",
                pack=row.pack,
                pack_version=row.pack_version,
                pack_hash=row.pack_hash,
                facts={},
                facts_hash="",
            )
        )
        if outcome == DecisionOutcome.APPROVE:
            session.add(_credential(services, row, credential))
    return credential


def _credential(services: Services, case: CaseRow, credential: UUID) -> CredentialRow:
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


def _papers(services: Services, session: Session, ids: Written) -> None:
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
