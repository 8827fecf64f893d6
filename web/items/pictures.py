"""Pictures of items: looked into, made anew without what hides in files, kept in the vault, shown to the staff."""

import io
from uuid import UUID

from fastapi import APIRouter, Response
from PIL import Image, ImageOps
from starlette.datastructures import FormData, UploadFile

from db.engine import begin, read
from db.items.versions import ItemPictureRow
from domain.accounts import Person
from domain.documents.limits import MAX_BYTES, MediaType, UnfitFile
from domain.messages import msg
from vault.files import picture_name
from web.common.deps import MayApproveExams, Services
from web.common.limiting import UPLOADS, take
from web.documents.intake import DECODERS, inspect
from web.loading import get_or_404

router = APIRouter()
WIDEST = 1600  # pixels of the longer side; screens of candidates show no more
MODES = {MediaType.PNG: "RGBA", MediaType.JPEG: "RGB"}


class NotThePicture(UnfitFile):
    """A file that opens, but is no picture."""

    sentence = msg("This is a PDF. Upload a picture (JPG, PNG or HEIC) instead.")


@router.get("/items/pictures/{picture_id:uuid}")
def picture(services: Services, _: MayApproveExams, picture_id: UUID) -> Response:
    """A picture of the bank, for who may look into it."""
    with read(services.engine) as session:
        row = get_or_404(session, ItemPictureRow, picture_id)
    data = services.vault.get(picture_name(picture_id), row.sealed_key)
    return Response(data, media_type=row.media_type, headers={"Cache-Control": "no-store"})


def take_picture(services: Services, person: Person, posted: FormData) -> UUID | None:
    """Keep the picture of a form, if one was chosen; its id. Refuses UnfitFile, TooManyTries."""
    file = posted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    take(services, UPLOADS, str(person.id))
    kind, data = encoded(file.file.read(MAX_BYTES + 1))
    picture_id = services.ids()
    # The file goes first, so that a crash leaves no row without a file.
    sealed = services.vault.put(picture_name(picture_id), data)
    row = ItemPictureRow(id=picture_id, media_type=kind, size=len(data), sealed_key=sealed, created_at=services.now())
    with begin(services.engine) as session:
        session.add(row)
    return picture_id


def encoded(data: bytes) -> tuple[MediaType, bytes]:
    """The picture drawn anew, upright, at most WIDEST pixels: a PNG of a PNG, a JPEG of all else; refuses UnfitFile."""
    seen = inspect(data)
    if seen.media_type == MediaType.PDF:
        raise NotThePicture
    kind = MediaType.PNG if seen.media_type == MediaType.PNG else MediaType.JPEG
    with Image.open(io.BytesIO(data), formats=DECODERS[seen.media_type]) as opened:
        drawn = ImageOps.exif_transpose(opened).convert(MODES[kind])
    drawn.thumbnail((WIDEST, WIDEST))
    # Pillow would write what is in it, such as a comment, into the new file.
    drawn.info.clear()
    out = io.BytesIO()
    drawn.save(out, kind.name, quality=88)
    return kind, out.getvalue()
