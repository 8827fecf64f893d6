"""How a certification ends without a certificate: taken back in every stage, or the time has run out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from db.review import TaskRow
from domain.cases import Stage, case_of
from domain.notifications import NoticeKind
from domain.review import TaskState
from outbox import commands
from settings import Settings
from tests.samples import text_pdf
from tests.workflows.anchor_turns import letters
from tests.workflows.anchors import AnchorOffice
from tests.workflows.office import open_office
from tests.workflows.short_deadlines import MANY_ATTEMPTS, SHOW_AT_ONCE, SIT_AT_ONCE, short_packs

Walk = Callable[[AnchorOffice, UUID], object]


@pytest.fixture
def school(on_temporal: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[AnchorOffice]:
    """An office that certifies anchors by packs with these changes."""
    changed = on_temporal.model_copy(update={"policies_dir": short_packs(tmp_path, *request.param)})
    with open_office(changed) as office:
        yield AnchorOffice(office, per_area=60)


def doubted(school: AnchorOffice, case: UUID) -> None:
    school.office.until(lambda: school.office.stage(case) == Stage.IDENTITY)


def nothing(school: AnchorOffice, case: UUID) -> None:
    school.attempt(case)


def begun(school: AnchorOffice, case: UUID) -> None:
    school.begin(school.attempt(case))


def passed(school: AnchorOffice, case: UUID) -> None:
    school.sit(school.attempt(case))
    school.office.until(lambda: school.office.stage(case) == Stage.PRACTICAL)


def sent(school: AnchorOffice, case: UUID) -> UUID:
    school.sit(school.attempt(case))
    recording = school.record(case)
    school.office.until(lambda: school.rating_tasks(recording))
    return recording


def rated(school: AnchorOffice, case: UUID) -> None:
    recording = sent(school, case)
    for who in ("eli", "noor"):
        school.rate(case, recording, who).raise_if_refused()
    school.office.until(lambda: school.office.stage(case) == Stage.IN_REVIEW)


@pytest.mark.parametrize("school", [[MANY_ATTEMPTS]], indirect=True)
def test_an_application_can_be_taken_back_in_every_stage(school: AnchorOffice) -> None:
    papers = {Stage.IDENTITY: text_pdf(("A ticket",))}
    walks: list[tuple[Walk, Stage]] = [
        (doubted, Stage.IDENTITY),
        (nothing, Stage.EXAM),
        (begun, Stage.EXAM),
        (passed, Stage.PRACTICAL),
        (sent, Stage.RATING),
        (rated, Stage.IN_REVIEW),
    ]
    for walk, stage in walks:
        case = school.apply(paper=papers.get(stage, b""))
        walk(school, case)
        assert school.office.stage(case) == stage
        commands.withdraw(school.services.outbox, school.ana, case, command_id=school.services.ids()).raise_if_refused()
        assert ended(school, case) == "withdrawn"
        assert school.office.stage(case) == Stage.WITHDRAWN
    assert {task.state for task in school.office.rows(TaskRow)} == {TaskState.LAPSED, TaskState.DONE}


@pytest.mark.parametrize("school", [[SIT_AT_ONCE]], indirect=True)
def test_a_case_lapses_when_nobody_begins_the_exam_in_time(school: AnchorOffice) -> None:
    case = school.apply()
    assert ended(school, case) == "lapsed"
    assert school.office.stage(case) == Stage.LAPSED
    (letter,) = letters(school, NoticeKind.CASE_LAPSED)
    assert "You may apply again at any time" in letter.text
    assert letters(school, NoticeKind.EXAM_RESULT) == []


@pytest.mark.parametrize("school", [[SHOW_AT_ONCE]], indirect=True)
def test_a_case_lapses_when_no_recording_comes_in_time(school: AnchorOffice) -> None:
    case = school.apply()
    school.sit(school.attempt(case))
    assert ended(school, case) == "lapsed"
    assert school.office.stage(case) == Stage.LAPSED
    assert len(letters(school, NoticeKind.CASE_LAPSED)) == 1


def ended(school: AnchorOffice, case: UUID) -> str:
    """How the procedure ends, once it does."""
    workflow = school.office.workflow(case_of(case, "anchor"))
    return str(school.office.workers.call(workflow.result(), 20))
