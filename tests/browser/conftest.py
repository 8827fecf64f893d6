"""A real Chromium against the whole system, with an accessibility check and a watch for errors on every page."""

import asyncio
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError, ViewportSize, sync_playwright

from domain.accounts import Person
from ops.ports import any_port
from ops.pseudo import accented
from settings import Settings
from tests.browser.wording import unworded
from tests.cast import PASSWORD, enrol
from tests.live import Live, running
from tests.workers import new_namespace
from web.common.readers import COOKIE
from words.catalogues import PSEUDO

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# All rules run; what they find in order is not written up, which takes longer than looking.
ONLY_FAULTS = {"resultTypes": ["violations"]}
# What a page lets pass before it saves, asks or tries again is a quarter as long; patience with the server is not.
HURRY = """(() => {
  const real = window.setTimeout;
  window.setTimeout = (work, ms = 0, ...more) => real(work, ms >= 1000 && ms < 5000 ? ms / 4 : ms, ...more);
})()"""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@dataclass
class Screen:
    """One person's browser window; `look` is called on every page that matters.

    In the pseudo-language texts are found by their English all the same; `names` are those it leaves as they are.
    """

    page: Page
    base: str
    language: str = "en"
    names: tuple[str, ...] = ()

    def open(self, path: str) -> "Screen":
        """Go to a page."""
        self.page.goto(self.base + path)
        return self

    def sign_in(self, email: str) -> "Screen":
        """Sign in by the form."""
        self.open("/sign-in").page.fill("[name=email]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("Sign in")
        return self

    def words(self, text: str) -> str:
        """A text of ours as this window shows it."""
        return accented(text) if self.language == PSEUDO else text

    def press(self, name: str) -> "Screen":
        """Press a button or a link by its words."""
        main, name = self.page.locator("main"), self.words(name)
        target = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        target.filter(visible=True).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, answers: dict[str, str]) -> "Screen":
        """Type answers into inputs by their names."""
        for name, value in answers.items():
            self.page.fill(f'[name="{name}"]', value)
        return self

    def tick(self, name: str, value: str) -> "Screen":
        """Choose a radio button or a check box."""
        self.page.check(f'[name="{name}"][value="{value}"]')
        return self

    def look(self) -> "Screen":
        """Nothing for axe to find, nothing wider than the window; in the pseudo-language no text without brackets."""
        if self.language == PSEUDO:
            plain = unworded(self.page, self.names)
            assert not plain, f"{self.page.url} says in plain English: {plain}"
        found = Axe().run(self.page, options=ONLY_FAULTS)
        assert not found.violations_count, found.generate_report()
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px too wide"
        return self

    def settled(self) -> "Screen":
        """Wait until what htmx has put in is wired: no hand is as quick as a test."""
        self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling").first.wait_for(state="detached")
        self.page.wait_for_timeout(150)
        return self

    def says(self, text: str) -> "Screen":
        """Wait until the page shows a text; where it does not, what it shows instead stands in the failure."""
        shown = self.page.get_by_text(text)
        if self.language == PSEUDO:
            shown = shown.or_(self.page.get_by_text(self.words(text)))
        try:
            shown.filter(visible=True).first.wait_for(timeout=40_000)
        except TimeoutError as late:
            instead = self.page.locator("body").inner_text()
            raise AssertionError(f"{self.page.url} does not say {text!r}, but:\n{instead}") from late
        return self


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless; closed after each file, since its event loop would be in the way of other tests."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live(temporal: str, database: str, tmp_path: Path) -> Iterator[Live]:
    """The whole system on a socket."""
    port, namespace = any_port(), in_thread(new_namespace(temporal))
    settings = Settings(
        data_dir=tmp_path,
        database_url=database,
        temporal_address=temporal,
        temporal_namespace=namespace,
        base_url=f"http://127.0.0.1:{port}",
    )
    with running(settings, port) as system:
        yield system


@pytest.fixture
def people(live: Live) -> dict[str, Person]:
    """The cast, in the live system."""
    return enrol(live.services)


@pytest.fixture
def window(chromium: Browser, live: Live) -> Iterator["Windows"]:
    """Opens windows; at the end none of them may have logged an error."""
    windows = Windows(chromium, live.url)
    yield windows
    windows.close()


class Windows:
    """Windows by size, and all that their consoles complained about."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser = browser
        self._base = base
        self._complaints: list[str] = []

    def open(
        self, size: dict[str, int], language: str = "en", names: tuple[str, ...] = (), *, zone: str = "UTC"
    ) -> Screen:
        """A window of a browser that shares nothing with the others; its reader has a language and a time zone."""
        viewport: ViewportSize = {"width": size["width"], "height": size["height"]}
        context = self._browser.new_context(viewport=viewport, timezone_id=zone)
        context.add_cookies([{"name": COOKIE, "value": language, "url": self._base}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", self._hear)
        return Screen(page, self._base, language, names)

    def _hear(self, said: ConsoleMessage) -> None:
        # Pages that refuse with 4xx are logged as failed loads: those are on purpose.
        if said.type == "error" and "status of 4" not in said.text:
            self._complaints.append(f"{said.text} {said.location}")

    def close(self) -> None:
        """Close all; raises when a page logged an error."""
        for context in self._browser.contexts:
            context.close()
        assert not self._complaints, self._complaints


def in_thread(work: Coroutine[Any, Any, str]) -> str:
    """Run a coroutine where Playwright's own event loop is not in the way."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
