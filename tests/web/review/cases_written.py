"""A reviewer's desk for tests: cases as the workflow leaves them, written straight into the tables."""

from datetime import timedelta
from uuid import UUID

from db.cases import CaseRow, store_findings
from db.engine import begin
from db.policy.pins import pin
from db.review import DecisionRow, TaskRow
from domain.accounts import Person
from domain.cases import Stage
from domain.policy.pack import PackRef
from domain.review import DecisionOutcome, TaskState
from domain.risk import RiskBand
from domain.screening import CheckStatus, Evidence, Finding
from tests.web.review.rows import KINDS, Written, application_of, credential_of, papers_of
from web.services import Services


def write_case(
    services: Services, applicant: Person, title: str = "Lin Trading Ltd", *, due: timedelta = timedelta(days=3)
) -> Written:
    """A case in review with two documents, findings all passed, and an open task."""
    ids = Written(services.ids(), services.ids(), tuple(services.ids() for _ in KINDS))
    with begin(services.engine) as session:
        stacked = services.library.stack_for("DE", services.today())
        pin(session, stacked)
        session.add(application_of(services, applicant, ids))
        session.flush()
        session.add(_case(services, applicant, ids, title=title, policy=stacked.ref))
        session.flush()
        session.add(
            TaskRow(
                id=ids.task, case_id=ids.id, state=TaskState.OPEN, opened_at=services.now(), due_at=services.now() + due
            )
        )
        papers_of(services, session, ids)
        store_findings(
            session, ids.id, [passed(services, "duplicate.file"), passed(services, "document.structure", ids.papers[0])]
        )
    return ids


def _case(services: Services, applicant: Person, ids: Written, *, title: str, policy: PackRef) -> CaseRow:
    return CaseRow(
        id=ids.id,
        applicant=applicant.id,
        title=title,
        country="DE",
        legal_form="company",
        pack=policy.id,
        pack_version=policy.version,
        pack_hash=policy.hash,
        stage=Stage.IN_REVIEW,
        opened_at=services.now(),
        checked_at=services.now(),
        risk_score=20,
        risk_band=RiskBand.LOW,
        risk_reasons=["category_food", "category_cosmetics"],
    )


def passed(services: Services, check: str, paper: UUID | None = None) -> Finding:
    """A check that passed."""
    return finding(services, check, CheckStatus.PASS, paper=paper, sentence="All is as it should be.")


def finding(
    services: Services,
    check: str,
    status: CheckStatus,
    *,
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
        store_findings(
            session, case.id, [finding(services, "document.shows", status, paper=case.papers[0], sentence=sentence)]
        )


def close(services: Services, case: Written, by: Person, *, outcome: DecisionOutcome) -> UUID:
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
            session.add(credential_of(services, row, credential))
    return credential
