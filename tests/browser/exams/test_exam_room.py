"""Bad days in the exam room: a wrong clock, a network that is away, a deadline that passes meanwhile."""

import pytest
from playwright.sync_api import Route, expect

from db.exams.sittings import LateResponseRow
from db.invigilation import SignalRow
from domain.invigilation.signals import SignalKind
from tests.browser.conftest import PHONE
from tests.browser.exams.room import Hall
from tests.drafts import rows

SHIFTED = """(() => {
  const Real = Date, now = () => Real.now() + %d;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(now()); }
    static now() { return now(); }
  };
})()"""
HOUR = 3_600_000


@pytest.mark.parametrize("shift", [HOUR, -HOUR])
def test_a_browser_whose_clock_is_wrong_by_an_hour_shows_the_servers_time(hall: Hall, shift: int) -> None:
    ana = hall.enter(hall.sitting(), hall.device(SHIFTED % shift))
    assert ana.page.evaluate("Date.now()") == pytest.approx(hall.services.now().timestamp() * 1000 + shift, abs=60_000)
    ana.choose("a").says("1 answer is not yet stored").says("All answers are stored")
    ana.clock(r"39:[45]\d")
    assert not ana.stored()[1].late
    (skew,) = [
        row
        for row in rows(hall.services, SignalRow)
        if row.attempt_id == ana.attempt.id and row.seconds and row.kind == SignalKind.CLOCK_SKEW
    ]
    assert skew.seconds == pytest.approx(shift / 1000, abs=5)


def test_answers_given_without_a_network_outlive_their_tab(hall: Hall) -> None:
    ana = hall.enter(hall.sitting(), hall.device(size=PHONE))
    ana.offline().choose("a").says("1 answer is not yet stored").type("20").says("2 answers are not yet stored")
    ana.says("The connection is interrupted").look()
    ana.page.close()
    assert not ana.stored()
    ana = hall.enter(ana.attempt, ana.offline(False).page.context).says("All answers are stored")
    assert ana.page.locator("#q-4 input").input_value() == "20"
    assert ana.page.locator("#q-1 input[value=a]").is_checked()
    assert {number: row.response[0]["number"] for number, row in ana.stored().items()} == {1: "", 4: "20"}


def test_answers_that_arrive_in_the_grace_are_stored_and_marked_late(hall: Hall) -> None:
    ana = hall.enter(hall.sitting()).choose("a").sent().ends_in(6)
    ana.offline().choose("b").type("20").head("Time is up")
    ana.says("2 of your last answers have not arrived yet").look()
    expect(ana.page.locator("[data-unsaved]")).to_be_hidden()
    ana.offline(False).says("Your answers are being scored")
    expect(ana.page.locator("#leftover")).to_be_hidden()
    assert {number: row.late for number, row in ana.stored().items()} == {1: True, 4: True}
    assert ana.stored()[1].response[0]["options"] == ["b"]


def test_the_page_after_the_end_sends_again_what_it_was_told_another_tab_may_send(hall: Hall) -> None:
    ana, refusals = hall.enter(hall.sitting()), iter([423, 409, 403])
    ana.offline().choose("a").says("1 answer is not yet stored").extended(0).page.close()

    def refuse(route: Route) -> None:
        code = {423: "Superseded", 409: "Paused", 403: "ForeignForm"}.get(status := next(refusals, 0))
        route.fulfill(status=status, json={"code": code}) if code else route.continue_()

    context = ana.page.context
    context.route("**/answers", refuse)
    ana.offline(False).page = context.new_page()
    ana.page.goto(ana.path)
    ana.says("Your last answer to question 1 reached us after the end, or not at all")
    expect(ana.page.locator("#leftover")).to_be_hidden(timeout=10_000)
    assert [row.late for row in ana.stored().values()] == [True]


def test_answers_that_arrive_after_the_grace_do_not_count_and_the_page_says_which(hall: Hall) -> None:
    ana = hall.enter(hall.sitting(grace_seconds=1), hall.device(size=PHONE)).choose("a").sent()
    ana.ends_in(6).offline().choose("b").type("20")
    ana.says("Your last answers to the questions 1, 4 did not arrive in time").look()
    with ana.page.expect_response(lambda answer: "/answers" in answer.url and answer.status == 409):
        ana.offline(False)
    ana.screen.press("Go on").says("Your last answers to the questions 1, 4 reached us after the end").look()
    assert [(number, row.response[0]["options"], row.late) for number, row in ana.stored().items()] == [
        (1, ["a"], False)
    ]
    late = [row for row in rows(hall.services, LateResponseRow) if row.attempt_id == ana.attempt.id]
    assert len({row.item_id for row in late}) == 2


def test_time_given_while_the_page_was_cut_off_saves_what_it_had_called_lost(hall: Hall) -> None:
    ana = hall.enter(hall.sitting(grace_seconds=1)).ends_in(6)
    ana.offline().choose("b").says("Your last answer to question 1 did not arrive in time")
    ana.extended(1200).offline(False).head("Question 1 of 9").says("All answers are stored")
    assert [row.late for row in ana.stored().values()] == [False]
    ana.page.locator(".room-bar [data-hand-in]").click()
    ana.screen.press("Hand in now").says("Your answers are being scored")
    expect(ana.page.locator("#leftover")).to_be_hidden()
