"""The daily sweep on both databases: every step of a credential's last weeks once, whatever day it runs or misses."""

from datetime import timedelta

import pytest

from activities.credentials.renewals import RenewalActivities
from db.credentials.register import CredentialRow
from db.engine import begin
from domain.accounts import Person
from domain.credentials.renewals import Sweep
from domain.credentials.standing import Standing
from domain.notifications import NoticeKind
from tests.anchor_cases import certified
from tests.conftest import BOTH
from tests.drafts import once, trail, twice
from tests.granting import grant
from web.services import Services

Cast = dict[str, Person]
OPEN, REMINDER, EXPIRED = NoticeKind.RENEWAL_OPEN, NoticeKind.RENEWAL_REMINDER, NoticeKind.CREDENTIAL_EXPIRED


def swept(services: Services, days: int) -> list[NoticeKind]:
    """What the sweep of a day (so many from today) writes, the same when it is repeated."""
    activities = RenewalActivities(services.engine, lambda: services.now() + timedelta(days=days))
    return [each.kind for each in twice(activities.sweep, Sweep()).notices]


@BOTH
def test_every_step_is_told_once_on_its_day(services: Services, cast: Cast) -> None:
    certified(services, cast["ana"], days=100)
    told = {day: swept(services, day) for day in range(38, 112)}
    said = {100 - day: kinds for day, kinds in told.items() if kinds}
    assert said == {60: [OPEN], 30: [REMINDER], 7: [REMINDER], 1: [REMINDER], -1: [EXPIRED]}
    assert trail(services) == ["renewal.announced"] * 5


@BOTH
def test_after_missed_days_there_is_one_letter_for_the_latest_step(services: Services, cast: Cast) -> None:
    certified(services, cast["ana"], days=100)
    assert swept(services, 95) == [REMINDER]
    assert swept(services, 96) == []
    assert swept(services, 105) == [EXPIRED]
    assert trail(services) == ["renewal.announced"] * 5


def test_what_ended_long_ago_is_history(services: Services, cast: Cast) -> None:
    certified(services, cast["ana"], days=-61)
    assert swept(services, 0) == []


@pytest.mark.parametrize("standing", [Standing.PENDING, Standing.SUSPENDED, Standing.REVOKED])
def test_who_cannot_renew_is_not_reminded(services: Services, cast: Cast, standing: Standing) -> None:
    certified(services, cast["ana"], 20, standing=standing)
    grant(services, cast["lin"], days=20)  # a merchant's has no renewal
    assert swept(services, 0) == []


def test_who_has_renewed_is_not_reminded(services: Services, cast: Cast) -> None:
    old, heir = certified(services, cast["ana"], 20), certified(services, cast["ana"], 385)
    with begin(services.engine) as session:
        session.get_one(CredentialRow, heir.id).renews = old.id
    assert swept(services, 0) == []


@BOTH
def test_a_crowd_is_looked_at_page_by_page(services: Services, cast: Cast) -> None:
    for _ in range(5):
        certified(services, cast["ana"], 30)
    activities, look, found = RenewalActivities(services.engine, services.now), Sweep(most=2), list[int]()
    while True:
        seen = once(activities.sweep, look)
        found.append(len(seen.notices))
        if seen.more is None:
            break
        look = look.model_copy(update={"after": seen.more})
    assert found == [2, 2, 1]
