"""The web as a process of its own that can be killed, and a page of the exam that saves against it, come what may."""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from itsdangerous import Signer

from db.accounts.people import AccountRow, open_session
from db.engine import begin
from db.exams.attempts import AttemptRow
from ops.child import Program
from ops.ports import any_port
from settings import Settings
from tests.faults.processes import Killable, environment
from tests.web.exams.saved import CLIENT
from web.common.deps import COOKIE
from web.common.security import CSRF_COOKIE, CSRF_HEADER
from web.services import Services


class WebProcess(Killable):
    """`python -m web.serve` on a port of its own."""

    def __init__(self, settings: Settings) -> None:
        port = any_port()
        self.url = f"http://127.0.0.1:{port}"
        argv = [sys.executable, "-m", "web.serve", "--port", str(port)]
        program = Program("web", argv, f"{self.url}/health/live", environment(settings))
        super().__init__(program, settings.data_dir / "log" / "web.log")


class Saver:
    """Saves answers to one item, each until it is acknowledged; `acknowledged` is the number of the last one."""

    def __init__(self, url: str, attempt: AttemptRow, place: int, *, headers: dict[str, str]) -> None:
        self._url, self._headers = f"{url}/exams/{attempt.id}/answers", headers
        self.item = attempt.drawn.items[place].item
        self.acknowledged = self.failures = 0
        self._going = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the answer that is on its way."""
        self._going = False
        self._thread.join(60)
        assert not self._thread.is_alive()

    def put(self, seq: int) -> dict[str, Any]:
        """Send one answer once."""
        answer = {"item": str(self.item), "response": [{"options": ["abcd"[seq % 4]]}], "seq": seq, "client": CLIENT}
        request = Request(self._url, json.dumps(answer).encode(), self._headers, method="PUT")
        with urlopen(request, timeout=5) as told:
            known: dict[str, Any] = json.load(told)
        return known

    def _run(self) -> None:
        while self._going:
            self._send(self.acknowledged + 1)

    def _send(self, seq: int) -> None:
        while True:
            try:
                told = self.put(seq)
            except HTTPError:
                raise  # refused: this is no page that gives up quietly
            except (URLError, OSError):
                self.failures += 1
                time.sleep(0.05)
                continue
            assert told["saved_seq"] == seq
            self.acknowledged = seq
            return


def headers_of(services: Services, account_id: Any) -> dict[str, str]:
    """What the browser of a person who is signed in sends along."""
    token = f"page-{services.ids()}"
    with begin(services.engine) as session:
        open_session(session, token, session.get_one(AccountRow, account_id), now=services.now())
    seat = Signer(services.secret, salt="session").sign(token).decode()
    nonce = Signer(services.secret, salt="csrf-cookie").sign("nonce").decode()
    return {
        "cookie": f"{COOKIE}={seat}; {CSRF_COOKIE}={nonce}",
        "content-type": "application/json",
        "accept": "application/json",
        CSRF_HEADER: Signer(services.secret, salt="csrf").get_signature(f"nonce.{seat}").decode(),
    }


def wait_for(happens: Callable[[], bool], within: float = 30) -> None:
    """Wait; fails when it does not happen."""
    end = time.monotonic() + within
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
