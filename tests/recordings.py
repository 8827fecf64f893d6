"""Small real recordings, made once per run of the tests: few pictures a second, for sound a short hum."""

import math
import struct
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

Kind = Literal["mp4", "webm"]
CODECS = {"mp4": ("libx264", "aac"), "webm": ("libvpx", "libopus")}
RATE, BLOCK = 48_000, 960  # sound: samples a second, samples of one frame (20 ms)
HUMS = 5  # seconds; silence after them is encoded three times as fast
SIZE = (160, 120)


@cache
def recording(
    kind: Kind = "mp4",
    seconds: int = 4,
    sound: bool = True,
    *,
    picture: bool = True,
    options: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A recording of so many seconds; `options` are the muxer's (with `live` it does not say how long)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "recording"
        _write(path, kind, seconds, sound=sound, picture=picture, options=dict(options))
        return path.read_bytes()


def _write(path: Path, kind: Kind, seconds: int, *, sound: bool, picture: bool, options: dict[str, str]) -> None:
    with av.open(str(path), "w", format=kind, options=options) as container:
        drawn = _video(container, kind) if picture else None
        heard = container.add_stream(CODECS[kind][1], rate=RATE, layout="mono") if sound else None
        for second in range(seconds):
            if drawn:
                container.mux(drawn.encode(_frame(second, seconds)))
            if isinstance(heard, AudioStream):
                _hum(container, heard, second)
        for stream in (drawn, heard):
            if isinstance(stream, (VideoStream, AudioStream)):
                container.mux(stream.encode(None))


def _video(container: OutputContainer, kind: Kind) -> VideoStream:
    stream = container.add_stream(CODECS[kind][0], rate=1)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
    stream.codec_context.time_base = Fraction(1, 1)
    stream.codec_context.thread_count = 1
    return stream


def _frame(second: int, seconds: int) -> VideoFrame:
    """A bar that grows from left to right."""
    image = Image.new("RGB", SIZE, (20, 30, 60))
    ImageDraw.Draw(image).rectangle((0, 50, round(SIZE[0] * (second + 1) / seconds), 70), fill=(230, 180, 60))
    frame: VideoFrame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
    frame.pts, frame.time_base = second, Fraction(1, 1)
    return frame


def _hum(container: OutputContainer, stream: AudioStream, second: int) -> None:
    for block in range(RATE // BLOCK):
        frame = AudioFrame(format="s16", layout="mono", samples=BLOCK)
        frame.planes[0].update(HUM if second < HUMS else SILENCE)
        frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE + block * BLOCK, Fraction(1, RATE)
        container.mux(stream.encode(frame))


HUM = struct.pack(f"<{BLOCK}h", *(round(4000 * math.sin(at * math.tau * 200 / RATE)) for at in range(BLOCK)))
SILENCE = bytes(len(HUM))
