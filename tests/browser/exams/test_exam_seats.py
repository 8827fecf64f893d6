"""Where and how an exam is sat: two tabs, two devices, no mouse, an invigilator who acts, a session that ends."""

from playwright.sync_api import expect

from db.exams.attempts import AttemptRow
from db.exams.sittings import AccommodationRow, SittingRow
from tests.browser.conftest import PHONE
from tests.browser.exams.room import Hall
from tests.cast import PASSWORD
from tests.drafts import rows
from web.common.deps import COOKIE


def test_an_older_tab_is_told_cannot_save_and_can_take_the_exam_back(hall: Hall) -> None:
    device, attempt = hall.device(), hall.sitting()
    old = hall.enter(attempt, device).choose("a").sent()
    young = hall.enter(attempt, device).choose("b").sent()
    old.news().head("You went on in another tab").look()
    old.press("Escape", "Escape", "Escape").head("You went on in another tab").page.locator(
        "#q-2 input[value=a]"
    ).evaluate("box => box.click()")
    old.news().page.wait_for_timeout(300)
    assert sorted(old.stored()) == [1] and old.stored()[1].response[0]["options"] == ["b"]
    old.page.get_by_role("button", name="Take the exam back here").click()
    old.sent()
    assert sorted(old.stored()) == [1, 2]
    assert old.page.locator("#q-1 input[value=b]").is_checked()
    young.news().head("You went on in another tab")


def test_an_answer_changed_in_the_older_tab_while_the_younger_one_stores_is_kept(hall: Hall) -> None:
    device, attempt, sent = hall.device(), hall.sitting(), list[str]()
    old = hall.enter(attempt, device)
    old.page.route("**/answers", lambda route: route.abort())
    old.choose("a").news().says("1 answer is not yet stored")
    device.on("request", lambda request: sent.append(request.url))
    device.route("**/answers", lambda _: None)  # held until the route is given up
    young = hall.enter(attempt, device)
    old.choose("c")
    young.until(lambda: any(url.endswith("/answers") for url in sent))
    device.unroute("**/answers")
    young.says("All answers are stored")
    old.page.unroute("**/answers")
    old.news().head("You went on in another tab").says("1 answer that you gave here is not stored yet")
    old.page.get_by_role("button", name="Take the exam back here").click()
    old.sent()
    assert old.stored()[1].response[0]["options"] == ["c"]


def test_handing_in_that_waits_for_the_network_is_given_up_when_another_device_goes_on(hall: Hall) -> None:
    attempt = hall.sitting()
    one = hall.enter(attempt)
    one.offline().page.locator(".room-bar [data-hand-in]").click()
    one.screen.press("Hand in now").says("The exam is handed in by itself as soon as")
    hall.enter(attempt).choose("a").sent()
    one.offline(False).head("You went on in another tab").page.wait_for_timeout(1_200)
    (sitting,) = [row for row in rows(hall.services, SittingRow) if row.attempt_id == attempt.id]
    assert sitting.submitted_at is None


def test_on_another_device_all_stored_answers_come_back(hall: Hall) -> None:
    attempt = hall.sitting()
    one = hall.enter(attempt, hall.device(size=PHONE)).choose("b").choose("a", 2).choose("c", 2).type("20")
    one.type("Feingehaltsstempel", 5).go(6).page.locator("#q-6 [data-move='1']").first.click()
    one.go(7).page.locator("#q-7 select").first.select_option("c")
    one.page.locator("#q-7 [data-flag]").click()
    one.sent()
    assert sorted(one.stored()) == [1, 2, 4, 5, 6, 7]
    shown = [one.page.locator(f"#q-{n} .asked").evaluate_all(VALUES) for n in range(1, 10)]
    other = hall.enter(attempt)
    assert [other.page.locator(f"#q-{n} .asked").evaluate_all(VALUES) for n in range(1, 10)] == shown
    assert "flagged" in other.page.locator("[data-go='7']").inner_text()
    assert other.page.locator("[data-sum]").inner_text() == "6 of 9 answered, 1 flagged"
    one.news().head("You went on in another tab").look()


VALUES = """all => all.map(box => [...box.querySelectorAll("input, select, li")].map(
  each => each.matches("input[type]:not([inputmode])") ? each.checked : each.value || each.dataset.key))"""


def test_an_exam_is_sat_by_keyboard_alone(hall: Hall) -> None:
    ana = hall.enter(hall.sitting())
    ana.press("n", "p", "Tab", "Tab", "Space", "ArrowDown", "f", "n").head("Question 2 of 9")
    ana.press("o", "Tab", "Tab", "Enter").head("Question 4 of 9").press("Tab", "Tab", "2", "0", "n")
    assert ana.page.locator("#q-4 input").input_value() == "20n"
    ana.press("Backspace", "Shift+Tab", "n", "n", "n", "n", "n", "n").head("Hand in the exam?")
    ana.says("7 of 9 questions are not fully answered. 1 flagged for review.").look()
    while not ana.page.evaluate("document.activeElement.innerText").startswith("Hand in now"):
        ana.press("Tab")
    ana.press("Enter").head("Handed in").look()
    assert [ana.stored()[number].flagged for number in (1, 4)] == [True, False]
    assert ana.stored()[1].response[0]["options"] == ["b"] and ana.stored()[4].response[0]["number"] == "20"


