"""Language and time zone in a real browser: the switch at the foot of each page, and the browser's own clock."""

from domain.accounts import Person
from tests.browser.conftest import PHONE, Windows
from words.catalogues import PSEUDO


def test_somebody_far_away_takes_the_offered_clock_and_another_language(
    pseudo_language: None, window: Windows, people: dict[str, Person]
) -> None:
    lin = window.open(PHONE, zone="Asia/Shanghai").sign_in("lin@example.com").look()
    lin.page.get_by_role("button", name="Asia/Shanghai").click()
    times = lin.open("/account").says("+0800").page.locator("main time").first
    assert times.inner_text().endswith("+0800") and str(times.get_attribute("title")).endswith("UTC")
    assert not lin.page.locator("[data-zone-offer]").count()
    lin.page.locator(".languages").get_by_role("button", name="Pseudo").click()
    lin.page.locator(f'html[lang="{PSEUDO}"]').wait_for()
    assert "⟦" in lin.look().page.locator("h1").inner_text()
    lin.page.locator(".languages").get_by_role("button", name="English").click()
    lin.page.locator('html[lang="en"]').wait_for()
