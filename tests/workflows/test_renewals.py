"""The night's sweep and a renewal, run for real."""

import pytest

from db.credentials.register import CredentialRow
from db.notifications import MailRow
from domain.cases import Stage
from domain.credentials.renewals import Sweep
from domain.credentials.standing import Standing
from domain.exams.levels import LevelNotEarned
from domain.notifications import NoticeKind
from tests.anchor_cases import certified
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import Office
from workflows.limits import WF
from workflows.schedules import SWEEP, ensure_sweep


def swept(office: Office, name: str) -> int:
    """Run a sweep to its end; how many letters it saw to."""
    started = office.client().start_workflow("DailySweep", Sweep(most=2), id=name, task_queue=WF, result_type=int)
    letters: int = office.workers.call(office.workers.call(started).result(), 20)
    return letters


def test_a_sweep_goes_through_everybody_and_writes_every_letter_once(office: Office) -> None:
    for days in (30, 30, 60, -1, 200):
        certified(office.services, office.cast["ana"], days)
    assert swept(office, "sweep:1") == 4
    assert swept(office, "sweep:2") == 4  # the same day again: the same letters, which are there
    kinds = sorted(row.kind for row in office.rows(MailRow))
    assert kinds == sorted(["renewal_reminder", "renewal_reminder", "renewal_open", "credential_expired"])


def test_the_schedule_is_made_once(office: Office) -> None:
    client = office.client()
    for _ in range(2):
        office.workers.call(ensure_sweep(client))
    shown = office.workers.call(client.get_schedule_handle(SWEEP).describe())
    assert shown.schedule.spec.calendars[0].hour[0].start == 3


def test_a_renewal_asks_for_the_exam_alone_and_follows_the_old_certificate(office: Office) -> None:
    old, school = certified(office.services, office.cast["ana"], days=20, shown=80.0), AnchorOffice(office)
    case = school.apply(renews=old.id)
    school.sit(school.attempt(case))
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    with pytest.raises(LevelNotEarned):
        office.decide(case, levels={"food": "L3"}).raise_if_refused()  # the stream that was shown earns level 2
    office.decide(case, levels={"food": "L2"}).raise_if_refused()
    new = office.until(lambda: office.credential(case, Standing.VALID))
    assert (new.renews, (new.valid_from - old.valid_until).days) == (old.id, 1)
    assert len(office.rows(CredentialRow)) == 2
    assert swept(office, "sweep:1") == 0
    assert not [row for row in office.rows(MailRow) if row.kind == NoticeKind.RECORDING_DUE]
