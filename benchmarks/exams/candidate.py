"""One candidate, who does what the page of the exam does: begins, takes the lease, answers, asks how things stand."""

import asyncio
import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from benchmarks.exams.http import Disconnected, HttpAnswer, HttpConnection
from benchmarks.exams.plan import Plan, PlannedSeat, Report

FIRST_RETRY, LONGEST_RETRY = 1.0, 30.0  # seconds; these and the next are the page's own figures
POLL, RELIEF = (20.0, 30.0), 15.0
CHANGED_MIND = 0.1  # of the answers go to an item that was answered before
LAST_CHANGE = 2.0  # seconds before the deadline
LONGEST_START, FORGOTTEN = 120.0, 60.0  # seconds of no use after which even a benchmark gives up
OK = 200


class Candidate:
    """A seat taken; everything is noted in the report."""

    def __init__(self, plan: Plan, seat: PlannedSeat, report: Report) -> None:
        self._plan, self._seat, self._report = plan, seat, report
        self._path = f"/exams/{seat.attempt}"
        # The page's polls and saves share a browser's connections; two are enough for them.
        self._wire, self._second = HttpConnection(plan.port, seat), HttpConnection(plan.port, seat)
        self._seq = 0
        self._came = time.time()
        self._ends = 0.0
        self._saved_at = 0.0
        self._order = random.sample(range(len(plan.questions)), len(plan.questions))

    async def sit(self) -> None:
        """The whole exam, until the deadline."""
        await asyncio.sleep(random.uniform(0, self._plan.within))
        clicked, self._came = time.perf_counter(), time.time()
        await self.begin()
        self._report.time("paper", time.perf_counter() - clicked)
        polling = asyncio.create_task(self._poll())
        while True:
            thought = random.expovariate(1 / self._plan.think)
            await asyncio.sleep(max(0.0, min(thought, self._ends - time.time())))
            if self._ends - time.time() < LAST_CHANGE or not await self.save(self._next()):
                break
        polling.cancel()
        self._wire.hang_up()
        self._second.hang_up()

    async def begin(self) -> None:
        """Click on start, load the room's page, take the lease; the answer to each is waited for."""
        form = f"csrftoken={self._seat.token}&client={self._seat.client}"
        await self._insist("start", "POST", f"{self._path}/start", body=form)
        self._report.begun.append(time.perf_counter())
        await self._insist("page", "GET", self._path, body="")
        leased = await self._insist("lease", "POST", f"{self._path}/lease", body={"client": self._seat.client})
        if leased.status == OK:
            self._ends = datetime.fromisoformat(leased.data["deadline_at"]).astimezone(UTC).timestamp()

    async def save(self, number: int) -> bool:
        """Answer the item of this number, and try until it is acknowledged; False when the exam is over."""
        self._seq += 1
        asked, chosen = self._plan.questions[number], random.randrange(len(self._plan.questions[number].responses))
        body = {"item": asked.item, "response": asked.responses[chosen], "seq": self._seq}
        known = (self._seat.attempt, asked.item, self._seq, chosen)
        self._report.sent.append(known)
        drop = random.choice(("before", "after")) if random.random() < self._plan.drops else ""
        first = time.perf_counter()
        answer = await self._insist(
            "save", "PUT", f"{self._path}/answers", body=body | {"client": self._seat.client}, drop=drop
        )
        if answer.status == OK:
            self._report.acknowledged.append(known)
            self._report.time("until stored", time.perf_counter() - first)
            self._saved_at = time.perf_counter()
        return answer.status == OK

    async def _insist(self, kind: str, method: str, path: str, *, body: Any, drop: str = "") -> HttpAnswer:
        """Ask until an answer comes that settles it, as the page does: 1, 2, 4 ... 30 s apart, up to a third more."""
        failures = 0
        while time.time() < (self._ends or self._came + LONGEST_START) + FORGOTTEN:
            wait = 0.0
            try:
                answer = await self._wire.ask(method, path, body, drop=drop == "before")
                self._report.time(kind, answer.seconds)
                if drop == "after":
                    self._acknowledged_unread(kind, answer, body)
                elif answer.status < 500:
                    return self._settled(kind, answer)
                else:
                    wait = answer.retry_after
                    self._report.count(f"{answer.status} to a {kind}")
            except Disconnected as error:
                self._report.count("broken off while sending" if drop else f"no answer to a {kind} ({error})")
            drop = ""
            wait = max(wait, min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(failures, 5)))
            failures += 1
            await asyncio.sleep(wait * (1 + random.random() / 3))
        self._report.count(f"given up: {kind}")
        return HttpAnswer(0, {}, 0.0, 0.0)

    def _acknowledged_unread(self, kind: str, answer: HttpAnswer, body: dict[str, Any]) -> None:
        """The answer had come, and then the connection broke: what it said still binds the server."""
        self._wire.hang_up()
        self._report.count("broken off after the answer")
        if kind == "save" and answer.status == OK:
            self._report.acknowledged.append(self._report_of(body))

    def _report_of(self, body: dict[str, Any]) -> tuple[str, str, int, int]:
        asked = next(each for each in self._plan.questions if each.item == body["item"])
        return self._seat.attempt, asked.item, body["seq"], asked.responses.index(body["response"])

    def _settled(self, kind: str, answer: HttpAnswer) -> HttpAnswer:
        if answer.status not in (OK, 303):
            self._report.count(f"{answer.status} {answer.data.get('code', '')} to a {kind}")
        return answer

    async def _poll(self) -> None:
        while True:
            wait = random.uniform(*POLL)
            await asyncio.sleep(wait)
            if time.perf_counter() - self._saved_at < wait:
                await asyncio.sleep(RELIEF)
            with suppress(Disconnected):
                answer = await self._second.ask("GET", f"{self._path}/state?client={self._seat.client}")
                self._report.time("poll", answer.seconds)

    def _next(self) -> int:
        """The next item in this candidate's own order; now and then one that was answered before."""
        done = self._seq % len(self._order)
        return self._order[random.randrange(done) if done and random.random() < CHANGED_MIND else done]
