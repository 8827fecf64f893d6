"""What a check yields: a gap is only what was not done, and a history holds nothing that was read."""

from datetime import UTC, datetime

import pytest

from domain.screening import CheckStatus, Evidence, Finding, Verdict, incomplete, verdict

AT = datetime(2026, 5, 1, tzinfo=UTC)


def seen(check: str, status: CheckStatus) -> Verdict:
    return Verdict(check=check, subject="application", status=status, reason_code="CODE")


@pytest.mark.parametrize(("status", "gap"), [(each, each == CheckStatus.ERROR) for each in CheckStatus])
def test_only_a_check_that_was_not_done_leaves_a_gap(status: CheckStatus, gap: bool) -> None:
    assert incomplete([seen("b", CheckStatus.PASS), seen("a", status)]) == gap


def test_a_verdict_carries_nothing_that_was_read() -> None:
    finding = Finding(
        check="a",
        version=1,
        subject="s",
        status=CheckStatus.FAIL,
        reason_code="X",
        sentence="Lin Wei, DE8937",
        evidence=(Evidence(raw="DE8937", expected="Lin Wei"),),
        started_at=AT,
        finished_at=AT,
    )
    assert verdict(finding).model_dump() == {"check": "a", "subject": "s", "status": "fail", "reason_code": "X"}
