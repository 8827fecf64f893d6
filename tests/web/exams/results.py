"""Exams of tests that are over."""

from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import SittingRow
from domain.exams.clock import EndedBy
from domain.exams.results import AreaShare
from tests.web.exams.attempts import begin_sitting
from web.services import Services


def ended(services: Services, attempt: AttemptRow, passed: bool = True) -> ResultRow:
    """The attempt handed in and scored, 90 or 40 percent; begun first when it was not."""
    now, percent = services.now(), 90.0 if passed else 40.0
    with read(services.engine) as session:
        begun = session.get(SittingRow, attempt.id)
    sitting = begun or begin_sitting(services, attempt)
    shares = [
        AreaShare(area=each.key, label=each.label, percent=percent, floor=each.floor, met=percent >= (each.floor or 0))
        for each in attempt.covers.areas
    ]
    row = ResultRow(
        attempt_id=attempt.id,
        ended_at=now,
        ended_by=EndedBy.CANDIDATE,
        scored_at=now,
        points=percent / 10,
        of=10.0,
        percent=percent,
        passed=passed,
        areas=[each.model_dump(mode="json") for each in shares],
        marks={},
        answered=8,
    )
    with begin(services.engine) as session:
        session.get_one(SittingRow, sitting.attempt_id).submitted_at = now
        session.add(row)
    return row
