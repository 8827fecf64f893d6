"""The item bank in a browser: written on a desk, reviewed on a telephone; every page fits and axe finds nothing."""

from domain.accounts import Person
from tests.browser.conftest import DESK, PHONE, Screen, Windows

ITEM = {
    "title": "Steps after a complaint",
    "q.0.stem": "A viewer says the bag is fake. What comes first, what last?",
    "q.0.o.0": "Stop offering it",
    "q.0.o.1": "Tell the viewers",
    "q.0.o.2": "Check the documents",
    "basis": "Good practice",
}


def write(eli: Screen) -> str:
    """Write an ordering with one line more and one line up; its address."""
    eli.open("/items").look().press("New item").look()
    eli.page.select_option('[name="q.0.kind"]', "ordering")
    eli.press("Show the fields of this kind").fill(ITEM).press("Add another line")
    eli.page.get_by_role("button", name="Up Line 3").click()
    eli.page.wait_for_load_state()
    eli.press("Save the draft").look().says("Choose the area of the exam")
    eli.page.select_option('[name="area"]', "conduct")
    eli.page.select_option('[name="ref_kind"]', "design")
    eli.press("Preview").look().says("What candidates would see").press("Save the draft").look()
    return eli.press("Send to review").look().page.url.partition("?")[0]


def test_an_item_is_written_and_taken_by_a_colleague(window: Windows, people: dict[str, Person]) -> None:
    path = write(window.open(DESK).sign_in(people["eli"].email)).removeprefix(window._base)
    noor = window.open(PHONE).sign_in(people["noor"].email).open("/items?state=review").look()
    noor.press(ITEM["title"]).look().press("Decide").look().says("Choose what becomes of the version")
    noor.tick("verdict", "pilot").fill({"note": "The order is right."}).press("Decide").look().says("Taken.")
    order = [each.inner_text() for each in noor.page.locator("ol.right-answer li").all()]
    assert order == ["Stop offering it", "Check the documents", "Tell the viewers"]
    noor.open(path).press("New version from this one").look()
    noor.fill({"title": "Steps"}).press("Save the draft").look().says("Changed since version 1")
