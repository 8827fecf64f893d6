"""Sample streams: what kind of file is taken, how it arrives in parts, and whether it can be rated."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel

from domain.message_values import FileSize
from domain.messages import Message, msg
from domain.policy.anchor import PracticalPolicy
from domain.refusals import Conflict, Invalid

CHUNK = 4 * 1024 * 1024  # bytes of one part at most
HEAD = 4096  # bytes from a file's start that tell what it is
TAIL = 65_557  # bytes at a file's end within which a ZIP archive's directory ends
ZIP_END = b"PK\x05\x06"
# ISO base media files that hold still pictures (HEIF, AVIF, Canon raw): the same first bytes as a video.
PICTURES = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx "}
)
EBML = b"\x1aE\xdf\xa3"
WEBM = re.compile(rb"\x42\x82(?:\x84|\x40\x04|\x10\x00\x00\x04|\x01\x00{6}\x04)webm")  # DocType, its length, its value
# A browser, mail program or reader that looks for these would take the file for something else.
DOUBLES = re.compile(rb"%PDF-|<!doctype|<html|<head|<body|<script|<svg|PK\x03\x04", re.IGNORECASE)


class RecordingType(StrEnum):
    """The two kinds of file that browsers play."""

    MP4 = "video/mp4"
    WEBM = "video/webm"


class UnfitRecording(Invalid):
    """A recording that cannot be rated; `sentence` says why and what to do."""

    sentence: ClassVar[Message] = msg(
        "This recording is damaged or cut short. Play it to its end on your device, export it again and upload that."
    )

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or self.sentence)


class NotAVideo(UnfitRecording):
    """Neither MP4 nor WebM, whatever its name says, or something else besides."""

    sentence = msg(
        "This file is not an MP4 or WebM video. Export your recording as MP4 (H.264 and AAC) and upload that."
    )


class TooShort(UnfitRecording):
    """Shorter than the pack asks for."""

    sentence = msg("This recording is too short to be rated. Record a longer one.")


class TooLong(UnfitRecording):
    """Longer than the pack allows."""

    sentence = msg("This recording is too long. Cut it to the part that shows you best.")


class RecordingTooLarge(UnfitRecording):
    """More bytes than the pack allows, or than were announced."""

    sentence = msg("This recording is too large. Export it at a lower resolution (720p is enough) and upload that.")


class NoPicture(UnfitRecording):
    """Sound alone, or a cover picture."""

    sentence = msg("This recording has no moving picture. Record yourself with the camera on and upload that.")


class NoSound(UnfitRecording):
    """What nobody hears cannot be rated."""

    sentence = msg("This recording has no sound. Check that the microphone is on, record again and upload that.")


class UnfitPart(Invalid):
    """A part of a file that is empty or larger than CHUNK."""


class WrongOffset(Conflict):
    """A part does not follow on what has arrived; `expected` is the byte from which to go on."""

    def __init__(self, message: str = "", expected: int = 0) -> None:
        super().__init__(
            message or msg("Go on from byte {expected}: what lies before it has arrived.", expected=expected)
        )
        self.expected = expected


class Recorded(BaseModel, frozen=True):
    """What was found in a recording; size in bytes, picture in pixels, SHA-256 in hex."""

    media_type: RecordingType
    seconds: float
    width: int
    height: int
    video_codec: str
    audio_codec: str | None
    size: int
    sha256: str


def media_type_of(head: bytes, tail: bytes = b"") -> RecordingType:
    """The kind of a file by its first HEAD and last TAIL bytes; refuses NotAVideo, also what is two things at once."""
    if DOUBLES.search(head[:HEAD]) or _ends_as_zip(tail[-TAIL:]):
        raise NotAVideo
    if head[4:8] == b"ftyp" and head[8:12] not in PICTURES:
        return RecordingType.MP4
    if head.startswith(EBML) and WEBM.search(head[:64]):
        return RecordingType.WEBM
    raise NotAVideo


def _ends_as_zip(tail: bytes) -> bool:
    """Whether the bytes end with the directory of an archive; its four letters alone occur in any video."""
    at = tail.rfind(ZIP_END)
    while at >= 0:
        # The record has 22 bytes and then a comment of the length it states: a real one ends with the file.
        if len(tail) - at >= 22 and int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail) - at - 22:
            return True
        at = tail.rfind(ZIP_END, 0, at)
    return False


def admit_size(policy: PracticalPolicy, size: int) -> None:
    """Refuse a file of so many bytes before or after it arrives: RecordingTooLarge, NotAVideo when it is empty."""
    if size <= 0:
        raise NotAVideo(
            msg("This file is empty. Check on your device that the recording plays, and upload it once more.")
        )
    if size > policy.largest_bytes:
        most = FileSize(policy.largest_bytes)
        raise RecordingTooLarge(
            msg("This recording is larger than {most}. Export it at 720p or less, and upload that.", most=most)
        )


def admit_chunk(known_size: int, offset_expected: int, offset_given: int, *, length: int) -> None:
    """Refuse a part that does not fit a file of `known_size` bytes: WrongOffset, UnfitPart, RecordingTooLarge."""
    if offset_given != offset_expected:
        raise WrongOffset(expected=offset_expected)
    if not 0 < length <= CHUNK:
        raise UnfitPart(msg("Send the file in parts of 1 to {chunk} bytes.", chunk=CHUNK))
    if offset_given + length > known_size:
        raise RecordingTooLarge(msg("More arrived than the file is long. Choose the file again and start anew."))


def admit_recording(policy: PracticalPolicy, recorded: Recorded) -> None:
    """Refuse what cannot be rated under the policy: RecordingTooLarge, NoSound, TooShort, TooLong."""
    admit_size(policy, recorded.size)
    if recorded.audio_codec is None:
        raise NoSound
    lasts = _spoken(timedelta(seconds=recorded.seconds))
    if recorded.seconds < policy.shortest.total_seconds():
        raise TooShort(
            msg(
                "This recording lasts {lasts}; at least {length} are asked for. Record a longer one.",
                lasts=lasts,
                length=_spoken(policy.shortest),
            )
        )
    if recorded.seconds > policy.longest.total_seconds():
        raise TooLong(
            msg(
                "This recording lasts {lasts}; at most {length} are taken. Cut it to the part that shows you best.",
                lasts=lasts,
                length=_spoken(policy.longest),
            )
        )


def _spoken(length: timedelta) -> Message:
    """To the second, in short."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    if not minutes:
        return msg("{seconds} s", seconds=seconds)
    if not seconds:
        return msg("{minutes} min", minutes=minutes)
    return msg("{minutes} min {seconds} s", minutes=minutes, seconds=seconds)
