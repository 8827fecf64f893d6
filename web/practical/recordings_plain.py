"""A sample stream without any script: a link, or a small file in one form."""

from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from db.engine import begin
from db.practical.streams import RecordingRow
from domain.accounts import Person
from domain.lengths import LONGEST_LINK
from domain.messages import msg
from domain.practical.recordings import CHUNK, HEAD, UnfitRecording, media_type_of
from domain.refusals import Invalid
from web.applications.answers import Posted, text
from web.common.deps import MayApply, Services
from web.common.limiting import UPLOADS, take
from web.practical.loading import own_recording
from web.practical.recordings import BeginInput, add_part, begin_upload, deliver, drop_open, waiting
from web.practical.view import show

router = APIRouter()


class BadLink(Invalid):
    """Not the https address of a page."""


@router.post("/applications/{case_id:uuid}/practical")
def simple(request: Request, services: Services, person: MayApply, case_id: UUID, posted: Posted) -> Response:
    """A link, or a small file without any script; what is wrong is said beside its field."""
    take(services, UPLOADS, str(person.id))
    link, file = text(posted, "link").strip(), posted.get("file")
    try:
        row = _linked(services, person, case_id, link=link) if link else _whole(services, person, case_id, file=file)
    except (BadLink, UnfitRecording) as refusal:
        errors = {"link" if isinstance(refusal, BadLink) else "file": refusal.message}
        return show(request, services, person, case_id=case_id, link=link, errors=errors)
    return deliver(services, person, row)


def _linked(services: Services, person: Person, case_id: UUID, *, link: str) -> RecordingRow:
    parts = urlsplit(link)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or len(link) > LONGEST_LINK or " " in link:
        raise BadLink(msg("Enter the whole address of your stream, beginning with https://."))
    with begin(services.engine) as session:
        waiting(session, person, case_id)
        drop_open(services, session, case_id)
        now = services.now()
        row = RecordingRow(id=services.ids(), case_id=case_id, link=link, created_at=now, sent_at=now)
        session.add(row)
    return row


def _whole(services: Services, person: Person, case_id: UUID, *, file: object) -> RecordingRow:
    if not isinstance(file, UploadFile) or not file.filename:
        raise UnfitRecording(msg("Choose a file, or enter a link."))
    # All of it at once: the guard lets no body through that is larger than a small file.
    data = file.file.read()
    # Before a row is made of it: what is no video leaves nothing behind.
    media_type_of(data[:HEAD])
    begun = begin_upload(services, person, case_id, BeginInput(filename=file.filename, size=len(data)))
    # From where an earlier try has stopped.
    for offset in range(begun.received, len(data), CHUNK):
        add_part(services, person, begun.id, data[offset : offset + CHUNK], offset)
    with begin(services.engine) as session:
        row = own_recording(session, person, begun.id, lock=True).row
        row.sent_at = services.now()
    return row
