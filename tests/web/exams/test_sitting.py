"""Beginning, interrupting and handing in an exam."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from db.commands import CommandRow
from db.engine import begin
from db.exams.attempts import AttemptRow
from db.exams.sittings import AccommodationRow, SittingRow
from db.invigilation import SignalRow
from domain.accounts import Person
from domain.invigilation.signals import SignalKind
from tests.cast import Browser
from tests.drafts import rows
from tests.web.exams.attempts import exam_for
from tests.web.exams.saved import CLIENT, ITEMS, ask, put, stored, turn
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def test_a_break_is_granted_once(services: Services, browse: Browse, cast: Cast, attempt: AttemptRow) -> None:
    turn(services, attempt, breaks_left=1, break_minutes=5)
    ana = browse().sign_in(cast["ana"])
    assert ask(ana, "POST", f"/exams/{attempt.id}/break")[1]["state"] == "paused"
    assert ask(ana, "POST", f"/exams/{attempt.id}/resume")[1]["state"] == "in_progress"
    assert ask(ana, "POST", f"/exams/{attempt.id}/break")[0] == 409


def test_starting_twice_starts_one_clock(services: Services, browse: Browse, cast: Cast) -> None:
    row = exam_for(services, cast["ana"], items=ITEMS)
    ana = browse().sign_in(cast["ana"])
    for _ in range(2):
        assert ana.post(f"/exams/{row.id}/start", {"client": CLIENT}).status_code == 200
    assert len(rows(services, SittingRow)) == 1 and [each.name for each in rows(services, CommandRow)] == ["sit"]


NO_BREAKS: dict[str, Any] = {"breaks": 0, "break_minutes": 0}


def test_an_accommodation_moves_deadline_and_window(services: Services, browse: Browse, cast: Cast) -> None:
    row, now = exam_for(services, cast["ana"], minutes=40, items=ITEMS), services.now()
    granted = AccommodationRow(
        id=services.ids(),
        account_id=cast["ana"].id,
        multiplier=1.5,
        extra_minutes=10,
        **NO_BREAKS,
        reason="x" * 20,
        asked_by=cast["eli"].id,
        asked_at=now,
        approved_by=cast["noor"].id,
        approved_at=now,
        valid_until=now + timedelta(days=9),
    )
    with begin(services.engine) as session:
        session.add(granted)
        session.get_one(AttemptRow, row.id).closes_at = now + timedelta(minutes=45)
    browse().sign_in(cast["ana"]).post(f"/exams/{row.id}/start", {"client": CLIENT})
    (sitting,) = rows(services, SittingRow)
    assert sitting.deadline_at - sitting.started_at == timedelta(minutes=70)


def test_an_attempt_opens_and_closes(services: Services, browse: Browse, cast: Cast) -> None:
    row, now = exam_for(services, cast["ana"], items=ITEMS), services.now()
    ana = browse().sign_in(cast["ana"])
    for opens, closes in ((1, 2), (-2, -1)):
        with begin(services.engine) as session:
            kept = session.get_one(AttemptRow, row.id)
            kept.opens_at, kept.closes_at = now + timedelta(hours=opens), now + timedelta(hours=closes)
        assert ana.post(f"/exams/{row.id}/start", {"client": CLIENT}).status_code == 409
    assert not rows(services, SittingRow)


def test_handing_in_twice_is_one_command_and_closes_the_answers(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    ana = browse().sign_in(cast["ana"])
    put(ana, attempt, 1)
    for _ in range(2):
        assert ana.post(f"/exams/{attempt.id}/submit").status_code == 200
    assert [row.name for row in rows(services, CommandRow)] == ["end_exam"]
    assert put(ana, attempt, 2, key="b")[0] == 409 and stored(services) == [(1, "a")]


def test_signals_are_kept_and_end_nothing(services: Services, browse: Browse, cast: Cast, attempt: AttemptRow) -> None:
    ana, path = browse().sign_in(cast["ana"]), f"/exams/{attempt.id}/signals"
    headers = {"accept": "application/json", "x-csrftoken": ana.token()}
    for body in ({"kind": "focus_lost", "seconds": 12}, {"kind": "comment", "text": "A <b>noise</b> next door."}):
        assert ana.client.post(path, json=body, headers=headers).status_code == 204
    assert ana.client.post(path, json={"kind": "explode"}, headers=headers).status_code == 422
    assert [row.kind for row in rows(services, SignalRow)] == [SignalKind.FOCUS_LOST, SignalKind.COMMENT]
    assert put(ana, attempt, 1)[0] == 200
