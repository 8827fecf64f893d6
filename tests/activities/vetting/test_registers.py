"""The VAT register: what a real small HTTP server in its place answers, or fails to answer, and what is noted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from activities.vetting.registers import RegisterActivities
from activities.vetting.vies import Vies, ViesAway
from db.cases import FindingRow, findings_of
from db.engine import read
from domain.accounts import Person
from domain.cases import OpenCase
from domain.screening import CheckStatus
from ops.ports import LOOPBACK, any_port
from tests.conftest import BOTH
from tests.drafts import once, opened, twice
from web.services import Services

Cast = dict[str, Person]
KNOWN, UNKNOWN = (CheckStatus.PASS, "IN_REGISTER"), (CheckStatus.WARN, "NOT_IN_REGISTER")
VALID = b'{"isValid": true, "userError": "VALID", "name": "LIN LANTERN HOUSE GMBH"}'
NAMELESS = b'{"isValid": true, "userError": "VALID", "name": "---"}'
INVALID = b'{"isValid": false, "userError": "INVALID"}'


@contextmanager
def register(body: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A register that always gives this answer: its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://{LOOPBACK}:{server.server_port}/rest-api", asked
    server.shutdown()
    server.server_close()


def asking(services: Services, url: str) -> RegisterActivities:
    return RegisterActivities(services.engine, services.now, Vies(url))


def noted(services: Services, request: OpenCase) -> FindingRow:
    with read(services.engine) as session:
        (row,) = findings_of(session, request.application_id)
    return row


@BOTH
@pytest.mark.parametrize(
    ("body", "told", "words"),
    [
        (VALID, KNOWN, "as LIN LANTERN HOUSE GMBH."),
        (NAMELESS, KNOWN, "knows this number."),
        (INVALID, UNKNOWN, "does not know"),
        (b'{"isValid": false, "userError": "INVALID_INPUT"}', UNKNOWN, "does not know"),
    ],
)
def test_what_the_register_says_is_noted_once(
    services: Services, cast: Cast, body: bytes, told: tuple[CheckStatus, str], words: str
) -> None:
    request = opened(services, cast["lin"])
    with register(body) as (url, asked):
        (verdict,) = twice(asking(services, url).look_up_vat, request)
    row = noted(services, request)
    assert (verdict.status, verdict.reason_code) == (row.status, row.reason_code) == told
    assert words in str(row.sentence)
    assert asked == ["/rest-api/ms/DE/vat/136695976"] * 2


@BOTH
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"isValid": false, "userError": "MS_UNAVAILABLE"}', 200),
        (b'{"isValid": false, "userError": "GLOBAL_MAX_CONCURRENT_REQ"}', 200),
        (b"<html>Service temporarily unavailable</html>", 200),
        (b'{"errorWrappers": []}', 200),
        (b"", 200),
        (VALID, 500),
        (VALID, 429),
    ],
)
def test_an_answer_one_cannot_rely_on_is_an_error_and_never_a_refusal(
    services: Services, cast: Cast, body: bytes, status: int
) -> None:
    request = opened(services, cast["lin"])
    with register(body, status) as (url, _), pytest.raises(ViesAway):
        once(asking(services, url).look_up_vat, request)
    row = noted(services, request)
    assert (row.status, row.reason_code) == (CheckStatus.ERROR, "REGISTER_AWAY")


@BOTH
def test_a_register_that_comes_back_replaces_what_was_noted(services: Services, cast: Cast) -> None:
    request = opened(services, cast["lin"])
    with pytest.raises(ViesAway):
        once(asking(services, f"http://{LOOPBACK}:{any_port()}").look_up_vat, request)
    assert noted(services, request).status == CheckStatus.ERROR
    with register(VALID) as (url, _):
        once(asking(services, url).look_up_vat, request)
    assert noted(services, request).status == CheckStatus.PASS


@pytest.mark.parametrize(
    ("number", "country", "path"),
    [
        ("DE136695976", "DE", "DE/vat/136695976"),
        ("136 695 976", "DE", "DE/vat/136695976"),
        ("de-136.695.976", "DE", "DE/vat/136695976"),
        ("FR40303265045", "DE", "FR/vat/40303265045"),
        ("EL094259216", "GR", "EL/vat/094259216"),
        ("GR094259216", "GR", "EL/vat/094259216"),
        ("094259216", "GR", "EL/vat/094259216"),
        ("U13585627", "AT", "AT/vat/U13585627"),
        ("1/../../secret?x=1#", "DE", "DE/vat/1SECRETX1"),
    ],
)
def test_the_register_is_asked_for_the_number_and_nothing_else(number: str, country: str, path: str) -> None:
    with register(json.dumps({"isValid": True}).encode()) as (url, asked):
        assert Vies(url).ask(number, country).valid
    assert asked == [f"/rest-api/ms/{path}"]
