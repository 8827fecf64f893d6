"""Sample streams: what their first bytes tell, how their parts arrive, and what can be rated."""

from datetime import timedelta

import pytest

from domain.policy.anchor import PracticalPolicy
from domain.practical.recordings import (
    CHUNK,
    NoSound,
    NotAVideo,
    Recorded,
    RecordingTooLarge,
    RecordingType,
    TooLong,
    TooShort,
    UnfitPart,
    UnfitRecording,
    WrongOffset,
    admit_chunk,
    admit_recording,
    admit_size,
    media_type_of,
)

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x02"
POLICY = PracticalPolicy(shortest=timedelta(minutes=3), longest=timedelta(minutes=15), largest_bytes=500_000_000)
GOOD = Recorded(
    media_type=RecordingType.MP4,
    seconds=200,
    width=1280,
    height=720,
    video_codec="h264",
    audio_codec="aac",
    size=20_000_000,
    sha256="0" * 64,
)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (MP4, RecordingType.MP4),
        (MP4.replace(b"isom", b"qt  ", 1), RecordingType.MP4),
        (WEBM, RecordingType.WEBM),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x01\x00\x00\x00\x00\x00\x00\x04webm", RecordingType.WEBM),
    ],
)
def test_a_video_is_known_by_its_first_bytes(head: bytes, kind: RecordingType) -> None:
    assert media_type_of(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"ftyp",
        b"\x89PNG\r\n\x1a\n",
        b"plain text",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\x00\x00\x01\xba",
        MP4.replace(b"isom", b"heic", 1),
        MP4.replace(b"isom", b"avif", 1),
        WEBM.replace(b"webm", b"mkv!"),
        WEBM.replace(b"\x84webm", b"\x88matroska"),
        b"%PDF-1.7\n" + MP4,
        MP4 + b"%PDF-1.7\n",
        b"PK\x03\x04" + MP4,
        MP4 + b"<!DOCTYPE html><html>",
        MP4 + b"<Script>alert(1)",
        WEBM + b"<svg onload=alert(1)>",
    ],
)
def test_anything_else_is_no_video(head: bytes) -> None:
    with pytest.raises(NotAVideo) as refused:
        media_type_of(head)
    assert "Export" in str(refused.value)


def test_an_archive_behind_a_video_is_found_but_four_chance_letters_are_not() -> None:
    archive = b"PK\x05\x06" + b"\x00" * 16 + (3).to_bytes(2, "little") + b"end"
    with pytest.raises(NotAVideo):
        media_type_of(MP4, b"mdat" * 99 + archive)
    with pytest.raises(NotAVideo):
        media_type_of(MP4, archive.replace(b"end", b"PK\x05"))
    assert media_type_of(MP4, b"mdat" + archive + b"more of the video") == RecordingType.MP4
    assert media_type_of(MP4, b"PK\x05\x06") == RecordingType.MP4


def test_a_good_recording_is_admitted() -> None:
    admit_recording(POLICY, GOOD)
    for seconds in (180, 900):
        admit_recording(POLICY, GOOD.model_copy(update={"seconds": float(seconds)}))


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"seconds": 179.9}, TooShort, "lasts 2 min 59 s; at least 3 min are asked for. Record a longer one."),
        ({"seconds": 0.4}, TooShort, "lasts 0 s"),
        ({"seconds": 900.1}, TooLong, "at most 15 min"),
        ({"seconds": 935}, TooLong, "lasts 15 min 35 s"),
        ({"size": 500_000_001}, RecordingTooLarge, "larger than 500.0 MB"),
        ({"audio_codec": None}, NoSound, "microphone"),
    ],
)
def test_what_cannot_be_rated_is_refused_with_a_remedy(
    change: dict[str, object], kind: type[UnfitRecording], words: str
) -> None:
    with pytest.raises(kind) as refused:
        admit_recording(POLICY, GOOD.model_copy(update=change))
    assert words in str(refused.value)


def test_a_size_is_known_before_the_file_arrives() -> None:
    admit_size(POLICY, 500_000_000)
    with pytest.raises(RecordingTooLarge):
        admit_size(POLICY, 500_000_001)
    with pytest.raises(NotAVideo, match="empty"):
        admit_size(POLICY, 0)


def test_parts_follow_on_each_other() -> None:
    size, at = 2 * CHUNK + 5, 0
    for length in (CHUNK, CHUNK, 5):
        admit_chunk(size, at, at, length=length)
        at += length


@pytest.mark.parametrize("given", [0, CHUNK - 1, CHUNK + 1, -1])
def test_a_part_in_the_wrong_place_is_told_where_to_go_on(given: int) -> None:
    with pytest.raises(WrongOffset) as refused:
        admit_chunk(3 * CHUNK, CHUNK, given, length=CHUNK)
    assert refused.value.expected == CHUNK
    assert f"{CHUNK:,}" in str(refused.value)


@pytest.mark.parametrize(
    ("length", "kind"), [(0, UnfitPart), (-1, UnfitPart), (CHUNK + 1, UnfitPart), (11, RecordingTooLarge)]
)
def test_a_part_is_neither_empty_nor_larger_than_agreed(length: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        admit_chunk(10, 0, 0, length=length)