def test_the_last_minutes_are_announced_even_when_the_time_is_hidden(hall: Hall) -> None:
    ana = hall.enter(hall.sitting(), hall.device(size=PHONE))
    hide = ana.page.get_by_role("button", name="Hide the time")
    hide.focus()
    ana.press("Enter")
    ana.clock("Time hidden")
    for seconds, words, place, live in (
        (600, "10 minutes left", "[data-call]", "polite"),
        (300, "5 minutes left", "[data-call]", "polite"),
        (60, "1 minute left", "[data-call-urgent]", "assertive"),
    ):
        ana.ends_in(seconds + 0.7)
        expect(ana.page.locator(place)).to_have_text(words)
        expect(ana.page.locator(place)).to_have_attribute("aria-live", live)
    ana.look().page.get_by_role("button", name="Show the time").click()
    ana.clock(r"1:00|0:5\d")


def act(hall: Hall, attempt: AttemptRow, action: str, **more: str) -> None:
    """What Eli does as an invigilator."""
    form = {"action": action, "command": str(hall.services.ids())} | more
    assert hall.staff("eli").post(f"/room/{attempt.id}", form, follow_redirects=False).status_code == 303


def test_a_pause_more_time_and_a_message_show_up_on_the_page(hall: Hall) -> None:
    ana = hall.enter(hall.sitting(), hall.device(size=PHONE))
    act(hall, ana.attempt, "pause")
    ana.choose("a").says("1 answer is not yet stored").head("The exam is paused").look()
    assert "connection" not in ana.page.locator("[data-unsaved]").inner_text()
    assert not ana.stored()
    act(hall, ana.attempt, "go_on")
    ana.news().head("Question 1 of 9").says("All answers are stored")
    act(hall, ana.attempt, "extend", minutes="10")
    act(hall, ana.attempt, "message", message="Ten more minutes: the line was down.")
    ana.news().head("A message of the invigilator").says("Ten more minutes: the line was down.").look()
    ana.page.get_by_role("button", name="Read").click()
    assert ana.page.locator("[data-told] p").all_inner_texts() == ["Ten more minutes: the line was down."]
    ana.clock(r"49:[45]\d")


def test_an_accommodation_granted_during_the_exam_shows_up_on_the_page(hall: Hall) -> None:
    ana = hall.enter(hall.sitting())
    wish = {
        "email": "ana@example.com",
        "multiplier": "1.5",
        "extra_minutes": "0",
        "breaks": "1",
        "break_minutes": "7",
        "reason": "Reads with a screen magnifier.",
        "valid_until": "2099-01-01",
    }
    assert hall.staff("eli").post("/accommodations", wish).status_code == 200
    row = rows(hall.services, AccommodationRow)[-1]
    assert hall.staff("noor").post(f"/accommodations/{row.id}/approve").status_code == 200
    ana.news().page.get_by_role("button", name="Take a break of 7 minutes (1 left)").click()
    ana.clock(r"59:[45]\d|1:00:00")
    ana.head("Your break").look().page.get_by_role("button", name="Go on now").click()
    ana.head("Question 1 of 9")
    expect(ana.page.locator("[data-break]")).to_be_hidden()
    hall.staff("eli").post(f"/accommodations/{row.id}/end")


def test_what_is_typed_after_the_session_ended_survives_signing_in_again(hall: Hall) -> None:
    ana = hall.enter(hall.sitting())
    ana.choose("a")
    hall.sign_out_everywhere()
    ana.head("You are signed out").look()
    with ana.page.expect_popup() as opened:
        ana.page.get_by_role("link", name="Sign in in a new tab").click()
    opened.value.fill("[name=email]", "ana@example.com")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.locator("main").get_by_role("button", name="Sign in").click()
    opened.value.wait_for_url("**/applications")
    ana.page.get_by_role("button", name="I have signed in").click()
    ana.says("All answers are stored")
    assert sorted(ana.stored()) == [1]


def test_who_signed_in_anew_in_another_tab_can_hand_in_here(hall: Hall) -> None:
    ana = hall.enter(hall.sitting()).choose("a").sent()
    ana.page.context.add_cookies([{"name": COOKIE, "value": hall.ticket("ana"), "url": hall.url}])
    ana.page.locator(".room-bar [data-hand-in]").click()
    ana.screen.press("Hand in now")
    ana.head("Handed in")
