"""Who may send what to a certification, and when; what results earn; when a certificate can be renewed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.accounts import Role
from domain.anchors import (
    CertificationState,
    ClearIdentity,
    NotAskedFor,
    Rate,
    RatedAlready,
    ScoredByThem,
    SendRecording,
    admit_clearing,
    admit_decision,
    admit_rating,
    admit_recording,
)
from domain.credentials.renewals import NotRenewable, admit_renewal, can_renew, renewed_from, steps_due
from domain.credentials.standing import Standing
from domain.exams.levels import LevelNotEarned, admit_levels, earned
from domain.policy.anchor import Level, RenewalPolicy
from domain.refusals import Refused
from domain.review import Decision, DecisionOutcome, NotYetOpen, NotYours, OverrideNeeded, OwnCase

ANA, ELI, SAM, STREAM = (UUID(int=number) for number in range(1, 5))
ID = UUID(int=9)
LEVELS = (
    Level(key="L1", label="Level 1", exam_from=80, practical_from=60),
    Level(key="L2", label="Level 2", exam_from=85, practical_from=75),
    Level(key="L3", label="Level 3", exam_from=90, practical_from=85),
)
ENDS = date(2027, 6, 30)
DAY = timedelta(days=1)


def certification(**known: Any) -> CertificationState:
    return CertificationState(applicant=ANA, **known)


def decision(**fields: Any) -> Decision:
    told = {"outcome": DecisionOutcome.APPROVE, "by": SAM, "role": Role.SENIOR, "credential_id": ID} | fields
    return Decision(id=ID, at=datetime(2027, 1, 1, tzinfo=UTC), **told)


@pytest.mark.parametrize(
    ("known", "by", "refusal"),
    [
        ({"waits_for_recording": True}, ANA, None),
        ({"waits_for_recording": True}, ELI, NotYours),
        ({}, ANA, NotAskedFor),
        ({"waits_for_recording": True, "ended": "withdrawn"}, ANA, NotAskedFor),
    ],
)
def test_a_recording_comes_from_its_anchor_and_when_it_is_asked_for(
    known: dict[str, Any], by: UUID, refusal: type[Refused] | None
) -> None:
    check(refusal, lambda: admit_recording(certification(**known), SendRecording(id=ID, by=by, recording_id=STREAM)))


@pytest.mark.parametrize(
    ("known", "by", "refusal"),
    [
        ({"recording": STREAM}, ELI, None),
        ({"recording": STREAM, "rated_by": (ELI,)}, ELI, None),  # of an earlier stream
        ({"recording": STREAM, "rated_this": (ELI,)}, ELI, RatedAlready),
        ({"recording": STREAM}, ANA, OwnCase),
        ({"recording": ID}, ELI, NotAskedFor),
        ({}, ELI, NotAskedFor),
        ({"recording": STREAM, "ended": "lapsed"}, ELI, NotAskedFor),
    ],
)
def test_a_rating_comes_once_from_somebody_else(known: dict[str, Any], by: UUID, refusal: type[Refused] | None) -> None:
    check(refusal, lambda: admit_rating(certification(**known), Rate(id=ID, by=by, recording_id=STREAM)))


@pytest.mark.parametrize(
    ("known", "by", "role", "refusal"),
    [
        ({"checked": True, "waits_for_identity": True}, SAM, Role.SENIOR, None),
        ({"checked": True, "waits_for_identity": True}, SAM, Role.REVIEWER, OverrideNeeded),
        ({"checked": True, "waits_for_identity": True}, ANA, Role.SENIOR, OwnCase),
        ({"checked": True}, SAM, Role.SENIOR, NotAskedFor),
        ({"checked": True, "waits_for_identity": True, "ended": "declined"}, SAM, Role.SENIOR, NotAskedFor),
        ({}, SAM, Role.SENIOR, NotYetOpen),
    ],
)
def test_a_senior_clears_what_waits_to_be_cleared(
    known: dict[str, Any], by: UUID, role: Role, refusal: type[Refused] | None
) -> None:
    cleared = ClearIdentity(id=ID, by=by, role=role, note="Compared with the original.")
    check(refusal, lambda: admit_clearing(certification(**known), cleared))


@pytest.mark.parametrize(
    ("known", "fields", "refusal"),
    [
        ({}, {}, None),
        ({"rated_by": (ELI,)}, {"by": ELI}, ScoredByThem),
        ({"waits_for_identity": True}, {}, NotAskedFor),
        (
            {"waits_for_identity": True},
            {"outcome": DecisionOutcome.DECLINE, "credential_id": None, "reason_codes": ("other",), "text": "x" * 20},
            None,
        ),
    ],
)
def test_who_rated_does_not_decide_and_nobody_approves_before_the_exam(
    known: dict[str, Any], fields: dict[str, Any], refusal: type[Refused] | None
) -> None:
    case = certification(open_for_decision=True, **known)
    check(refusal, lambda: admit_decision(case, decision(**fields)))


@pytest.mark.parametrize(
    ("exam", "practical", "keys"),
    [
        (79.99, 100, []),
        (80, 60, ["L1"]),
        (80, 59.99, []),
        (90, 84.99, ["L1", "L2"]),
        (90, 85, ["L1", "L2", "L3"]),
        (89.99, 100, ["L1", "L2"]),
        (86, None, ["L1", "L2"]),
    ],
)
def test_exam_and_practical_both_bound_the_level(exam: float, practical: float | None, keys: list[str]) -> None:
    assert [each.key for each in earned(LEVELS, exam, practical)] == keys


@pytest.mark.parametrize(
    ("granted", "held", "said"),
    [
        ({"food": "L1", "toys": "L2"}, LEVELS[:2], None),
        ({"food": "L1"}, (), "can only be declined"),
        ({}, LEVELS, "at least one"),
        ({"books": "L1"}, LEVELS, "did not apply for: books"),
        ({"food": "L3", "toys": "L1"}, LEVELS[:2], "do not earn level L3"),
    ],
)
def test_a_grant_stays_within_what_was_asked_and_earned(
    granted: dict[str, str], held: tuple[Level, ...], said: str | None
) -> None:
    check(LevelNotEarned if said else None, lambda: admit_levels(granted, ["food", "toys"], held), said or "")


def test_steps_come_on_their_days() -> None:
    policy = RenewalPolicy()
    steps = {left: steps_due(ENDS, ENDS - left * DAY, policy) for left in (61, 60, 30, 7, 1, 0, -1)}
    assert [len(each) for each in steps.values()] == [0, 1, 2, 3, 4, 4, 5]
    assert steps[-1] == ["opens", "reminder:30", "reminder:7", "reminder:1", "expired"]


@pytest.mark.parametrize(("left", "open_"), [(61, False), (60, True), (0, True), (-30, True), (-31, False)])
def test_a_renewal_is_open_from_sixty_days_before_to_thirty_after(left: int, open_: bool) -> None:
    today, policy = ENDS - left * DAY, RenewalPolicy()
    assert can_renew(ENDS, today, policy) == open_
    check(None if open_ else NotRenewable, lambda: admit_renewal(Standing.VALID, ENDS, today, policy=policy))
    for standing in (Standing.SUSPENDED, Standing.REVOKED, Standing.PENDING):
        check(NotRenewable, lambda: admit_renewal(standing, ENDS, today, policy=policy), str(standing))  # noqa: B023


def test_a_renewal_loses_no_day() -> None:
    assert renewed_from(ENDS, ENDS - 30 * DAY) == ENDS + DAY
    assert renewed_from(ENDS, ENDS) == ENDS + DAY
    assert renewed_from(ENDS, ENDS + 9 * DAY) == ENDS + 9 * DAY


def check(refusal: type[Refused] | None, work: Any, said: str = "") -> None:
    """The work is refused so, or not at all."""
    if refusal is None:
        work()
    else:
        with pytest.raises(refusal, match=said or None):
            work()
