"""Vetting from submission to certificate, and every other way a case can end."""

from sqlmodel import SQLModel

from activities.credentials.signing import verify
from activities.credentials.signing_keys import trusted_roots
from db.audit import AuditRow, first_broken
from db.cases import CaseRow, findings_of
from db.credentials.register import CertificateRow, CredentialRow
from db.engine import read
from db.notifications import MailRow
from db.review import DecisionRow
from domain.cases import Stage
from domain.commands import CommandState
from domain.credentials.standing import Standing
from domain.review import AlreadyDecided, OverrideNeeded, OwnCase, TaskState
from domain.review import DecisionOutcome as Verdict
from domain.screening import CheckStatus
from tests.conftest import BOTH
from tests.samples import blank_png
from tests.workflows.application import NAME, PAPERS
from tests.workflows.office import DECLINE, Office

BLANK = {"registration_proof": blank_png()}


def count(office: Office, table: type[SQLModel]) -> int:
    return len(office.rows(table))


@BOTH
def test_an_application_goes_from_submission_to_a_signed_certificate(office: Office) -> None:
    case = office.apply()
    assert office.submit(case).state == "applied"
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    with read(office.services.engine) as session:
        found = {row.check: row.status for row in findings_of(session, case)}
    assert set(found.values()) <= {CheckStatus.PASS, CheckStatus.SKIPPED}, found
    assert {"document.structure", "document.shows", "identifier.format", "duplicate.file"} <= found.keys()
    assert office.decide(case).state == "applied"
    assert office.result(case) == "approved"
    credential = office.credential(case, Standing.VALID)
    assert credential and credential.holder == NAME
    (certificate,) = office.rows(CertificateRow)
    pdf = office.services.vault.get(certificate.name, certificate.sealed_key)
    assert verify(pdf, trusted_roots(office.services.settings.keys)).ok
    assert sorted(row.kind for row in office.rows(MailRow)) == ["application_received", "certificate_issued"]
    assert office.task(case).state == TaskState.DONE
    kinds = [row.kind for row in office.rows(AuditRow) if not row.kind.startswith("letter.")]
    assert kinds == ["application.submitted", "case.opened", "case.assessed", "case.approved", "credential.issued"]
    with read(office.services.engine) as session:
        assert first_broken(session) is None


def test_a_declined_case_tells_the_merchant_why_and_grants_nothing(office: Office) -> None:
    case = office.in_review()
    assert office.decide(case, **DECLINE).state == "applied"
    assert office.result(case) == "declined"
    assert office.stage(case) == Stage.DECLINED
    assert not office.rows(CredentialRow)
    letter = next(row for row in office.rows(MailRow) if row.kind == "case_declined")
    assert str(DECLINE["text"]) in letter.text
    assert office.task(case).state == TaskState.DONE


def test_a_case_can_be_withdrawn_while_its_checks_run(office: Office) -> None:
    case = office.submitted({kind: blank_png() for kind in PAPERS})
    assert office.withdraw(case).state == "applied"
    assert office.stage(case) == Stage.WITHDRAWN
    assert office.result(case) == "withdrawn"
    assert office.stage(case) == Stage.WITHDRAWN


def test_a_case_can_be_withdrawn_while_it_is_in_review(office: Office) -> None:
    case = office.in_review()
    assert office.withdraw(case).state == "applied"
    assert office.result(case) == "withdrawn"
    assert office.task(case).state == TaskState.LAPSED
    assert isinstance(office.decide(case).refusal, AlreadyDecided)
    assert isinstance(office.withdraw(case).refusal, AlreadyDecided)


def test_nobody_decides_their_own_application(office: Office) -> None:
    case = office.in_review(who="rita")
    assert isinstance(office.decide(case, by="rita").refusal, OwnCase)
    assert office.stage(case) == Stage.IN_REVIEW
    assert office.decide(case, by="sam").state == "applied"


def test_a_second_decision_is_refused_while_the_case_ends_and_after_it_ended(office: Office) -> None:
    case = office.in_review()
    assert office.decide(case).state == "applied"
    assert isinstance(office.decide(case, by="sam", **DECLINE).refusal, AlreadyDecided)
    assert office.result(case) == "approved"
    late = office.decide(case, by="sam", **DECLINE)
    assert isinstance(late.refusal, AlreadyDecided)
    assert count(office, DecisionRow) == 1
    states = [row.state for row in office.commands_to(case)]
    assert states.count(CommandState.REFUSED) == 2 and CommandState.PENDING not in states


def test_a_decision_that_comes_before_the_task_waits_and_is_applied(idle_office: Office) -> None:
    case = idle_office.submitted()
    early = idle_office.decide(case)
    assert early.state == "pending"
    idle_office.workers.start()
    assert idle_office.result(case) == "approved"
    states = {row.name: row.state for row in idle_office.commands_to(case)}
    assert idle_office.until(lambda: {row.state for row in idle_office.commands_to(case)} == {CommandState.APPLIED}), (
        states
    )


def test_only_a_senior_with_a_note_approves_over_a_failed_check(office: Office) -> None:
    case = office.in_review(BLANK)
    assert isinstance(office.decide(case, by="rita").refusal, OverrideNeeded)
    assert office.decide(case, by="sam").refusal is not None
    note = "The original was seen at the counter today."
    assert office.decide(case, by="sam", note=note).state == "applied"
    assert office.result(case) == "approved"
    (decision,) = office.rows(DecisionRow)
    assert (decision.outcome, decision.note) == (Verdict.APPROVE, note)


def test_a_case_pins_the_packs_it_was_opened_under(office: Office) -> None:
    office.in_review()
    (case,) = office.rows(CaseRow)
    assert case.pack and case.pack_hash == office.services.library.stack_for("DE", case.opened_at.date()).ref.hash
