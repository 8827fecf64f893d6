"""The practical on the web: a recording arrives in parts, is played in ranges, and is rated blind."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from db.cases import CaseRow
from db.conflicts import ConflictRow
from db.engine import begin, read
from db.practical.streams import ProbeRow, RatingRow, RecordingRow
from db.review import TaskRow
from domain.accounts import Person
from domain.cases import Stage
from domain.conflicts import ConflictKind
from domain.review import TaskKind, TaskState
from tests.cast import Browser
from tests.drafts import rows
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def to_rate(services: Services, case: UUID) -> list[TaskRow]:
    """Two open tasks for a recording of the case."""
    now, found = services.now(), []
    with begin(services.engine) as session:
        row = RecordingRow(id=services.ids(), case_id=case, link="https://example.com/v/1", created_at=now, sent_at=now)
        session.add(row)
        session.flush()
        session.add(ProbeRow(recording_id=row.id, fit=True, media_type="link", probed_at=now))
        for _ in range(2):
            task = TaskRow(
                id=services.ids(),
                case_id=case,
                kind=TaskKind.RATE,
                state=TaskState.OPEN,
                opened_at=now,
                due_at=now,
                recording_id=row.id,
            )
            session.add(task)
            found.append(task)
        session.get_one(CaseRow, case).stage = Stage.RATING
    return found


def tie(services: Services, staff: Person, to: Person) -> None:
    """State that one of the staff trained somebody."""
    told: dict[str, Any] = {"staff": staff.id, "stated_by": staff.id, "stated_at": services.now()}
    row = ConflictRow(id=services.ids(), kind=ConflictKind.TRAINED, account_id=to.id, **told)
    with begin(services.engine) as session:
        session.add(row)


def test_raters_see_no_name_and_take_one_stream_each(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    to_rate(services, case)
    eli, noor = browse().sign_in(cast["eli"]), browse().sign_in(cast["noor"])
    assert "Ana" not in eli.get("/ratings").text
    first, second = eli.post("/ratings/claim-next"), noor.post("/ratings/claim-next")
    assert str(first.url) != str(second.url) and "Ana" not in first.text
    assert "Nothing is left" in eli.post("/ratings/claim-next").text


def test_who_is_tied_is_not_offered_the_stream(services: Services, browse: Browse, cast: Cast, case: UUID) -> None:
    to_rate(services, case)
    tie(services, cast["eli"], cast["ana"])
    assert "Nothing waits for you" in browse().sign_in(cast["eli"]).get("/ratings").text


def test_a_sheet_is_kept_as_a_draft_and_handed_in_whole(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    to_rate(services, case)
    eli = browse().sign_in(cast["eli"])
    path = eli.post("/ratings/claim-next").url.path
    with read(services.engine) as session:
        criteria = services.library.stack_for("DE", services.today()).pack.anchor.practical.criteria
        assert session.get(CaseRow, case)
    sheet = {f"score.{each.key}": "3" for each in criteria}
    low = sheet | {"score.truth": "0"}
    assert eli.post(path, low | {"do": "save"}).status_code == 200
    refused = eli.post(path, low | {"do": "submit"})
    assert refused.status_code == 422 and "needs the time in the recording" in refused.text
    proof = {"at.truth": "3:25", "comment.truth": "Says it cures a cold."}
    assert "Handed in" not in refused.text
    assert eli.post(path, low | proof | {"do": "submit"}).status_code == 200
    (row,) = rows(services, RatingRow)
    assert row.submitted_at and row.sheet["evidence"][0]["at_second"] == 205


def test_a_rater_without_the_claim_sees_and_saves_nothing(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    task, _ = to_rate(services, case)
    eli = browse().sign_in(cast["eli"])
    assert [eli.get(f"/ratings/{task.id}").status_code, eli.post(f"/ratings/{task.id}", {}).status_code] == [409, 409]
    assert browse().sign_in(cast["rita"]).get("/ratings").status_code == 403


def test_a_tie_stated_after_the_claim_closes_the_sheet(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    to_rate(services, case)
    eli = browse().sign_in(cast["eli"])
    path = eli.post("/ratings/claim-next").url.path
    tie(services, cast["eli"], cast["ana"])
    assert [eli.get(path).status_code, eli.post(path, {"do": "save"}).status_code] == [403, 403]


def test_a_sheet_taken_up_again_belongs_to_the_new_task(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    to_rate(services, case)
    eli = browse().sign_in(cast["eli"])
    path = eli.post("/ratings/claim-next").url.path
    eli.post(path, {"score.truth": "3", "do": "save"})
    eli.post(path, {"do": "release"})
    browse().sign_in(cast["noor"]).post("/ratings/claim-next")
    again = eli.post("/ratings/claim-next").url.path
    eli.post(again, {"score.truth": "3", "do": "save"})
    (row,) = rows(services, RatingRow)
    assert again != path and again.endswith(str(row.task_id))
