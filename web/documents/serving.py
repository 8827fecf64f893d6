"""Uploaded files, served as downloads or page pictures to their owner and to staff; each reading is noted."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from db.applications import ApplicationRow
from db.documents import DocumentRow, PageRow
from db.engine import begin
from domain.accounts import Act, Person
from domain.documents.limits import MediaType
from domain.events import EventKind
from domain.messages import msg
from vault.files import document_name
from web.common.auditing import audit
from web.common.deps import Services, SignedIn
from web.loading import NO_SUCH, get_or_404, or_404

router = APIRouter()

# A file is somebody else's content: whatever it holds, it may run nothing, load nothing and stay in no cache.
SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PICTURES = ("image/webp", "image/png", "image/jpeg")


@router.get("/documents/{document_id:uuid}/original")
def original(services: Services, person: SignedIn, document_id: UUID) -> Response:
    """The file as it was uploaded, as a download."""
    with begin(services.engine) as session:
        row = _readable(session, person, document_id)
        _note(services, session, person, row=row, part="original")
    # After the commit: nothing is handed out that is not on record.
    data = services.vault.get(document_name(row.id), row.sealed_key)
    disposition = f"attachment; filename=\"{_ascii(row.filename)}\"; filename*=UTF-8''{quote(row.filename, safe='')}"
    return Response(data, media_type=MediaType(row.media_type), headers=SEALED | {"Content-Disposition": disposition})


@router.get("/documents/{document_id:uuid}/pages/{number:int}")
def picture(services: Services, person: SignedIn, document_id: UUID, number: int) -> Response:
    """The picture of a page (from 1), made by the check; reading is noted once a day and person."""
    with begin(services.engine) as session:
        row = _readable(session, person, document_id)
        page = session.get(PageRow, (document_id, number)) if number <= row.pages else None
        one = or_404(page if page and page.media_type in PICTURES else None, msg("There is no picture of this page."))
        once = f"document.read:{row.id}:{person.id}:{services.today()}"
        _note(services, session, person, row=row, part="pages", key=once)
    data = services.vault.get(one.name, one.sealed_key)
    return Response(data, media_type=one.media_type, headers=SEALED)


def _readable(session: Session, person: Person, document_id: UUID) -> DocumentRow:
    """The document, if it is the person's own, or was sent and the person may read cases; refuses Missing."""
    row = get_or_404(session, DocumentRow, document_id)
    application = session.get_one(ApplicationRow, row.application_id)
    sent = application.submitted_at is not None and person.may(Act.READ_CASES)
    allowed = row.removed_at is None and (application.account_id == person.id or sent)
    return or_404(row if allowed else None, NO_SUCH[DocumentRow])


def _note(
    services: Services, session: Session, person: Person, *, row: DocumentRow, part: str, key: str | None = None
) -> None:
    audit(
        services,
        session,
        person,
        kind=EventKind.DOCUMENT_READ,
        subject=row.application_id,
        key=key,
        facts={"document": str(row.id), "kind": row.kind, "part": part},
    )


def _ascii(filename: str) -> str:
    """A name that needs no quoting, for clients that know only those."""
    return "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in filename)
