"""The yardsticks: a save's own two statements in a transaction, and a request that does nothing."""

import time
from uuid import UUID

from benchmarks.exams.plan import PlannedItem, PlannedSeat
from db.engine import begin
from db.exams import sittings
from db.exams.sittings import SittingRow
from domain.exams.clock import Save
from web.services import Services

LASTS = 3.0  # seconds


def bare_saves(services: Services, seat: PlannedSeat, asked: list[PlannedItem]) -> float:
    """Saves per second of one thread: lock the sitting, write the answer, commit; no web around it."""
    attempt, seq, started = UUID(seat.attempt), 1_000_000, time.perf_counter()
    while time.perf_counter() - started < LASTS:
        seq += 1
        one = asked[seq % len(asked)]
        told = {"item": one.item, "response": one.responses[0], "seq": seq, "client": seat.client}
        save = Save.model_validate(told)
        with begin(services.engine) as session:
            session.get_one(SittingRow, attempt, with_for_update=True)
            sittings.save(session, attempt, save, now=services.now(), late=False)
    return (seq - 1_000_000) / (time.perf_counter() - started)
