"""Key corrections on both databases: every attempt that was asked the version is scored anew, once."""

from datetime import timedelta
from uuid import UUID

from activities.corrections import CorrectionActivities
from activities.exams import ExamActivities
from db.corrections.proposals import CorrectionRow
from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow
from db.items.versions import contents
from domain.accounts import Person
from domain.cases import Stage
from domain.corrections.messages import Corrected, CorrectKey
from domain.exams.attempts import FinishAttempt, PrepareAttempt
from domain.exams.clock import Save
from domain.items.parts import Key
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from tests.drafts import once, rows, trail, twice
from tests.workflows.anchors import CLIENT
from tests.workflows.bank import response_to, stock
from web.exams.saving import save_answer
from web.exams.sitting import start, submit
from web.services import Services

Cast = dict[str, Person]


def attempted(services: Services, who: Person, wrong: int) -> AttemptRow:
    """An exam answered right but for so many questions of areas without a floor, handed in and scored."""
    exams = ExamActivities(services.engine, services.now)
    case = case_at(services, who, Stage.EXAM).application_id
    prepared = once(exams.prepare_attempt, PrepareAttempt(case_id=case, number=1))
    start(services, who, prepared.attempt_id, CLIENT)
    with read(services.engine) as session:
        attempt = session.get_one(AttemptRow, prepared.attempt_id)
        asked = contents(session, ((each.item, each.version) for each in attempt.drawn.items))
    for seq, place in enumerate(in_order(attempt), start=1):
        response = response_to(asked[place], right=seq > wrong)
        save_answer(services, who, attempt.id, Save(item=place, response=response, seq=seq, client=CLIENT))
    submit(services, who, attempt.id)
    later = ExamActivities(services.engine, lambda: services.now() + timedelta(hours=1))
    once(later.finish_attempt, FinishAttempt(attempt_id=attempt.id))
    return attempt


def in_order(attempt: AttemptRow) -> list[UUID]:
    """The items, those of areas without a floor first."""
    return [
        each.item for each in sorted(attempt.drawn.items, key=lambda each: each.area not in ("conduct", "category"))
    ]


def corrects(services: Services, cast: Cast, item: UUID, *, right: str = "", version: int = 1) -> list[Corrected]:
    """A correction by Eli that Noor approved: another key, or credit for everybody; whose result turned."""
    row = CorrectionRow(
        id=services.ids(),
        item_id=item,
        version=version,
        credit_all=not right,
        reason="Two options are right.",
        keys=[Key(options=(right or "a",)).model_dump(mode="json")],
        proposed_by=cast["eli"].id,
        proposed_at=services.now(),
        approved_by=cast["noor"].id,
        approved_at=services.now(),
    )
    with begin(services.engine) as session:
        session.add(row)
    activities = CorrectionActivities(services.engine, services.now)
    return twice(activities.apply_correction, CorrectKey(id=row.id, by=cast["noor"].id))


def result(services: Services) -> tuple[bool, int, float]:
    (row,) = rows(services, ResultRow)
    return row.passed, row.revision, row.points


@BOTH
def test_credit_for_everybody_passes_who_failed_by_one_point(services: Services, cast: Cast) -> None:
    stock(services)
    attempt = attempted(services, cast["ana"], wrong=9)
    assert result(services) == (False, 1, 31)
    (turned,) = corrects(services, cast, in_order(attempt)[0])
    assert (turned.attempt_id, turned.case_id, turned.passed) == (attempt.id, attempt.case_id, True)
    assert result(services) == (True, 2, 32)
    assert trail(services)[-1] == "key.corrected"


@BOTH
def test_another_key_fails_who_passed_by_one_point_and_is_itself_corrected(services: Services, cast: Cast) -> None:
    stock(services)
    attempt = attempted(services, cast["ana"], wrong=8)
    item = in_order(attempt)[-1]
    assert [each.passed for each in corrects(services, cast, item, right="b")] == [False]
    assert result(services) == (False, 2, 31)
    assert [each.passed for each in corrects(services, cast, item, right="a")] == [True]
    assert result(services) == (True, 3, 32)


def test_a_correction_of_another_version_touches_nothing(services: Services, cast: Cast) -> None:
    stock(services)
    attempt = attempted(services, cast["ana"], wrong=9)
    assert corrects(services, cast, in_order(attempt)[0], version=2) == []
    assert result(services) == (False, 1, 31)


def test_a_voided_attempt_stays_voided(services: Services, cast: Cast) -> None:
    stock(services)
    attempt = attempted(services, cast["ana"], wrong=9)
    with begin(services.engine) as session:
        session.get_one(ResultRow, attempt.id).voided = True
    assert corrects(services, cast, in_order(attempt)[0]) == []
    assert not result(services)[0]
