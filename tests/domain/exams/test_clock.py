"""The alarm clock of an exam: set after the rush of a beginning, and long before it has to ring."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.exams.clock import LONGEST_LEISURE, alarm_set_at

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@given(st.uuids(), st.integers(1, 100_000))
def test_the_alarm_is_set_before_the_last_quarter_of_an_exam_and_within_minutes(attempt: UUID, seconds: int) -> None:
    length = timedelta(seconds=seconds)
    wait = alarm_set_at(NOW, NOW + length, attempt) - NOW
    assert length * 3 / 8 <= wait <= length * 3 / 4 or LONGEST_LEISURE / 2 <= wait <= LONGEST_LEISURE


def test_those_who_begin_together_do_not_come_back_together() -> None:
    due = {alarm_set_at(NOW, NOW + timedelta(minutes=40), UUID(int=n)) for n in range(1000)}
    assert len(due) == 1000
    assert max(due) - min(due) > timedelta(minutes=2)
