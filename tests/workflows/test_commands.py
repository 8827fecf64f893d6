"""The joint between the web and the procedures: each command is applied once or refused once, whatever happens."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from db.audit import AuditRow
from db.commands import CommandRow, NotYourCommand, due, record
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import begin, read
from db.notifications import MailRow
from db.review import DecisionRow
from domain.cases import Stage, case_of
from domain.commands import CommandState
from domain.credentials.standing import Standing
from domain.review import AlreadyDecided, Decision, DecisionOutcome
from outbox import commands
from outbox.delivery import ROUTES, Delivery, NotNow, Route, deliver
from outbox.gateway import Envelope, attempt, new_command
from outbox.relay import drain
from settings import Settings
from tests.workflows.office import DECLINE, Office, open_office

# Longer than a person would wait: a machine that runs other tests beside this one is slow.
PATIENCE = timedelta(seconds=30)


def recorded(office: Office, case: UUID, decision: Decision) -> CommandRow:
    """A decision in the outbox that nobody has delivered."""
    envelope = Envelope(decision.id, "decide", case_of(case), decision.by, office.services.now())
    with begin(office.services.engine) as session:
        return record(session, new_command(envelope, decision))


def drained(office: Office, hours: int) -> dict[str, CommandState]:
    """What became of every command after the relay went through what is due some hours from now."""

    def later() -> datetime:
        return office.services.now() + timedelta(hours=hours)

    office.workers.call(drain(office.client(), office.services.engine, later))
    return {row.name: row.state for row in office.rows(CommandRow)}


async def answers(works: list[Coroutine[Any, Any, None]]) -> list[str]:
    """The names of what each raised, or `applied`."""
    found = await asyncio.gather(*works, return_exceptions=True)
    return [type(each).__name__ if each else "applied" for each in found]


def test_a_command_delivered_ten_times_is_applied_once(office: Office) -> None:
    case = office.in_review()
    command, client = recorded(office, case, office.verdict()), office.client()
    ten = [deliver(client, command, PATIENCE) for _ in range(10)]
    assert office.workers.call(answers(ten)) == ["applied"] * 10
    assert office.result(case) == "approved"
    assert [len(office.rows(table)) for table in (DecisionRow, CredentialRow, CertificateRow)] == [1, 1, 1]
    assert [row.kind for row in office.rows(AuditRow)].count("case.approved") == 1
    assert [row.kind for row in office.rows(MailRow)].count("certificate_issued") == 1


def test_an_applied_decision_is_still_applied_when_it_comes_again_after_the_case_ended(office: Office) -> None:
    case = office.in_review()
    command, client = recorded(office, case, office.verdict()), office.client()
    office.workers.call(deliver(client, command, PATIENCE))
    assert office.result(case) == "approved"
    again = office.workers.call(attempt(client, office.services.engine, command, clock=office.services.now))
    assert again.state == "applied", again
    assert office.command(command.id).state == CommandState.APPLIED


def test_a_submission_that_comes_again_after_the_case_ended_opens_nothing(office: Office) -> None:
    case = office.in_review()
    office.withdraw(case)
    assert office.result(case) == "withdrawn"
    (command,) = [row for row in office.commands_to(case) if row.name == "submit"]
    office.workers.call(deliver(office.client(), command, PATIENCE))
    assert office.result(case) == "withdrawn"
    assert office.stage(case) == Stage.WITHDRAWN


@pytest.mark.parametrize("seed", range(4))
def test_two_reviewers_who_decide_at_once_have_one_outcome(office: Office, seed: int) -> None:
    case, client = office.in_review(), office.client()
    verdicts = [office.verdict("rita"), office.verdict("sam", **DECLINE)]
    Random(seed).shuffle(verdicts)
    both = [deliver(client, recorded(office, case, each), PATIENCE) for each in verdicts]
    found = office.workers.call(answers(both))
    assert sorted(found) == ["AlreadyDecided", "applied"]
    (decision,) = office.rows(DecisionRow)
    winner = verdicts[found.index("applied")]
    assert decision.id == winner.id
    ended = "approved" if winner.outcome == DecisionOutcome.APPROVE else "declined"
    assert office.result(case) == ended
    assert len(office.rows(CredentialRow)) == (ended == "approved")


def test_a_double_click_is_one_command_and_another_persons_id_is_refused(office: Office) -> None:
    case, command_id = office.apply({}), office.services.ids()
    for _ in range(2):
        assert (
            commands.submit(
                office.services.outbox, office.cast["lin"], case, command_id=command_id, seal=lambda *_: None
            ).state
            == "applied"
        )
    other = office.apply({}, who="omar")
    with pytest.raises(NotYourCommand):
        commands.submit(office.services.outbox, office.cast["omar"], other, command_id=command_id, seal=lambda *_: None)


def test_what_was_recorded_while_temporal_was_away_is_delivered_in_order(idle_office: Office, temporal: str) -> None:
    office = idle_office
    # A gateway that was never opened is one whose Temporal does not answer.
    office.services.gateway._client = None
    case = office.submitted()
    assert office.decide(case).state == "pending"
    assert {row.state for row in office.commands_to(case)} == {CommandState.PENDING}
    office.workers.start(relay=False)
    assert drained(office, 1)["submit"] == CommandState.APPLIED
    office.until(lambda: office.stage(case) in (Stage.IN_REVIEW, Stage.APPROVED))
    assert drained(office, 2) == {"submit": CommandState.APPLIED, "decide": CommandState.APPLIED}
    assert office.result(case) == "approved"


def test_a_decision_that_overtakes_its_submission_waits(idle_office: Office) -> None:
    office = idle_office
    case = office.apply({})
    command = recorded(office, case, office.verdict())
    with pytest.raises(NotNow):
        office.workers.call(deliver(office.client(), command, PATIENCE))


def test_a_withdrawal_while_the_worker_is_away_is_applied_when_it_is_back(idle_office: Office) -> None:
    office = idle_office
    case = office.submitted()
    assert office.withdraw(case).state == "pending"
    office.workers.start(relay=False)
    office.until(lambda: office.stage(case))
    assert drained(office, 1)["withdraw"] == CommandState.APPLIED
    assert office.result(case) == "withdrawn"


def test_a_command_nobody_can_deliver_does_not_stop_the_others(office: Office) -> None:
    case = office.apply({})
    office.services.gateway._client = None
    with begin(office.services.engine) as session:
        broken = Envelope(UUID(int=1), "unheard-of", "nowhere:1", None, office.services.now())
        record(session, new_command(broken, office.verdict()))
        spoilt = Envelope(UUID(int=2), "decide", case_of(case), None, office.services.now())
        row = record(session, new_command(spoilt, office.verdict()))
        row.payload = {"outcome": "approve"}
    office.submit(case)
    assert drained(office, 1)["submit"] == CommandState.APPLIED
    assert office.command(UUID(int=1)).tries == office.command(UUID(int=2)).tries == 1


def test_a_worker_that_does_not_know_a_command_refuses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.in_review()
    monkeypatch.setitem(ROUTES, "decide", Route(Delivery.UPDATE, "decide_in_a_later_release", Decision))
    assert office.decide(case).state == "pending"
    assert office.stage(case) == Stage.IN_REVIEW


def test_a_gateway_whose_temporal_is_away_says_pending_at_once(settings: Settings) -> None:
    away = settings.model_copy(update={"temporal_address": "127.0.0.1:1"})
    with open_office(away, working=False) as office:
        case = office.apply({})
        assert office.submit(case).state == "pending"
        with read(office.services.engine) as session:
            assert not due(session, office.services.now())
            assert due(session, office.services.now() + timedelta(seconds=10))


def test_a_case_that_was_approved_cannot_be_withdrawn(office: Office) -> None:
    case = office.in_review()
    office.decide(case).raise_if_refused()
    assert isinstance(office.withdraw(case).refusal, AlreadyDecided)
    assert office.until(lambda: office.credential(case, Standing.VALID))
