"""Decisions and withdrawals, each recorded twice on both databases: the second time nothing changes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from activities.review import ReviewActivities
from db.audit import AuditRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.engine import read
from db.review import DecisionRow, TaskRow, decided
from domain.accounts import Person
from domain.cases import Stage, Withdraw
from domain.credentials.standing import Standing, read_number
from domain.review import AlreadyDecided, TaskState
from tests.conftest import BOTH
from tests.drafts import TEXT, approval, assessed, decline, once, opened, review, rows, trail, twice
from tests.workflows.application import NAME
from web.services import Services

Cast = dict[str, Person]
LEAP_DAY = datetime(2028, 2, 29, 23, 30, tzinfo=UTC)


@BOTH
def test_an_approval_grants_a_credential_that_is_not_yet_valid(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    decision = approval(services, cast["rita"])
    twice(review(services).record_decision, request, decision)
    (case,), (task,), (credential,) = rows(services, CaseRow), rows(services, TaskRow), rows(services, CredentialRow)
    assert (case.stage, task.state, credential.standing) == (Stage.APPROVED, TaskState.DONE, Standing.PENDING)
    assert (credential.id, credential.account_id, credential.case_id) == (
        decision.credential_id,
        cast["lin"].id,
        case.id,
    )
    assert (credential.holder, credential.legal_form, credential.country) == (NAME, "Company", "DE")
    assert credential.categories and credential.categories != ["home"]
    assert read_number(credential.number) == credential.number
    assert trail(services) == ["case.opened", "case.assessed", "case.approved"]


@BOTH
def test_the_dates_come_from_the_day_of_the_decision_and_the_pack(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    activities = ReviewActivities(services.engine, lambda: LEAP_DAY, "Test Market")
    once(activities.record_decision, request, approval(services, cast["rita"]))
    (credential,) = rows(services, CredentialRow)
    validity = services.library.stack_for("DE", services.today()).pack.merchant.validity
    assert validity and validity > timedelta(days=30)
    assert credential.issued_on == credential.valid_from == LEAP_DAY.date()
    assert credential.valid_until == LEAP_DAY.date() + validity
    assert credential.number.startswith("GR-M-2028-")


@BOTH
def test_a_decline_closes_the_case_and_grants_nothing(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    decision = decline(services, cast["rita"])
    twice(review(services).record_decision, request, decision)
    (row,), (case,) = rows(services, DecisionRow), rows(services, CaseRow)
    assert (decided(row), row.text, case.stage) == (decision, TEXT, Stage.DECLINED)
    assert (rows(services, CredentialRow), trail(services)[-1]) == ([], "case.declined")


@BOTH
def test_a_second_decision_is_refused_and_changes_nothing(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    once(review(services).record_decision, request, decline(services, cast["rita"]))
    with pytest.raises(AlreadyDecided):
        once(review(services).record_decision, request, approval(services, cast["sam"]))
    assert (len(rows(services, DecisionRow)), rows(services, CredentialRow)) == (1, [])


@BOTH
def test_a_decision_keeps_the_facts_it_was_taken_on_under_their_hash(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    once(review(services).record_decision, request, approval(services, cast["rita"]))
    (row,), (case,) = rows(services, DecisionRow), rows(services, CaseRow)
    canonical = json.dumps(row.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert row.facts_hash == hashlib.sha256(canonical.encode()).hexdigest()
    assert row.facts.keys() == {"form", "answers", "documents", "findings", "risk"}
    assert row.facts["form"] == ["DE", "company"]
    assert (row.pack, row.pack_version, row.pack_hash) == (case.pack, case.pack_version, case.pack_hash)


@BOTH
def test_the_trail_names_who_decided_and_holds_no_text(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    once(review(services).record_decision, request, decline(services, cast["rita"]))
    with read(services.engine) as session:
        row = session.get_one(AuditRow, 3)
    assert (row.actor, row.role, row.subject) == (cast["rita"].id, "reviewer", str(request.application_id))
    assert TEXT not in row.model_dump_json()


@BOTH
@pytest.mark.parametrize("checked", [True, False])
def test_a_withdrawal_closes_the_case_and_its_task_lapses(services: Services, cast: Cast, checked: bool) -> None:
    request = assessed(services, cast["lin"])[0] if checked else opened(services, cast["lin"])
    twice(review(services).record_withdrawal, request, Withdraw(id=services.ids(), by=cast["lin"].id))
    (case,) = rows(services, CaseRow)
    assert (case.stage, case.closed_at is not None) == (Stage.WITHDRAWN, True)
    assert [task.state for task in rows(services, TaskRow)] == [TaskState.LAPSED] * checked
    assert trail(services)[-1] == "case.withdrawn"


@BOTH
def test_a_decided_case_is_not_withdrawn(services: Services, cast: Cast) -> None:
    request, _ = assessed(services, cast["lin"])
    once(review(services).record_decision, request, decline(services, cast["rita"]))
    once(review(services).record_withdrawal, request, Withdraw(id=services.ids(), by=cast["lin"].id))
    assert rows(services, CaseRow)[0].stage == Stage.DECLINED
