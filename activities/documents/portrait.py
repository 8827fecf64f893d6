"""Whether a file is a photograph that can serve as a portrait; whose face it shows only a person can tell."""

from activities.documents.contract import CheckOutcome, DocumentFile
from activities.documents.portrait_picture import PortraitMeasures, measure
from domain.documents.limits import MediaType
from domain.screening import CheckStatus, Evidence

SMALLEST = (400, 500)  # pixels
PLAIN = 4.0  # deviation of grey levels below which a picture shows nothing
# Variance of the Laplacian at 480 pixels of width; sharp faces have 20 and more, out of focus ones less than 2.
BLURRED, SOFT = 2.0, 8.0


def portrait(document: DocumentFile) -> CheckOutcome:
    """The first of its faults, or that it will do. UnreadableDocument."""
    if document.media_type == MediaType.PDF:
        sentence = f"The {document.name} is a PDF. It has to be a photograph: JPG, PNG or HEIC."
        return CheckOutcome(status=CheckStatus.FAIL, reason_code="NOT_A_PHOTO", sentence=sentence)
    return _judged(document.name, measure(document.data, document.media_type))


def _judged(name: str, seen: PortraitMeasures) -> CheckOutcome:
    size = f"{seen.width} x {seen.height} pixels"
    if seen.width < SMALLEST[0] or seen.height < SMALLEST[1]:
        least = f"{SMALLEST[0]} x {SMALLEST[1]}"
        return _told("fail", "PHOTO_TOO_SMALL", f"The {name} has {size}; at least {least} are needed.", seen=seen)
    if seen.contrast < PLAIN:
        return _told("fail", "PHOTO_BLANK", f"The {name} shows nothing: it is all of one colour.", seen=seen)
    if seen.sharpness < BLURRED:
        sentence = f"The {name} is blurred. A new one is needed: hold still, and let the light fall on the face."
        return _told("fail", "PHOTO_BLURRED", sentence, seen=seen)
    if seen.sharpness < SOFT:
        return _told("warn", "PHOTO_SOFT", f"The {name} may be too blurred. A person compares the face.", seen=seen)
    return _told("pass", "OK", f"The {name} is a sharp photograph of {size}. A person compares the face.", seen=seen)


def _told(status: str, code: str, sentence: str, *, seen: PortraitMeasures) -> CheckOutcome:
    raw = f"{seen.width} x {seen.height}, sharpness {seen.sharpness:.1f}, contrast {seen.contrast:.1f}"
    evidence = (Evidence(page=1, raw=raw),)
    return CheckOutcome(status=CheckStatus(status), reason_code=code, sentence=sentence, evidence=evidence)
