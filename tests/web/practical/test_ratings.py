"""The practical on the web: a recording arrives in parts, is played in ranges, and is rated blind."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from db.cases import CaseRow
from db.conflicts import ConflictKind, ConflictRow
from db.engine import begin, read
from db.practical.streams import ProbeRow, RatingRow, RecordingRow
from db.review import TaskRow
from domain.accounts import Person
from domain.cases import Stage
from domain.practical.recordings import CHUNK
from domain.review import TaskKind, TaskState
from tests.cast import Browser
from tests.drafts import rows
from tests.recordings import recording
from tests.web.exams.attempts import exam_for
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]
JSON = {"accept": "application/json"}


@pytest.fixture
def case(services: Services, cast: Cast) -> UUID:
    """Ana's case, which waits for a sample stream."""
    case_id = exam_for(services, cast["ana"]).case_id
    with begin(services.engine) as session:
        session.get_one(CaseRow, case_id).stage = Stage.PRACTICAL
    return case_id


def asked(browser: Browser, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
    headers = JSON | {"x-csrftoken": browser.token()} | more.pop("headers", {})
    answer = browser.client.request(method, path, headers=headers, **more)
    return answer.status_code, answer.json()


def begun(browser: Browser, case: UUID, size: int, name: str = "stream.mp4") -> tuple[int, dict[str, Any]]:
    return asked(browser, "POST", f"/applications/{case}/recordings", json={"filename": name, "size": size})


def part(browser: Browser, recording_id: str, offset: int, data: bytes) -> tuple[int, dict[str, Any]]:
    headers = {"upload-offset": str(offset), "content-type": "application/octet-stream"}
    return asked(browser, "PATCH", f"/recordings/{recording_id}", content=data, headers=headers)


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


def test_a_recording_arrives_in_parts_and_goes_on_after_a_break(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    ana, data = browse().sign_in(cast["ana"]), recording("mp4", 4)
    half = len(data) // 2
    _, known = begun(ana, case, len(data))
    assert part(ana, known["id"], 0, data[:half]) == (200, known | {"received": half})
    assert part(ana, known["id"], 0, data[:half]) == (200, known | {"received": half})  # sent again: nothing changes
    status, told = part(ana, known["id"], half + 7, data[half + 7 :])
    assert (status, told["code"]) == (409, "WrongOffset") and str(half) in told["detail"]
    assert begun(ana, case, len(data)) == (200, known | {"received": half})  # the page was opened again
    assert part(ana, known["id"], half, data[half:])[1]["received"] == len(data)
    played = ana.get(f"/recordings/{known['id']}/stream", headers={"range": "bytes=5-14"})
    assert (played.status_code, played.content) == (206, data[5:15])
    assert played.headers["content-range"] == f"bytes 5-14/{len(data)}"


def test_what_is_no_video_is_refused_with_its_first_part(browse: Browse, cast: Cast, case: UUID) -> None:
    ana = browse().sign_in(cast["ana"])
    _, known = begun(ana, case, 5000)
    status, told = part(ana, known["id"], 0, b"<html><script>alert(1)</script>" + b"x" * 4969)
    assert (status, told["code"]) == (422, "NotAVideo")


@pytest.mark.parametrize("size", [0, 500_000_001])
def test_a_size_out_of_bounds_is_refused_before_a_byte_is_sent(
    browse: Browse, cast: Cast, case: UUID, size: int
) -> None:
    assert begun(browse().sign_in(cast["ana"]), case, size)[0] == 422


def test_nobody_else_touches_or_plays_a_recording(services: Services, browse: Browse, cast: Cast, case: UUID) -> None:
    ana, data = browse().sign_in(cast["ana"]), recording("mp4", 4)
    _, known = begun(ana, case, len(data))
    part(ana, known["id"], 0, data[:CHUNK])
    omar, eli = browse().sign_in(cast["omar"]), browse().sign_in(cast["eli"])
    assert part(omar, known["id"], 0, data)[0] == 404
    assert begun(omar, case, 10)[0] == 404
    assert [each.get(f"/recordings/{known['id']}/stream").status_code for each in (omar, eli)] == [404, 404]


def test_an_incomplete_recording_cannot_be_sent(browse: Browse, cast: Cast, case: UUID) -> None:
    ana = browse().sign_in(cast["ana"])
    _, known = begun(ana, case, 5000)
    assert ana.post(f"/recordings/{known['id']}/send").status_code == 409


@pytest.mark.parametrize("link", ["http://example.com/a", "javascript:alert(1)", "https://", "https://a b.com", "x"])
def test_a_link_has_to_be_a_whole_https_address(browse: Browse, cast: Cast, case: UUID, link: str) -> None:
    answer = browse().sign_in(cast["ana"]).post(f"/applications/{case}/practical", {"link": link})
    assert answer.status_code == 422 and "beginning with https://" in answer.text


def test_a_link_is_recorded_and_sent(services: Services, browse: Browse, cast: Cast, case: UUID) -> None:
    ana = browse().sign_in(cast["ana"])
    assert ana.post(f"/applications/{case}/practical", {"link": "https://example.com/v/9"}).status_code == 200
    (row,) = rows(services, RecordingRow)
    assert row.link == "https://example.com/v/9" and row.sent_at


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
