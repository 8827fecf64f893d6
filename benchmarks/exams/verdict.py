"""What has to hold afterwards: nothing acknowledged is lost, and every exam ended at its deadline."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from benchmarks.exams.plan import PlannedItem, PlannedSeat, Report
from db.audit import first_broken
from db.commands import CommandRow
from db.exams.attempts import ResultRow
from db.exams.sittings import ResponseRow, SittingRow
from domain.items.parts import Reply

TOLERATED = timedelta(seconds=1)
A_MOMENT = timedelta(seconds=1)  # the procedure looks this long after the grace


class RunVerdict(NamedTuple):
    """Counts of what must not be, and how late (in seconds) the procedure was told and the results were written."""

    lost: int
    never_sent: int
    unscored: int
    missed: int
    too_late: int
    chain_broken: bool
    told: list[float]
    scored: list[float]


def judge(session: Session, seats: list[PlannedSeat], report: Report, *, questions: list[PlannedItem]) -> RunVerdict:
    """Compare the tables with what the candidates were told."""
    stored = {(str(row.attempt_id), str(row.item_id)): row for row in session.exec(select(ResponseRow))}
    results = {row.attempt_id: row for row in session.exec(select(ResultRow))}
    mine = {seat.attempt for seat in seats}
    sittings = [row for row in session.exec(select(SittingRow)) if str(row.attempt_id) in mine]
    ends = {str(row.attempt_id): row.deadline_at + timedelta(seconds=row.grace_seconds) for row in sittings}
    pairs = [(row, results[row.attempt_id]) for row in sittings if row.attempt_id in results]
    told = [
        (row.settled_at - row.created_at).total_seconds()
        for row in session.exec(select(CommandRow).where(CommandRow.name == "sit"))
        if row.settled_at and row.target.split(":")[1] in mine
    ]
    return RunVerdict(
        lost=sum(_lost(stored, report, questions)),
        never_sent=_never_sent(stored, report, mine),
        unscored=len(seats) - len(pairs),
        missed=sum(abs(result.ended_at - row.deadline_at) > TOLERATED for row, result in pairs),
        too_late=sum(row.saved_at > ends[key[0]] for key, row in stored.items() if key[0] in ends),
        chain_broken=first_broken(session) is not None,
        told=told,
        scored=[(result.scored_at - ends[str(row.attempt_id)] - A_MOMENT).total_seconds() for row, result in pairs],
    )


def _lost(stored: dict[tuple[str, str], ResponseRow], report: Report, questions: list[PlannedItem]) -> Iterator[bool]:
    """For each acknowledged save whether the table knows neither it nor a newer one of the same item."""
    given = {each.item: each.responses for each in questions}
    for attempt, item, seq, chosen in report.acknowledged:
        row = stored.get((attempt, item))
        if row is None or row.seq < seq:
            yield True
        elif row.seq == seq:
            wanted = tuple(Reply.model_validate(each) for each in given[item][chosen])
            yield row.replies != wanted


def _never_sent(stored: dict[tuple[str, str], ResponseRow], report: Report, mine: set[str]) -> int:
    """Stored answers that nobody gave."""
    sent = {(attempt, item, seq) for attempt, item, seq, _ in report.sent}
    return sum(key[0] in mine and (*key, row.seq) not in sent for key, row in stored.items())
