"""Decisions and withdrawals, each recorded twice on both databases: the second time nothing changes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from activities.review import ReviewActivities
from db.audit import AuditRow
from db.credentials import CredentialRow
from db.engine import read
from db.review import DecisionRow, TaskRow, decided
from db.vetting import CaseRow
from domain.accounts import Person
from domain.credentials import Standing, read_number
from domain.review import AlreadyDecided, TaskState
from domain.vetting import Stage, Withdraw
from tests.conftest import BOTH
from tests.drafts import TEXT, approval, assessed, decline, once, opened, review, rows, trail, twice
from tests.workflows.papers import NAME
from web.house import House

Cast = dict[str, Person]
LEAP_DAY = datetime(2028, 2, 29, 23, 30, tzinfo=UTC)


@BOTH
def test_an_approval_grants_a_credential_that_is_not_yet_valid(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    decision = approval(house, cast["rita"])
    twice(review(house).record_decision, request, decision)
    (case,), (task,), (credential,) = rows(house, CaseRow), rows(house, TaskRow), rows(house, CredentialRow)
    assert (case.stage, task.state, credential.standing) == (Stage.APPROVED, TaskState.DONE, Standing.PENDING)
    assert (credential.id, credential.account_id, credential.case_id) == (
        decision.credential_id,
        cast["lin"].id,
        case.id,
    )
    assert (credential.holder, credential.legal_form, credential.country) == (NAME, "Company", "DE")
    assert credential.categories and credential.categories != ["home"]
    assert read_number(credential.number) == credential.number
    assert trail(house) == ["case.opened", "case.assessed", "case.approved"]


@BOTH
def test_the_dates_come_from_the_day_of_the_decision_and_the_pack(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    activities = ReviewActivities(house.engine, lambda: LEAP_DAY, "Test Market")
    once(activities.record_decision, request, approval(house, cast["rita"]))
    (credential,) = rows(house, CredentialRow)
    validity = house.shelf.stack_for("DE", house.today()).pack.merchant.validity
    assert validity and validity > timedelta(days=30)
    assert credential.issued_on == credential.valid_from == LEAP_DAY.date()
    assert credential.valid_until == LEAP_DAY.date() + validity
    assert credential.number.startswith("GR-M-2028-")


@BOTH
def test_a_decline_closes_the_case_and_grants_nothing(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    decision = decline(house, cast["rita"])
    twice(review(house).record_decision, request, decision)
    (row,), (case,) = rows(house, DecisionRow), rows(house, CaseRow)
    assert (decided(row), row.text, case.stage) == (decision, TEXT, Stage.DECLINED)
    assert (rows(house, CredentialRow), trail(house)[-1]) == ([], "case.declined")


@BOTH
def test_a_second_decision_is_refused_and_changes_nothing(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    once(review(house).record_decision, request, decline(house, cast["rita"]))
    with pytest.raises(AlreadyDecided):
        once(review(house).record_decision, request, approval(house, cast["sam"]))
    assert (len(rows(house, DecisionRow)), rows(house, CredentialRow)) == (1, [])


@BOTH
def test_a_decision_keeps_the_facts_it_was_taken_on_under_their_hash(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    once(review(house).record_decision, request, approval(house, cast["rita"]))
    (row,), (case,) = rows(house, DecisionRow), rows(house, CaseRow)
    canonical = json.dumps(row.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert row.facts_hash == hashlib.sha256(canonical.encode()).hexdigest()
    assert row.facts.keys() == {"form", "answers", "documents", "findings", "risk"}
    assert row.facts["form"] == ["DE", "company"]
    assert (row.pack, row.pack_version, row.pack_hash) == (case.pack, case.pack_version, case.pack_hash)


@BOTH
def test_the_trail_names_who_decided_and_holds_no_text(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    once(review(house).record_decision, request, decline(house, cast["rita"]))
    with read(house.engine) as session:
        row = session.get_one(AuditRow, 3)
    assert (row.actor, row.role, row.subject) == (cast["rita"].id, "reviewer", str(request.application_id))
    assert TEXT not in row.model_dump_json()


@BOTH
@pytest.mark.parametrize("checked", [True, False])
def test_a_withdrawal_closes_the_case_and_its_task_lapses(house: House, cast: Cast, checked: bool) -> None:
    request = assessed(house, cast["lin"])[0] if checked else opened(house, cast["lin"])
    twice(review(house).record_withdrawal, request, Withdraw(id=house.ids(), by=cast["lin"].id))
    (case,) = rows(house, CaseRow)
    assert (case.stage, case.closed_at is not None) == (Stage.WITHDRAWN, True)
    assert [task.state for task in rows(house, TaskRow)] == [TaskState.LAPSED] * checked
    assert trail(house)[-1] == "case.withdrawn"


@BOTH
def test_a_decided_case_is_not_withdrawn(house: House, cast: Cast) -> None:
    request, _ = assessed(house, cast["lin"])
    once(review(house).record_decision, request, decline(house, cast["rita"]))
    once(review(house).record_withdrawal, request, Withdraw(id=house.ids(), by=cast["lin"].id))
    assert rows(house, CaseRow)[0].stage == Stage.DECLINED
