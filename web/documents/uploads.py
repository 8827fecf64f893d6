"""The applicant's papers: the list of what is due, upload, replacement and removal."""

from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from db import documents
from db.applications import ApplicationRow
from db.documents import DocumentRow
from db.engine import begin, read
from domain.accounts import Person
from domain.applications.requirements import documents_asked
from domain.documents.limits import (
    MAX_BYTES,
    MAX_FILES,
    MAX_PAGES,
    MediaType,
    SameFileTwice,
    TooManyFiles,
    UnfitFile,
    safe_name,
)
from domain.messages import Message, msg
from domain.policy.parts import DocumentRule
from domain.refusals import Missing
from vault.files import document_name
from web.applications.answers import Posted, text
from web.applications.draft import ApplicationDraft, editable, look
from web.common.deps import MayApply, Services
from web.common.limiting import UPLOADS, take
from web.common.pages import page
from web.documents.intake import Intake, inspect
from web.loading import get_or_404, own_application

router = APIRouter()


class NoFile(UnfitFile):
    """The form was sent without a file."""

    sentence = msg("Choose a file first, then press Upload.")


class NotAPicture(UnfitFile):
    """A photograph is asked for, and this is a PDF."""

    sentence = msg("This is a PDF. Upload a photograph (JPEG, PNG or HEIC) instead.")


class DocumentUpload(NamedTuple):
    """One posted file: for which kind of paper, in place of which document, its name and its bytes."""

    kind: str
    replaces: UUID | None
    name: str
    data: bytes

    @property
    def slot(self) -> str:
        """The name of the input it came from."""
        return f"file-{self.replaces or self.kind}"


@router.get("/applications/{application_id:uuid}/documents")
def papers(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """The papers due for this country, legal form and categories, with what is there."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        draft = look(services, session, row)
    if row.submitted_at:
        return RedirectResponse(f"/applications/{row.id}", 303)
    return _page(request, draft, {})


@router.post("/applications/{application_id:uuid}/documents")
def upload(request: Request, services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """Look into a file at once; take it, or say beside its input what is wrong."""
    take(services, UPLOADS, str(person.id))
    with read(services.engine) as session:
        draft = look(services, session, own_application(session, person, application_id))
    sent = _read(posted)
    if sent.kind not in {rule.key for rule in _asked(draft)}:
        raise Missing(msg("This application does not ask for such a document."))
    rule = next(rule for rule in _asked(draft) if rule.key == sent.kind)
    try:
        _take(services, person, draft.row, sent=sent, rule=rule)
    except UnfitFile as refused:
        return _page(request, draft, {sent.slot: refused.message})
    return RedirectResponse(f"/applications/{application_id}/documents?done=uploaded#paper-{sent.kind}", 303)


@router.post("/documents/{document_id:uuid}/remove")
def remove(services: Services, person: MayApply, document_id: UUID) -> Response:
    """Take a file out of a draft, and forget its bytes; the row stays."""
    with begin(services.engine) as session:
        row = get_or_404(session, DocumentRow, document_id)
        application = editable(session, person, row.application_id)
        row.removed_at = row.removed_at or services.now()
        application.updated_at = services.now()
    # After the commit: a row in force never lacks its file.
    services.vault.remove(document_name(document_id))
    return RedirectResponse(f"/applications/{row.application_id}/documents?done=removed#paper-{row.kind}", 303)


def _take(
    services: Services, person: Person, application: ApplicationRow, *, sent: DocumentUpload, rule: DocumentRule
) -> None:
    """Inspect and keep; the file goes first, so that a crash leaves no row without a file. Refuses UnfitFile."""
    if not sent.name:
        raise NoFile
    seen, document_id = inspect(sent.data), services.ids()
    if rule.picture and seen.media_type == MediaType.PDF:
        raise NotAPicture
    with read(services.engine) as session:
        # Asked before the file is stored, and again under the lock: two uploads at once both pass here.
        _admit(session, application, sent, seen=seen)
    sealed_key = services.vault.put(document_name(document_id), sent.data)
    with begin(services.engine) as session:
        row = editable(session, person, application.id)
        _admit(session, row, sent, seen=seen)
        dropped = _drop(services, session, row, sent=sent)
        row.updated_at = services.now()
        session.add(
            DocumentRow(
                id=document_id,
                application_id=row.id,
                kind=sent.kind,
                filename=safe_name(sent.name),
                sealed_key=sealed_key,
                uploaded_at=services.now(),
                **seen.model_dump(),
            )
        )
    if dropped:
        services.vault.remove(document_name(dropped.id))


def _admit(session: Session, application: ApplicationRow, sent: DocumentUpload, *, seen: Intake) -> None:
    """Refuse SameFileTwice and TooManyFiles."""
    files = documents.of_application(session, application.id)
    if any(each.sha256 == seen.sha256 for each in files):
        raise SameFileTwice
    if sum(each.id != sent.replaces for each in files) >= MAX_FILES:
        raise TooManyFiles


def _drop(
    services: Services, session: Session, application: ApplicationRow, *, sent: DocumentUpload
) -> DocumentRow | None:
    """Take the file that the new one replaces out of the draft."""
    # The id comes from the form: it must not reach into another application, or another kind of paper.
    old = session.get(DocumentRow, sent.replaces) if sent.replaces else None
    if not old or old.application_id != application.id or old.kind != sent.kind:
        return None
    old.removed_at = old.removed_at or services.now()
    return old


def _read(posted: Posted) -> DocumentUpload:
    """The file of a form; without one the name is empty."""
    kind, replaces = text(posted, "kind"), _id(text(posted, "replaces"))
    file = posted.get(f"file-{replaces or kind}")
    if not isinstance(file, UploadFile) or not file.filename:
        return DocumentUpload(kind, replaces, "", b"")
    # One byte more than is allowed tells that it is too large; the rest is not read.
    return DocumentUpload(kind, replaces, file.filename, file.file.read(MAX_BYTES + 1))


def _id(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


def _asked(draft: ApplicationDraft) -> list[DocumentRule]:
    return documents_asked(draft.form, draft.row.form)


def _page(request: Request, draft: ApplicationDraft, errors: dict[str, Message]) -> Response:
    asked = _asked(draft)
    keys = {rule.key for rule in asked}
    context: dict[str, Any] = {
        "draft": draft,
        "papers": [(rule, [each for each in draft.files if each.kind == rule.key]) for rule in asked],
        # Left from another country or legal form, which the applicant may choose again.
        "spare": [each for each in draft.files if each.kind not in keys],
        "limits": {"bytes": MAX_BYTES, "pages": MAX_PAGES, "files": MAX_FILES},
        "errors": errors,
    }
    return page(request, "documents/papers.html", 422 if errors else 200, **context)
