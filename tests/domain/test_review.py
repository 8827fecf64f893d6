"""Who may decide a case, and what a decision needs."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from domain.accounts import Role
from domain.refusals import Refused
from domain.review import (
    AlreadyDecided,
    CredentialMismatch,
    Decision,
    DecisionOutcome,
    DecisionState,
    NotYetOpen,
    NotYours,
    OverrideNeeded,
    OwnCase,
    ReasonMissing,
    admit,
    admit_withdrawal,
    blocking,
)
from domain.screening import CheckStatus, Verdict

LIN, RITA = UUID(int=1), UUID(int=2)
LONG = "Please send the extract again."
NOTE = "The register was asked by telephone."


def case(*statuses: CheckStatus, ended: str = "", ready: bool = True) -> DecisionState:
    verdicts = [Verdict(check="c", subject="s", status=status, reason_code="X") for status in statuses]
    return DecisionState(applicant=LIN, open_for_decision=ready, ended=ended, verdicts=verdicts)


def approval(**more: object) -> Decision:
    fields: dict[str, object] = {
        "id": UUID(int=9),
        "by": RITA,
        "role": Role.REVIEWER,
        "at": datetime(2026, 5, 1, tzinfo=UTC),
    }
    return Decision.model_validate(fields | {"outcome": DecisionOutcome.APPROVE, "credential_id": UUID(int=8)} | more)


def refusal(**more: object) -> Decision:
    fields: dict[str, object] = {
        "outcome": DecisionOutcome.DECLINE,
        "credential_id": None,
        "reason_codes": ("x",),
        "text": LONG,
    }
    return approval(**fields | more)


@pytest.mark.parametrize(
    ("deciding", "decision"),
    [
        (case(), approval()),
        (case(CheckStatus.PASS, CheckStatus.WARN, CheckStatus.SKIPPED), approval()),
        (case(CheckStatus.FAIL), approval(role=Role.SENIOR, note=NOTE)),
        (case(CheckStatus.ERROR), approval(role=Role.SENIOR, note=NOTE)),
        (case(), refusal()),
        (case(CheckStatus.FAIL, CheckStatus.ERROR), refusal()),
    ],
)
def test_a_sound_decision_is_admitted(deciding: DecisionState, decision: Decision) -> None:
    admit(deciding, decision)


@pytest.mark.parametrize(
    ("deciding", "decision", "why"),
    [
        (case(ended="approved"), approval(), AlreadyDecided),
        (case(ended="withdrawn", ready=False), refusal(), AlreadyDecided),
        (case(ready=False), approval(), NotYetOpen),
        (case(), approval(by=LIN), OwnCase),
        (case(), refusal(by=LIN, role=Role.SENIOR), OwnCase),
        (case(), approval(credential_id=None), CredentialMismatch),
        (case(), refusal(credential_id=UUID(int=8)), CredentialMismatch),
        (case(CheckStatus.FAIL), approval(), OverrideNeeded),
        (case(CheckStatus.ERROR), approval(note=NOTE), OverrideNeeded),
        (case(CheckStatus.FAIL), approval(role=Role.SENIOR), ReasonMissing),
        (case(CheckStatus.FAIL), approval(role=Role.SENIOR, note=" " * 40), ReasonMissing),
        (case(), refusal(reason_codes=()), ReasonMissing),
        (case(), refusal(text="No."), ReasonMissing),
        (case(), refusal(text=" \n" * 20), ReasonMissing),
    ],
)
def test_an_unsound_decision_is_refused_with_its_reason(
    deciding: DecisionState, decision: Decision, why: type[Refused]
) -> None:
    with pytest.raises(why):
        admit(deciding, decision)


def test_an_open_case_can_be_withdrawn_and_a_closed_one_not() -> None:
    admit_withdrawal(case(ready=False), LIN)
    admit_withdrawal(case(), LIN)
    with pytest.raises(AlreadyDecided, match="approved"):
        admit_withdrawal(case(ended="approved"), LIN)


def test_nobody_withdraws_for_somebody_else() -> None:
    with pytest.raises(NotYours):
        admit_withdrawal(case(), uuid4())


def test_only_what_failed_or_was_not_done_blocks() -> None:
    assert [each.status for each in blocking(case(*CheckStatus).verdicts)] == [CheckStatus.FAIL, CheckStatus.ERROR]
