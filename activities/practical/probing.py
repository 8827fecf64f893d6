"""Looking into recordings with FFmpeg (PyAV): this file alone, one thread, bounded work; what is hostile is refused."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from domain.practical.recordings import HEAD, TAIL, NoPicture, Recorded, RecordingType, UnfitRecording, media_type_of

DEMUXERS = {RecordingType.MP4: "mp4", RecordingType.WEBM: "webm"}
# No other file and no network may be opened, whatever the recording refers to.
OPTIONS = {"protocol_whitelist": "file", "max_streams": "16", "probesize": "20000000", "analyzeduration": "10000000"}
PATIENCE = (20.0, 20.0)  # seconds to open, and for each read
MOST_PACKETS = 2_000_000  # hours of picture and sound
MOST_TRIED = 300  # packets within which a picture has to come out
MOST_PIXELS = 7680 * 4320
MISSING = 0.05  # share of the length it claims that may not be there
FAILURES = (av.FFmpegError, ValueError, ArithmeticError, RuntimeError)


class RecordingScan(NamedTuple):
    """What a walk through all packets found: the first picture, whether there is sound, and the length in seconds."""

    picture: VideoFrame | None
    heard: bool
    seconds: float


def probe(path: Path) -> Recorded:
    """What a file holds, by its content alone; refuses UnfitRecording, NotAVideo and NoPicture."""
    kind = _kind(path)
    with _opened(path, kind) as container:
        video, audio = _streams(container)
        walked = _walk(container, video, audio)
        if walked.picture is None:
            raise UnfitRecording
        width, height = _image(walked.picture).size
        return Recorded(
            media_type=kind,
            seconds=_seconds(container, walked),
            width=width,
            height=height,
            video_codec=video.codec_context.name,
            audio_codec=audio.codec_context.name if audio and walked.heard else None,
            size=path.stat().st_size,
            sha256=_sha256(path),
        )


def _kind(path: Path) -> RecordingType:
    """By its first and last bytes. NotAVideo."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - TAIL))
        return media_type_of(head, file.read())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: Path, kind: RecordingType) -> Iterator[InputContainer]:
    """The file in the one demuxer of its kind; whatever breaks within makes it an unfit recording."""
    try:
        with av.open(
            f"file:{path.absolute()}",
            format=DEMUXERS[kind],
            options=OPTIONS,
            timeout=PATIENCE,
            metadata_errors="replace",
        ) as container:
            yield container
    except FAILURES as error:
        raise UnfitRecording from error


def _streams(container: InputContainer) -> tuple[VideoStream, AudioStream | None]:
    """The first moving picture (no cover) and the first sound, to be decoded in one thread. NoPicture."""
    moving = [each for each in container.streams.video if not each.disposition & Disposition.attached_pic]
    if not moving or not moving[0].codec_context:
        raise NoPicture
    codec = moving[0].codec_context
    if codec.width * codec.height > MOST_PIXELS:
        raise UnfitRecording
    codec.thread_type, codec.thread_count = "NONE", 1
    codec.options = {"max_pixels": str(MOST_PIXELS)}
    # A sound of an unknown kind has no decoder, and nobody will hear it.
    return moving[0], next((each for each in container.streams.audio if each.codec_context), None)


def _walk(container: InputContainer, video: VideoStream, audio: AudioStream | None) -> RecordingScan:
    """Through all packets; nothing is decoded but the first picture."""
    picture, heard, tried, begin, end = None, False, 0, float("inf"), 0.0
    for number, packet in enumerate(container.demux([each for each in (video, audio) if each])):
        if number > MOST_PACKETS:
            raise UnfitRecording
        if picture is None and packet.stream is video and tried < MOST_TRIED:
            tried += 1
            picture = _decoded(video, packet)
        if packet.pts is not None and packet.time_base:
            heard = heard or packet.stream is audio
            begin = min(begin, float(packet.pts * packet.time_base))
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return RecordingScan(picture, heard, max(0.0, end - max(0.0, begin)))


def _decoded(video: VideoStream, packet: "Packet[Any]") -> VideoFrame | None:
    with suppress(av.FFmpegError):  # what comes before the first whole picture
        return next(iter(video.decode(packet)), None)
    return None


def _seconds(container: InputContainer, walked: RecordingScan) -> float:
    """The length the file claims if so much is there, the length found if it claims none (a browser's recording)."""
    claimed = (container.duration or 0) / av.time_base
    if walked.seconds < claimed * (1 - MISSING) - 1:
        raise UnfitRecording
    return round(claimed if claimed > 0 else walked.seconds, 3)


def _image(picture: VideoFrame) -> Image.Image:
    """As it was held: telephones record lying and note by how much to turn."""
    image: Image.Image = picture.to_image()  # type: ignore[no-untyped-call]
    return image.rotate(picture.rotation, expand=True)
