"""An exam hall for browser tests: the web on a socket, Ana's exams, and the windows she sits them in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from itsdangerous import Signer
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from sqlmodel import select
from starlette.testclient import TestClient

from db.accounts.people import AccountRow, close_all_sessions, open_session
from db.engine import begin, read
from db.exams.attempts import AttemptRow
from db.exams.sittings import ResponseRow
from domain.accounts import Person
from tests.browser.conftest import DESK, HURRY, Screen
from tests.cast import Browser, enrol
from tests.web.exams.attempts import begin_sitting, exam_for
from tests.web.exams.saved import turn
from web.app import create_app
from web.common.deps import COOKIE
from web.services import Services

MINUTES = 40


class Hall:
    """The web, the cast, and all windows that a test has opened; `complaints` is what their pages logged."""

    def __init__(self, chromium: Chromium, services: Services, people: Mapping[str, Person]) -> None:
        self.chromium, self.services, self.people = chromium, services, people
        self.url = services.settings.base_url
        self.complaints: list[str] = []

    def sitting(self, **clock: Any) -> AttemptRow:
        """An exam over nine sample items of every kind, begun by Ana in a tab that is gone."""
        attempt = exam_for(self.services, self.people["ana"], MINUTES)
        begin_sitting(self.services, attempt)
        turn(self.services, attempt, **clock)
        return attempt

    def device(self, script: str = HURRY, size: Mapping[str, int] = DESK) -> BrowserContext:
        """A browser that shares nothing with others, in which Ana is signed in; its pages do not wait for long."""
        context = self.chromium.new_context(viewport={"width": size["width"], "height": size["height"]})
        context.add_init_script(script)
        context.add_cookies([{"name": COOKIE, "value": self.ticket("ana"), "url": self.url}])
        return context

    def ticket(self, who: str) -> str:
        """The cookie of a new session."""
        token = f"{who}-{self.services.ids()}"
        with begin(self.services.engine) as session:
            account = session.get_one(AccountRow, self.people[who].id)
            open_session(session, token, account, now=self.services.now())
        return Signer(self.services.secret, salt="session").sign(token).decode()

    def sign_out_everywhere(self) -> None:
        """End all of Ana's sessions, as she can from elsewhere."""
        with begin(self.services.engine) as session:
            close_all_sessions(session, self.people["ana"].id, self.services.now())

    def staff(self, who: str) -> Browser:
        """One of the staff at a desk; the web's own loop stays with the socket."""
        return Browser(TestClient(create_app(self.services.settings, self.services)), self.services).sign_in(
            self.people[who]
        )

    def enter(self, attempt: AttemptRow, context: BrowserContext | None = None) -> "Place":
        """A window on the room."""
        page = (context or self.device()).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", lambda dialog: dialog.accept())
        place = Place(self, attempt, page)
        with page.expect_response("**/state?*"):
            page.goto(place.path)
        return place.head("Question 1 of 9")

    def _hear(self, said: ConsoleMessage) -> None:
        # Broken connections and refused requests are on purpose here.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(f"{said.text} {said.location}")

    def close(self) -> None:
        """Close all windows; raises when a page logged an error."""
        for context in self.chromium.contexts:
            context.close()
        assert not self.complaints, self.complaints


def open_hall(chromium: Chromium, services: Services) -> Hall:
    """A hall with the whole cast."""
    return Hall(chromium, services, enrol(services))


@dataclass
class Place:
    """One window on an exam."""

    hall: Hall
    attempt: AttemptRow
    page: Page

    @property
    def path(self) -> str:
        """The exam's address."""
        return f"{self.hall.url}/exams/{self.attempt.id}"

    @property
    def screen(self) -> Screen:
        """The window as other browser tests know it."""
        return Screen(self.page, self.hall.url)

    def head(self, words: str) -> "Place":
        """Wait for a heading."""
        self.page.get_by_role("heading", name=words, exact=True).wait_for()
        return self

    def says(self, words: str) -> "Place":
        """Wait for a text."""
        self.page.get_by_text(words).filter(visible=True).first.wait_for()
        return self

    def look(self) -> "Place":
        """Nothing for axe to find, nothing wider than the window."""
        self.screen.look()
        return self

    def go(self, number: int) -> "Place":
        """Turn to a question."""
        self.page.locator(f'[data-go="{number}"]').click()
        return self.head(f"Question {number} of 9")

    def choose(self, key: str, number: int = 1) -> "Place":
        """Choose an option of a question; no hurry: it is sent two seconds later."""
        self.go(number).page.locator(f"#q-{number} input[value='{key}']").click()
        return self

    def type(self, text: str, number: int = 4) -> "Place":
        """Type an answer."""
        self.go(number).page.locator(f"#q-{number} input").fill(text)
        return self

    def press(self, *keys: str) -> "Place":
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def news(self) -> "Place":
        """Have the page ask how things stand and send what waits, as when the network comes back."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        return self

    def sent(self) -> "Place":
        """Wait until everything is stored, without the two seconds that a page lets pass first."""
        return self.news().says("All answers are stored")

    def offline(self, away: bool = True) -> "Place":
        """Take the network away, or give it back."""
        self.page.context.set_offline(away)
        return self

    def clock(self, pattern: str) -> "Place":
        """Wait until the clock shows something like this."""
        expect(self.page.locator("[data-clock]")).to_have_text(re.compile(f"^({pattern})$"))
        return self

    def ends_in(self, seconds: float) -> "Place":
        """Move the deadline to so many seconds from now, and let the page know."""
        self.extended(seconds)
        with self.page.expect_response("**/state?*"):
            self.news()
        return self

    def extended(self, seconds: float) -> "Place":
        """Move the deadline; the page does not know of it yet."""
        turn(self.hall.services, self.attempt, deadline_at=self.hall.services.now() + timedelta(seconds=seconds))
        return self

    def stored(self) -> dict[int, ResponseRow]:
        """The answers that the server has, by the number of the question."""
        number = {each.item: place for place, each in enumerate(self.attempt.drawn.items, 1)}
        with read(self.hall.services.engine) as session:
            rows = session.exec(select(ResponseRow).where(ResponseRow.attempt_id == self.attempt.id)).all()
        return {number[row.item_id]: row for row in rows}

    def until(self, happens: Callable[[], bool]) -> "Place":
        """Wait, and let the page go on meanwhile; fails after five seconds."""
        for _ in range(100):
            if not happens():
                self.page.wait_for_timeout(50)
        assert happens()
        return self
