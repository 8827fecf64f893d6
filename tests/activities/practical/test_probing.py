"""Looking into recordings: real ones, and files that are none, broken or hostile."""

import random
from pathlib import Path

import pytest

from activities.practical.probing import probe
from domain.practical.recordings import NoPicture, NotAVideo, RecordingType, UnfitRecording
from tests import hostile, samples
from tests.recordings import SIZE, Kind, recording

FASTSTART = (("movflags", "faststart"),)
LIVE = (("live", "1"),)


def half(data: bytes) -> bytes:
    """What arrives when sending breaks off."""
    return data[: len(data) // 2]


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "recording"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("kind", "media_type", "codecs"),
    [("mp4", RecordingType.MP4, ("h264", "aac")), ("webm", RecordingType.WEBM, ("vp8", "opus"))],
)
@pytest.mark.parametrize("seconds", [4, 200])
def test_a_recording_is_measured(
    tmp_path: Path, kind: Kind, media_type: RecordingType, codecs: tuple[str, str], seconds: int
) -> None:
    data = recording(kind, seconds)
    found = probe(stored(tmp_path, data))
    assert (found.media_type, (found.video_codec, found.audio_codec)) == (media_type, codecs)
    assert found.seconds == pytest.approx(seconds, abs=0.1)
    assert (found.width, found.height, found.size, len(found.sha256)) == (*SIZE, len(data), 64)


def test_a_length_that_the_file_does_not_tell_is_found_from_what_is_there(tmp_path: Path) -> None:
    assert probe(stored(tmp_path, recording("webm", 7, options=LIVE))).seconds == pytest.approx(7, abs=0.1)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_a_recording_without_sound_says_so(tmp_path: Path, kind: Kind) -> None:
    assert probe(stored(tmp_path, recording(kind, sound=False))).audio_codec is None


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_sound_alone_has_no_picture(tmp_path: Path, kind: Kind) -> None:
    path = stored(tmp_path, recording(kind, picture=False))
    with pytest.raises(NoPicture, match="camera"):
        probe(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"A few words about my stream.",
        samples.png(),
        samples.heic(),
        samples.text_pdf(),
        hostile.docx(),
        hostile.HTML_PAGE,
        recording()[:32] + samples.text_pdf(),
        samples.text_pdf()[:40] + recording(),
        recording()[:32] + hostile.HTML_PAGE + recording()[32:],
        recording() + hostile.docx(),
        b"RIFF\x00\x00\x00\x00AVI LIST" + recording(),
    ],
    ids=["empty", "text", "png", "heic", "pdf", "zip", "html", "ftyp pdf", "pdf ftyp", "ftyp html", "and zip", "avi"],
)
def test_what_is_no_video_or_something_else_besides_is_refused(tmp_path: Path, data: bytes) -> None:
    path = stored(tmp_path, data)
    with pytest.raises(NotAVideo):
        probe(path)


@pytest.mark.parametrize(
    "data",
    [
        recording("mp4", 60)[:-2000],
        half(recording("mp4", 60, options=FASTSTART)),
        half(recording("webm", 60)),
        recording("webm", 60)[:100],
        recording()[:32] + bytes(10_000),
        recording()[:32] + random.Random(7).randbytes(10_000),
    ],
    ids=["no index", "half of mp4", "half of webm", "only a head", "zeros", "noise"],
)
def test_a_broken_recording_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnfitRecording):
        probe(stored(tmp_path, data))


@pytest.mark.parametrize(
    "data", [recording(), recording(options=FASTSTART), recording("webm"), recording("webm", options=LIVE)]
)
def test_no_damage_breaks_the_look(tmp_path: Path, data: bytes) -> None:
    chance = random.Random(len(data))
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(chance.choice((600, len(data))))] = chance.randrange(256)
        path = stored(tmp_path, bytes(broken))
        try:
            probe(path)
        except UnfitRecording as refusal:
            assert str(refusal)


def test_a_recording_of_a_telephone_held_upright_stands_upright(tmp_path: Path) -> None:
    one, none = b"\x00\x01\x00\x00", bytes(4)
    as_it_lies = one + none * 3 + one
    turned = none + one + none + b"\xff\xff\x00\x00" + none  # by a quarter, clockwise
    whole, track, rest = recording(seconds=40).split(as_it_lies, 2)
    path = stored(tmp_path, whole + as_it_lies + track + turned + rest)
    found = probe(path)
    assert (found.width, found.height) == (SIZE[1], SIZE[0])


def test_a_file_that_is_gone_is_our_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        probe(tmp_path / "nothing")
