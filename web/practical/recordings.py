"""Sample streams on their way in: begun, continued part by part after any interruption, sent; or a link instead."""

import secrets
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Body, Header, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from db.cases import CaseRow
from db.engine import begin, read
from db.policy.pins import pinned
from db.practical.streams import RecordingPartRow, RecordingRow, recordings_of
from domain.accounts import Person
from domain.anchors import SendRecording
from domain.cases import Stage
from domain.documents.limits import safe_name
from domain.lengths import LONGEST_FILENAME
from domain.messages import msg
from domain.policy.anchor import PracticalPolicy
from domain.practical.recordings import (
    HEAD,
    WrongOffset,
    admit_chunk,
    admit_size,
    media_type_of,
)
from domain.refusals import Conflict
from outbox import commands
from web.common.deps import MayApply, Services
from web.common.limiting import UPLOADS, take
from web.practical.loading import own_anchor_case, own_recording

router = APIRouter()
Part = Annotated[bytes, Body(media_type="application/octet-stream")]


class NotWaiting(Conflict):
    """The application does not wait for a sample stream."""


class Incomplete(Conflict):
    """The file has not arrived whole."""


class BeginInput(BaseModel):
    """A file that is about to come."""

    filename: str = Field(max_length=LONGEST_FILENAME)
    size: int = Field(ge=0)


class UploadProgress(BaseModel):
    """How far a file has come: go on from byte `received`."""

    id: UUID
    received: int
    size: int


@router.post("/applications/{case_id:uuid}/recordings")
def begin_upload(services: Services, person: MayApply, case_id: UUID, wanted: BeginInput) -> UploadProgress:
    """Begin a file, or go on with the same one; refuses what is too large before a byte of it has come."""
    take(services, UPLOADS, str(person.id))
    with begin(services.engine) as session:
        _, policy = waiting(session, person, case_id)
        admit_size(policy, wanted.size)
        name = safe_name(wanted.filename)
        row = next(
            (each for each in _open_ones(session, case_id) if (each.filename, each.size) == (name, wanted.size)), None
        )
        if row is None:
            drop_open(services, session, case_id)
            row = RecordingRow(
                id=services.ids(), case_id=case_id, filename=name, size=wanted.size, created_at=services.now()
            )
            session.add(row)
    return UploadProgress(id=row.id, received=row.received, size=row.size)


@router.get("/recordings/{recording_id:uuid}")
def progress(services: Services, person: MayApply, recording_id: UUID) -> UploadProgress:
    """How far a file has come."""
    with read(services.engine) as session:
        row = own_recording(session, person, recording_id).row
    return UploadProgress(id=row.id, received=row.received, size=row.size)


@router.patch("/recordings/{recording_id:uuid}")
def add_part(
    services: Services, person: MayApply, recording_id: UUID, part: Part, upload_offset: Annotated[int, Header(ge=0)]
) -> UploadProgress:
    """Add a part at its offset; one that has arrived before is acknowledged again. Refuses WrongOffset, NotAVideo."""
    with read(services.engine) as session:
        row = own_recording(session, person, recording_id).row
    if upload_offset + len(part) <= row.received:
        return UploadProgress(id=row.id, received=row.received, size=row.size)
    admit_chunk(row.size, row.received, upload_offset, length=len(part))
    # The first bytes tell whether it is a video: better refused now than when all of it has come.
    if upload_offset == 0:
        media_type_of(part[:HEAD])
    # A fresh name: two tabs that send the same part never overwrite each other's bytes.
    name = f"recordings/{row.id}/{upload_offset}-{secrets.token_hex(4)}"
    # Before the row: a crash leaves bytes that nothing names, never a row without its bytes.
    sealed_key = services.vault.put(name, part)
    with begin(services.engine) as session:
        row = session.get_one(RecordingRow, recording_id, with_for_update=True)
        # Asked again under the lock: another tab may have added this part meanwhile.
        if row.sent_at or row.removed_at or row.received != upload_offset:
            raise WrongOffset(expected=row.received)
        session.add(
            RecordingPartRow(
                recording_id=row.id, offset=upload_offset, size=len(part), name=name, sealed_key=sealed_key
            )
        )
        row.received += len(part)
    return UploadProgress(id=row.id, received=row.received, size=row.size)


@router.post("/recordings/{recording_id:uuid}/send")
def send(services: Services, person: MayApply, recording_id: UUID) -> Response:
    """Hand a complete recording in; refuses Incomplete."""
    with begin(services.engine) as session:
        row, case = own_recording(session, person, recording_id, lock=True)
        if row.received != row.size and not row.link:
            raise Incomplete(msg("The file has not arrived whole yet. Choose it again: it goes on where it stopped."))
        # Sent before: delivered once more, without asking for the stage, which may have moved on.
        if row.sent_at is None:
            waiting(session, person, case.id)
            row.sent_at = services.now()
    return deliver(services, person, row)


def waiting(session: Session, person: Person, case_id: UUID) -> tuple[CaseRow, PracticalPolicy]:
    """The person's own case that waits for a sample stream, and its rules; refuses Missing and NotWaiting."""
    case = own_anchor_case(session, person, case_id)
    if case.stage != Stage.PRACTICAL:
        raise NotWaiting(msg("This application does not wait for a sample stream now."))
    return case, pinned(session, case).anchor.practical


def deliver(services: Services, person: Person, row: RecordingRow) -> Response:
    """Hand a complete recording to the procedure, and lead back to the page."""
    message = SendRecording(id=uuid5(row.id, "send"), by=person.id, recording_id=row.id)
    outcome = commands.send_recording(services.outbox, person, row.case_id, sent=message).raise_if_refused()
    done = "sent" if outcome.state == "applied" else "recorded"
    return RedirectResponse(f"/applications/{row.case_id}/practical?done={done}", 303)


def _open_ones(session: Session, case_id: UUID) -> list[RecordingRow]:
    return [row for row in recordings_of(session, case_id) if row.sent_at is None]


def drop_open(services: Services, session: Session, case_id: UUID) -> None:
    """Only one file is on its way at a time; another one takes its place."""
    for row in _open_ones(session, case_id):
        row.removed_at = services.now()
