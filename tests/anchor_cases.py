"""Anchors' cases and credentials as the workflows would have left them, written straight into the tables."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from db.applications import ApplicationRow
from db.credentials import CredentialRow
from db.engine import begin
from db.exams import AttemptRow, ResultRow
from db.policy_pins import pin
from db.practical import PracticalRow, RecordingRow
from db.sittings import SittingRow
from db.vetting import CaseRow
from domain.accounts import Person
from domain.answers_kept import Answers
from domain.credentials import Standing, make_number
from domain.exams import EndedBy
from domain.vetting import Stage, VetMerchant
from tests.workflows.anchors import ANSWERS
from web.house import House

SIGNED = {"conduct.agreed": "2026-11:0", "training.attested": "2026-11:0", "training.provider": "Academy of Light"}


def case_at(
    house: House,
    holder: Person,
    stage: Stage,
    renews: UUID | None = None,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> VetMerchant:
    """A case of an anchor in a stage, with these answers beside the usual ones."""
    now, stacked, case_id = house.now(), house.shelf.stack_for("DE", house.today()), house.ids()
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
    with begin(house.engine) as session:
        pin(session, stacked)
        session.add(application)
        session.flush()
        session.add(case)
    return VetMerchant(application_id=case_id, applicant=holder.id)


def rated(house: House, case: UUID, percent: float, passed: bool = True) -> UUID:
    """A sample stream of a case, rated with this result."""
    row = RecordingRow(id=house.ids(), case_id=case, link="https://example.com/v", created_at=house.now())
    result = PracticalRow(
        recording_id=row.id,
        case_id=case,
        passed=passed,
        percent=percent,
        knocked_out=False,
        reasons=[],
        decided_at=house.now(),
    )
    with begin(house.engine) as session:
        session.add(row)
        session.flush()
        session.add(result)
    return row.id


def certified(
    house: House, holder: Person, days: int, standing: Standing = Standing.VALID, shown: float | None = 80.0
) -> CredentialRow:
    """An anchor's credential that is valid for so many more days (negative: it has ended), its stream rated so."""
    case_id, today = case_at(house, holder, Stage.APPROVED).application_id, house.today()
    credential_id = house.ids()
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
        standing_at=house.now(),
    )
    with begin(house.engine) as session:
        session.add(row)
    if shown is not None:
        rated(house, case_id, shown)
    return row


def ends_in(house: House, credential: CredentialRow, days: int) -> None:
    """As if time had passed: the credential ends in so many days."""
    with begin(house.engine) as session:
        session.get_one(CredentialRow, credential.id).valid_until = house.today() + timedelta(days)


def sat(house: House, attempt_id: UUID, at: datetime, percent: float = 40.0, voided: bool = False) -> ResultRow:
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
    with begin(house.engine) as session:
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
