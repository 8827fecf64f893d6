"""What no page of ours would send to an exam: refused, or at least nothing that scoring stumbles over."""

from collections.abc import Callable

import pytest

from activities.exams import ExamActivities
from db.exams.attempts import AttemptRow
from domain.accounts import Person
from domain.exams.attempts import FinishAttempt
from tests.cast import Browser
from tests.conftest import BOTH
from tests.drafts import once
from tests.web.exams.attempts import begin_sitting, exam_for
from tests.web.exams.saved import CLIENT, ask, put, stored
from web.exams.sitting import submit
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.mark.parametrize("seq", [0, -1, 2_000_000_001, 10**40, 1.5, "first", "", None, [1], {"seq": 1}])
def test_a_number_that_no_page_counts_is_refused(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow, seq: object
) -> None:
    item = str(attempt.drawn.items[0].item)
    save = {"item": item, "response": [{"options": ["a"]}], "seq": seq, "client": CLIENT}
    status, told = ask(browse().sign_in(cast["ana"]), "PUT", f"/exams/{attempt.id}/answers", body=save)
    assert (status, told["code"]) == (422, "BadInput") and not stored(services)


@pytest.mark.parametrize("item", ["", "1", "../x", None, 7, "' OR 1=1 --"])
def test_an_item_that_is_no_id_is_refused(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow, item: object
) -> None:
    status, told = put(browse().sign_in(cast["ana"]), attempt, 1, item=item)
    assert (status, told["code"]) == (422, "BadInput") and not stored(services)


@BOTH
@pytest.mark.parametrize("typed", ["\x00", "9" * 501, "\ud800", "<script>", "1e999", "٢٠"])
def test_whatever_is_typed_is_stored_or_refused_and_can_be_scored(
    services: Services, browse: Browse, cast: Cast, typed: str
) -> None:
    row = exam_for(services, cast["ana"])
    begin_sitting(services, row, CLIENT)
    ana = browse().sign_in(cast["ana"])
    for field, place in (("number", 3), ("text", 4)):
        save = {"item": str(row.drawn.items[place].item), "response": [{field: typed}], "seq": 1, "client": CLIENT}
        status, told = ask(ana, "PUT", f"/exams/{row.id}/answers", body=save)
        assert status == 200 or (status, told["code"]) == (422, "BadInput")
    submit(services, cast["ana"], row.id)
    assert (
        once(ExamActivities(services.engine, services.now).finish_attempt, FinishAttempt(attempt_id=row.id)).passed
        is False
    )


def test_a_question_of_another_exam_of_ones_own_is_not_on_this_one(
    services: Services, browse: Browse, cast: Cast, attempt: AttemptRow
) -> None:
    other = exam_for(services, cast["ana"])
    begin_sitting(services, other, CLIENT)
    status, told = put(browse().sign_in(cast["ana"]), attempt, 1, item=str(other.drawn.items[0].item))
    assert (status, told["code"]) == (403, "UnknownItem") and not stored(services)
