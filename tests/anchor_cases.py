"""Anchors' cases and credentials as the workflows would have left them, written straight into the tables."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.engine import begin
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from db.policy.pins import pin
from db.practical.streams import PracticalRow, RecordingRow
from domain.accounts import Person
from domain.applications.kept_answers import Answers
from domain.cases import OpenCase, Stage
from domain.credentials.standing import Standing, make_number
from domain.exams.clock import EndedBy
from tests.workflows.anchors import ANSWERS
from web.services import Services

SIGNED = {"conduct.agreed": "2026-11:0", "training.attested": "2026-11:0", "training.provider": "Academy of Light"}


def case_at(
    services: Services,
    holder: Person,
    stage: Stage,
    *,
    renews: UUID | None = None,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> OpenCase:
    """A case of an anchor in a stage, with these answers beside the usual ones."""
    now, stacked, case_id = services.now(), services.library.stack_for("DE", services.today()), services.ids()
    sections: dict[str, dict[str, str | list[str]]] = {}
    for key, value in {**ANSWERS, **SIGNED, **answers}.items():
        sections.setdefault(key.split(".")[0], {})[key] = value
    application = ApplicationRow(
        id=case_id,
        account_id=holder.id,
        kind="anchor",
        country="DE",
        legal_form="person",
        created_at=now,
        updated_at=now,
        submitted_at=now,
        renews=renews,
        answers=Answers(sections=sections).model_dump(mode="json"),
    )
    case = CaseRow(
        id=case_id,
        kind="anchor",
        applicant=holder.id,
        title="Ana Duarte",
        country="DE",
        legal_form="person",
        pack=stacked.ref.id,
        pack_version=stacked.ref.version,
        pack_hash=stacked.ref.hash,
        stage=stage,
        opened_at=now,
    )
    with begin(services.engine) as session:
        pin(session, stacked)
        session.add(application)
        session.flush()
        session.add(case)
    return OpenCase(application_id=case_id, applicant=holder.id)


def rated(services: Services, case: UUID, percent: float, *, passed: bool = True) -> UUID:
    """A sample stream of a case, rated with this result."""
    row = RecordingRow(id=services.ids(), case_id=case, link="https://example.com/v", created_at=services.now())
    result = PracticalRow(
        recording_id=row.id,
        case_id=case,
        passed=passed,
        percent=percent,
        knocked_out=False,
        reasons=[],
        decided_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(row)
        session.flush()
        session.add(result)
    return row.id


def certified(
    services: Services, holder: Person, days: int, *, standing: Standing = Standing.VALID, shown: float | None = 80.0
) -> CredentialRow:
    """An anchor's credential that is valid for so many more days (negative: it has ended), its stream rated so."""
    case_id, today = case_at(services, holder, Stage.APPROVED).application_id, services.today()
    credential_id = services.ids()
    row = CredentialRow(
        id=credential_id,
        case_id=case_id,
        account_id=holder.id,
        number=make_number("A", 2026, credential_id),
        kind="anchor",
        holder="Ana Duarte",
        legal_form="Person",
        country="DE",
        categories=["Food and drink"],
        levels={"Food and drink": "Level 1"},
        issuer="Demo Market",
        issued_on=today - timedelta(300),
        valid_from=today - timedelta(300),
        valid_until=today + timedelta(days),
        standing=standing,
        standing_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(row)
    if shown is not None:
        rated(services, case_id, shown)
    return row


def ends_in(services: Services, credential: CredentialRow, days: int) -> None:
    """As if time had passed: the credential ends in so many days."""
    with begin(services.engine) as session:
        session.get_one(CredentialRow, credential.id).valid_until = services.today() + timedelta(days)


def sat(
    services: Services, attempt_id: UUID, at: datetime, *, percent: float = 40.0, voided: bool = False
) -> ResultRow:
    """An attempt begun and ended at a moment; 80 percent and more pass."""
    row = ResultRow(
        attempt_id=attempt_id,
        ended_at=at,
        ended_by=EndedBy.INVIGILATOR if voided else EndedBy.CANDIDATE,
        scored_at=at,
        points=percent,
        of=100,
        percent=percent,
        passed=percent >= 80 and not voided,
        voided=voided,
        areas=[],
        marks={},
        answered=40,
    )
    with begin(services.engine) as session:
        account = session.get_one(AttemptRow, attempt_id).account_id
        session.add(
            SittingRow(
                attempt_id=attempt_id,
                account_id=account,
                started_at=at,
                deadline_at=at,
                grace_seconds=0,
                breaks_left=0,
                break_minutes=0,
                lease="tab-of-ana",
                leased_at=at,
                seen_at=at,
                submitted_at=at,
            )
        )
        session.add(row)
    return row
