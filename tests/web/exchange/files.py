"""Files of exam items for tests, and how one is sent."""

from typing import Any

import httpx2

from tests.cast import Browser, hidden

TERMS = {
    "area": "claims_prices",
    "category": "food",
    "difficulty": "easy",
    "language": "en",
    "countries": "de, FR",
    "reference": "law",
    "basis": "Directive 98/6/EC, article 6a",
    "source": "eur-lex",
    "checked_on": "2026-11-01",
}
GIFT = b"""::Former price::A price was 80 and is 50 now. What stands beside it?{
=The lowest price of 30 days ~Nothing ~A guess}

::Cure::<script>alert(1)</script>Tea may be said to cure a cold.{FALSE}

An essay that nobody marks {}

::Broken::How many?{=three braces {here}}
"""
AIKEN = b"Who pays for the return?\nA) The buyer\nB) The seller\nANSWER: B\n"
MOODLE = b"""<quiz><question type="numerical"><name><text>Percent</text></name>
<questiontext format="html"><text>By how many percent is 80 less than 100?</text></questiontext>
<answer fraction="100"><text>20</text><tolerance>0</tolerance></answer></question></quiz>"""


def send(browser: Browser, data: bytes, name: str = "bank.txt", **form: str) -> httpx2.Response:
    """Upload a file with the form as the page gave it; the answer, redirects followed."""
    draft = form.pop("draft_id", "") or hidden(browser.get("/items/exchange").text, "draft_id")
    typed: dict[str, Any] = TERMS | {"draft_id": draft, "format": ""} | form
    return browser.post("/items/exchange", typed, files={"file": (name, data)})
