"""Saving answers: idempotent, in any order, by the server's clock, from one tab, and only what the paper asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from db.exams.attempts import AttemptRow
from db.exams.sittings import LateResponseRow, ResponseRow, SittingRow
from db.invigilation import SignalRow
from domain.accounts import Person
from domain.invigilation.signals import SignalKind
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import rows
from tests.web.exams.saved import CLIENT, ask, put, stored, turn
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@BOTH
def test_the_same_save_ten_times_and_out_of_order(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    ana = browse().sign_in(cast["ana"])
    for seq, key in ((2, "b"), (1, "a"), (4, "d"), (3, "c"), *[(4, "d")] * 10, (2, "b")):
        status, told = put(ana, attempt, seq, key=key)
        assert status == 200 and told["saved_seq"] == max(told["saved_seq"], seq)
    assert stored(services) == [(4, "d")]


@BOTH
def test_a_save_in_the_grace_counts_and_is_marked(services: Services, ana: Browser, attempt: AttemptRow) -> None:
    turn(services, attempt, deadline_at=services.now() - timedelta(seconds=10))
    status, told = put(ana, attempt, 1)
    assert (status, told["late"], told["state"]) == (200, True, "ended")
    assert [row.late for row in rows(services, ResponseRow)] == [True]


@BOTH
def test_a_save_after_the_grace_is_kept_but_does_not_count(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    turn(services, attempt, deadline_at=services.now() - timedelta(seconds=31))
    ana = browse().sign_in(cast["ana"])
    for _ in range(2):
        status, told = put(ana, attempt, 7)
        assert (status, told["code"]) == (409, "AttemptClosed")
    assert not stored(services) and [row.seq for row in rows(services, LateResponseRow)] == [7]


def test_another_tab_takes_over_and_the_old_one_is_told(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    ana = browse().sign_in(cast["ana"])
    put(ana, attempt, 3, key="b")
    status, told = ask(ana, "POST", f"/exams/{attempt.id}/lease", body={"client": "client-b2"})
    assert status == 200 and [(each["seq"], each["response"][0]["options"]) for each in told["answers"]] == [(3, ["b"])]
    status, told = put(ana, attempt, 4)
    assert (status, told["code"]) == (423, "Superseded")
    assert put(ana, attempt, 4, key="c", client="client-b2")[0] == 200
    assert [row.kind for row in rows(services, SignalRow)] == [SignalKind.PARALLEL_SESSION]
    assert ask(ana, "GET", f"/exams/{attempt.id}/state?client={CLIENT}")[1]["mine"] is False


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"item": "018f0000-0000-7000-8000-00000000dead"}, (403, "UnknownItem")),
        ({"response": [{"options": ["z"]}]}, (422, "UnfitReply")),
        ({"response": [{"options": ["a", "b"]}]}, (422, "UnfitReply")),
        ({"response": [{"text": "a"}]}, (422, "UnfitReply")),
        ({"response": []}, (422, "UnfitReply")),
        ({"response": [{"options": ["a"]}] * 2}, (422, "UnfitReply")),
        ({"seq": 0}, (422, "BadInput")),
        ({"seq": 3_000_000_000}, (422, "BadInput")),
        ({"client": "<script>"}, (422, "BadInput")),
        ({"response": "a"}, (422, "BadInput")),
    ],
)
def test_a_tampered_save_is_refused(
    services: Services, ana: Browser, attempt: AttemptRow, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    item = attempt.drawn.items[0].item
    save = {"item": str(item), "response": [{"options": ["a"]}], "seq": 1, "client": CLIENT} | change
    status, told = ask(ana, "PUT", f"/exams/{attempt.id}/answers", body=save)
    assert (status, told["code"]) == expected and not stored(services)


def test_somebody_elses_exam_is_not_there(services: Services, browse: Browse, cast: Cast, attempt: AttemptRow) -> None:
    omar = browse().sign_in(cast["omar"])
    assert put(omar, attempt, 1)[0] == 404
    assert ask(omar, "POST", f"/exams/{attempt.id}/lease", body={"client": "client-b2"})[0] == 404
    assert omar.get(f"/exams/{attempt.id}").status_code == 404
    assert put(browse(), attempt, 1)[0] == 401


def test_a_pause_gives_the_time_back_and_takes_no_answers(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    before = rows(services, SittingRow)[0].deadline_at
    turn(services, attempt, paused_at=services.now() - timedelta(minutes=5))
    status, told = put(browse().sign_in(cast["ana"]), attempt, 1)
    assert (status, told["code"]) == (409, "Paused")
    state = ask(browse().sign_in(cast["ana"]), "GET", f"/exams/{attempt.id}/state")[1]
    assert state["state"] == "paused" and state["deadline_at"] > before.isoformat()
