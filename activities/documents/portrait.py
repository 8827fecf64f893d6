"""Whether a file is a photograph that can serve as a portrait; whose face it shows only a person can tell."""

from activities.documents.contract import DocumentFile
from activities.documents.portrait_picture import PortraitMeasures, measure
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.documents.limits import MediaType
from domain.message_values import Inner
from domain.messages import Message, msg
from domain.screening import Evidence

SMALLEST = (400, 500)  # pixels
PLAIN = 4.0  # deviation of grey levels below which a picture shows nothing
# Variance of the Laplacian at 480 pixels of width; sharp faces have 20 and more, out of focus ones less than 2.
BLURRED, SOFT = 2.0, 8.0


def portrait(document: DocumentFile) -> CheckOutcome:
    """The first of its faults, or that it will do. UnreadableDocument."""
    if document.media_type == MediaType.PDF:
        sentence = msg("The {document} is a PDF. It has to be a photograph: JPG, PNG or HEIC.", document=document.name)
        return CheckOutcome(CheckKey.PORTRAIT, Reason.NOT_A_PHOTO, sentence)
    seen = measure(document.data, document.media_type)
    reason, sentence = _judged(document.name, seen)
    note = msg(
        "It has {size} pixels, sharpness {sharpness} and contrast {contrast}.",
        size=f"{seen.width} x {seen.height}",
        sharpness=round(seen.sharpness, 1),
        contrast=round(seen.contrast, 1),
    )
    return CheckOutcome(CheckKey.PORTRAIT, reason, sentence, evidence=(Evidence(page=1, note=note),))


def _judged(name: Inner, seen: PortraitMeasures) -> tuple[Reason, Message]:
    size = f"{seen.width} x {seen.height}"
    if seen.width < SMALLEST[0] or seen.height < SMALLEST[1]:
        sentence = msg(
            "The {document} has {size} pixels; at least {least} are needed.",
            document=name,
            size=size,
            least=f"{SMALLEST[0]} x {SMALLEST[1]}",
        )
        return Reason.PHOTO_TOO_SMALL, sentence
    if seen.contrast < PLAIN:
        return Reason.PHOTO_BLANK, msg("The {document} shows nothing: it is all of one colour.", document=name)
    if seen.sharpness < BLURRED:
        sentence = msg(
            "The {document} is blurred. A new one is needed: hold still, and let the light fall on the face.",
            document=name,
        )
        return Reason.PHOTO_BLURRED, sentence
    if seen.sharpness < SOFT:
        sentence = msg("The {document} may be too blurred. A person compares the face.", document=name)
        return Reason.PHOTO_SOFT, sentence
    sentence = msg(
        "The {document} is a sharp photograph of {size} pixels. A person compares the face.", document=name, size=size
    )
    return Reason.OK, sentence
