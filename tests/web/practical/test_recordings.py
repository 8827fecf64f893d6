"""A recording on its way in: in parts, resumed, refused, or as a link."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from db.practical.streams import RecordingRow
from domain.accounts import Person
from domain.practical.recordings import CHUNK
from tests.cast import Browser
from tests.drafts import rows
from tests.recordings import recording
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]
JSON = {"accept": "application/json"}


def asked(browser: Browser, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
    headers = JSON | {"x-csrftoken": browser.token()} | more.pop("headers", {})
    answer = browser.client.request(method, path, headers=headers, **more)
    return answer.status_code, answer.json()


def begun(browser: Browser, case: UUID, size: int, *, name: str = "stream.mp4") -> tuple[int, dict[str, Any]]:
    return asked(browser, "POST", f"/applications/{case}/recordings", json={"filename": name, "size": size})


def part(browser: Browser, recording_id: str, offset: int, *, data: bytes) -> tuple[int, dict[str, Any]]:
    headers = {"upload-offset": str(offset), "content-type": "application/octet-stream"}
    return asked(browser, "PATCH", f"/recordings/{recording_id}", content=data, headers=headers)


def test_a_recording_arrives_in_parts_and_goes_on_after_a_break(
    services: Services, browse: Browse, cast: Cast, case: UUID
) -> None:
    ana, data = browse().sign_in(cast["ana"]), recording("mp4", 4)
    half = len(data) // 2
    _, known = begun(ana, case, len(data))
    assert part(ana, known["id"], 0, data=data[:half]) == (200, known | {"received": half})
    assert part(ana, known["id"], 0, data=data[:half]) == (
        200,
        known | {"received": half},
    )  # sent again: nothing changes
    status, told = part(ana, known["id"], half + 7, data=data[half + 7 :])
    assert (status, told["code"]) == (409, "WrongOffset") and f"{half:,}" in told["detail"]
    assert begun(ana, case, len(data)) == (200, known | {"received": half})  # the page was opened again
    assert part(ana, known["id"], half, data=data[half:])[1]["received"] == len(data)
    played = ana.get(f"/recordings/{known['id']}/stream", headers={"range": "bytes=5-14"})
    assert (played.status_code, played.content) == (206, data[5:15])
    assert played.headers["content-range"] == f"bytes 5-14/{len(data)}"


def test_what_is_no_video_is_refused_with_its_first_part(browse: Browse, cast: Cast, case: UUID) -> None:
    ana = browse().sign_in(cast["ana"])
    _, known = begun(ana, case, 5000)
    status, told = part(ana, known["id"], 0, data=b"<html><script>alert(1)</script>" + b"x" * 4969)
    assert (status, told["code"]) == (422, "NotAVideo")


@pytest.mark.parametrize("size", [0, 500_000_001])
def test_a_size_out_of_bounds_is_refused_before_a_byte_is_sent(
    browse: Browse, cast: Cast, case: UUID, size: int
) -> None:
    assert begun(browse().sign_in(cast["ana"]), case, size)[0] == 422


def test_nobody_else_touches_or_plays_a_recording(services: Services, browse: Browse, cast: Cast, case: UUID) -> None:
    ana, data = browse().sign_in(cast["ana"]), recording("mp4", 4)
    _, known = begun(ana, case, len(data))
    part(ana, known["id"], 0, data=data[:CHUNK])
    omar, eli = browse().sign_in(cast["omar"]), browse().sign_in(cast["eli"])
    assert part(omar, known["id"], 0, data=data)[0] == 404
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
