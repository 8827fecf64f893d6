"""How tests save answers in an exam, as the page of the exam does."""

import json
from typing import Any

from starlette.testclient import TestClient

from db.engine import begin
from db.exams.attempts import AttemptRow
from db.exams.sittings import ResponseRow, SittingRow
from tests.cast import Browser
from tests.drafts import rows
from tests.workflows.bank import plain
from web.services import Services

CLIENT = "client-a1"
ITEMS = [plain("conduct", number) for number in range(3)]


def ask(browser: Browser, method: str, path: str, *, body: Any = None) -> tuple[int, dict[str, Any]]:
    """Send data and read data: status and body."""
    client: TestClient = browser.client
    headers = {"accept": "application/json", "x-csrftoken": browser.token(), "content-type": "application/json"}
    # Escaped to ASCII, as a page's own JSON may be: half a surrogate pair gets through only so.
    answer = client.request(method, path, content=None if body is None else json.dumps(body), headers=headers)
    return answer.status_code, answer.json()


def put(browser: Browser, attempt: AttemptRow, seq: int, *, key: str = "a", **more: Any) -> tuple[int, dict[str, Any]]:
    item = attempt.drawn.items[0].item
    save = {"item": str(item), "response": [{"options": [key]}], "seq": seq, "client": CLIENT} | more
    return ask(browser, "PUT", f"/exams/{attempt.id}/answers", body=save)


def stored(services: Services) -> list[tuple[int, str]]:
    """The stored answers: number and chosen option."""
    return [(row.seq, row.response[0]["options"][0]) for row in rows(services, ResponseRow)]


def turn(services: Services, attempt: AttemptRow, **clock: Any) -> None:
    """Change the sitting, as time or an invigilator would."""
    with begin(services.engine) as session:
        row = session.get_one(SittingRow, attempt.id)
        for name, value in clock.items():
            setattr(row, name, value)
