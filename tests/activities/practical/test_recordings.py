"""Looking into what an anchor sent: a file put together from its parts, a link that is left to the raters."""

import hashlib

import pytest

from activities.practical.recordings import RecordingActivities
from db.engine import begin
from db.practical.streams import ProbeRow, RecordingPartRow, RecordingRow
from domain.accounts import Person
from domain.anchors import RecordingSeen, SendRecording
from domain.cases import Stage
from tests.anchor_cases import case_at
from tests.conftest import BOTH
from tests.drafts import rows, twice
from tests.recordings import recording
from vault.files import VaultError
from web.services import Services

Cast = dict[str, Person]


def sent(services: Services, ana: Person, data: bytes, *, link: str = "") -> SendRecording:
    """A stream that has arrived in parts of different length, the last one first."""
    now, case = services.now(), case_at(services, ana, Stage.PRACTICAL).application_id
    row = RecordingRow(id=services.ids(), case_id=case, link=link, size=len(data), created_at=now, sent_at=now)
    cut = len(data) // 3
    with begin(services.engine) as session:
        session.add(row)
        session.flush()
        for offset, part in ((cut, data[cut:]), (0, data[:cut])) if data else ():
            name = f"recordings/{row.id}/{offset}"
            key = services.vault.put(name, part)
            known = RecordingPartRow(recording_id=row.id, offset=offset, size=len(part), name=name, sealed_key=key)
            session.add(known)
    return SendRecording(id=services.ids(), by=ana.id, recording_id=row.id)


def seen(services: Services, stream: SendRecording) -> RecordingSeen:
    return twice(RecordingActivities(services.engine, services.vault, services.now).check_recording, stream)


@BOTH
def test_a_recording_that_fits_is_measured(services: Services, cast: Cast) -> None:
    data = recording("mp4", 200)
    assert seen(services, sent(services, cast["ana"], data)).fit
    (found,) = rows(services, ProbeRow)
    assert (found.media_type, round(found.seconds), str(found.refusal)) == ("video/mp4", 200, "")
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (recording("mp4", 4), "at least 3"),
        (recording("mp4", 200)[:20000], "damaged"),
        (b"<html>" + b"x" * 3000, "MP4"),
        (b"", "MP4"),
    ],
)
def test_a_recording_that_cannot_be_rated_says_why(services: Services, cast: Cast, data: bytes, why: str) -> None:
    assert not seen(services, sent(services, cast["ana"], data)).fit
    (found,) = rows(services, ProbeRow)
    assert found.refusal.msgid and why in str(found.refusal) and not found.fit


def test_a_link_is_not_fetched(services: Services, cast: Cast) -> None:
    assert seen(services, sent(services, cast["ana"], b"", link="https://example.com/v")).fit
    (found,) = rows(services, ProbeRow)
    assert (found.media_type, found.seconds) == ("link", 0)


def test_bytes_that_are_gone_are_a_fault_and_no_verdict(services: Services, cast: Cast) -> None:
    stream = sent(services, cast["ana"], recording("mp4", 4))
    services.vault.remove(f"recordings/{stream.recording_id}/0")
    with pytest.raises(VaultError):
        seen(services, stream)
    assert rows(services, ProbeRow) == []
