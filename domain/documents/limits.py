"""What may be uploaded: limits, media types, and the refusals that tell the applicant how to mend a file."""

import re
import unicodedata
from enum import StrEnum
from typing import ClassVar

from domain.message_values import OneOf
from domain.messages import Message, msg
from domain.refusals import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 20
MAX_FILES = 25
MAX_PIXELS = 50_000_000  # a 48-megapixel telephone photo passes
LONGEST_NAME = 80
ACCEPTED = OneOf(("PDF", "JPG", "PNG", "HEIC"))


class MediaType(StrEnum):
    """The four types of file that are taken."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"


class UnfitFile(Invalid):
    """A file that cannot be taken; `sentence` says why and what to do."""

    sentence: ClassVar[Message] = msg("This file cannot be used. Please send a {accepted} file.", accepted=ACCEPTED)

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or self.sentence)


class EmptyFile(UnfitFile):
    """Zero bytes."""

    sentence = msg("This file is empty. Open it on your device to check it, save it again and upload it once more.")


class TooLarge(UnfitFile):
    """More than MAX_BYTES."""

    sentence = msg(
        "This file is larger than {megabytes} MB. Scan it at a lower resolution (200 dpi is enough), "
        "or split it into several files.",
        megabytes=MAX_BYTES // 1024 // 1024,
    )


class UnsupportedType(UnfitFile):
    """Not one of the four types, whatever its name says."""

    @classmethod
    def looking_like(cls, what: Message) -> "UnsupportedType":
        """The refusal for a file whose content looks like `what` ("a ZIP archive")."""
        return cls(
            msg("This file looks like {what}. Please send a {accepted} file instead.", what=what, accepted=ACCEPTED)
        )


class EncryptedFile(UnfitFile):
    """A PDF that cannot be opened without a password."""

    sentence = msg("This PDF is locked with a password. Save a copy without the password and upload that copy.")


class UnreadableFile(UnfitFile):
    """Damaged or cut short."""

    sentence = msg("This file is damaged and cannot be opened. Save, export or photograph it again and upload it.")


class TooManyPages(UnfitFile):
    """More than MAX_PAGES."""

    sentence = msg(
        "This document has more than {max_pages} pages. Upload only the pages that were asked for, "
        "or split it into several files.",
        max_pages=MAX_PAGES,
    )


class TooManyPixels(UnfitFile):
    """A picture of more than MAX_PIXELS, in a file of its own or within a PDF."""

    sentence = msg(
        "This picture has more than {megapixels} megapixels. Take or export it at a smaller size; "
        "12 megapixels are plenty.",
        megapixels=MAX_PIXELS // 1_000_000,
    )


class SameFileTwice(UnfitFile):
    """The application already holds exactly this file."""

    sentence = msg("You have already uploaded exactly this file. Choose another file, or remove the first one.")


class TooManyFiles(UnfitFile):
    """More than MAX_FILES in one application."""

    sentence = msg(
        "An application can hold {max_files} files. Remove one you do not need and upload this one again.",
        max_files=MAX_FILES,
    )


def safe_name(filename: str) -> str:
    """The file's name for display: no folders, no control or direction characters, at most 80 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", filename))[-1]
    # Category C* holds controls and bidi overrides: "exe.fdp" must not read as "pdf.exe".
    visible = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in last)
    name = " ".join(visible.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"
    return name[:LONGEST_NAME] or "document"
