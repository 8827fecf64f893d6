"""Importing items, the first step: a file, its format, and what every item of it needs."""

import hashlib
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import IntegrityError
from starlette.datastructures import UploadFile

from db.engine import begin, read
from db.exchange import ImportRow, waiting
from domain.accounts import Person
from domain.documents.limits import safe_name
from domain.exchange.common import LARGEST, ImportedFile, Unreadable
from domain.exchange.formats import LARGEST_ZIP, NAMES, READERS, looks_like, recognise
from domain.exchange.terms import ImportTerms, faults
from domain.message_values import FileSize
from domain.messages import Message, msg
from web.applications.answers import Posted, text
from web.common.deps import MayManageBank, Services
from web.common.limiting import UPLOADS, take
from web.common.pages import page
from web.exchange.terms import choices, terms_of

router = APIRouter(prefix="/items/exchange")
MOST_AT_ONCE = 500  # items of one import: each is a line and a box of a page


class UploadInput(NamedTuple):
    """What was posted: the id the page gave it, the format named (empty: find out), the file's name and bytes."""

    id: UUID
    format: str
    name: str
    data: bytes


@router.get("")
def start(request: Request, services: Services, person: MayManageBank) -> Response:
    """The form, and the files that wait for a confirmation."""
    blank = UploadInput(services.ids(), "", "", b"")
    return _page(request, services, person, sent=blank, terms=ImportTerms(), errors={})


@router.post("")
def upload(request: Request, services: Services, person: MayManageBank, posted: Posted) -> Response:
    """Look into a file and keep it for the dry run, or say what is wrong; nothing comes into the bank."""
    take(services, UPLOADS, str(person.id))
    sent, terms = _sent(services, posted), terms_of(posted)
    with read(services.engine) as session:
        errors = faults(terms, choices(services, session), services.today())
    found, wrong = _judge(sent)
    if errors or wrong:
        return _page(request, services, person, sent=sent, terms=terms, errors=wrong | errors)
    kept = _keep(services, person, sent._replace(format=found), terms=terms)
    return RedirectResponse(f"/items/exchange/imports/{kept}", 303)


def _sent(services: Services, posted: Posted) -> UploadInput:
    file, named = posted.get("file"), text(posted, "format")
    try:
        import_id = UUID(text(posted, "draft_id"))
    except ValueError:
        import_id = services.ids()
    if not isinstance(file, UploadFile) or not file.filename:
        return UploadInput(import_id, named, "", b"")
    return UploadInput(import_id, named, file.filename, file.file.read(LARGEST_ZIP + 1))


def _judge(sent: UploadInput) -> tuple[str, dict[str, Message]]:
    """The format of a file, and what is wrong with it as a whole."""
    if not sent.name:
        return "", {"file": msg("Choose a file first.")}
    if sent.format and sent.format not in READERS:
        return "", {"format": msg("Choose a format from the list.")}
    try:
        if len(sent.data) > LARGEST_ZIP:
            raise Unreadable(
                msg("The file is larger than {size}. Split it into smaller files.", size=FileSize(LARGEST_ZIP))
            )
        found = sent.format or recognise(sent.data)
        return found, _lacks(sent, found, READERS[found](sent.data))
    except Unreadable as error:
        hint = _hint(sent)
        if not hint:
            return "", {"file": error.message}
        return "", {"format": msg("It cannot be read as {format}. {hint}", format=NAMES[sent.format], hint=hint)}


def _lacks(sent: UploadInput, found: str, reading: ImportedFile) -> dict[str, Message]:
    """Why a file that could be read is no use as it is."""
    if len(reading.items) > MOST_AT_ONCE:
        return {
            "file": msg(
                "It holds {count} items; {most} can come in at once. Split it.",
                count=len(reading.items),
                most=MOST_AT_ONCE,
            )
        }
    if not reading.items and (hint := _hint(sent)):
        return {"format": msg("Read as {format}, nothing in it can come in. {hint}", format=NAMES[found], hint=hint)}
    if not reading.items and not reading.problems:
        return {"file": msg("It holds no questions. Export them again, and choose that file.")}
    return {}


def _hint(sent: UploadInput) -> Message:
    """What a file looks like, when another format was named."""
    seems = looks_like(sent.data) if sent.format else ""
    if seems in ("", sent.format):
        return Message()
    return msg("It looks like {format}: choose that, or let us find out.", format=NAMES[seems])


def _keep(services: Services, person: Person, sent: UploadInput, *, terms: ImportTerms) -> UUID:
    """Keep a file for its dry run and return the id; the same form once more is the same import."""
    row = ImportRow(
        id=sent.id,
        by=person.id,
        at=services.now(),
        format=sent.format,
        filename=safe_name(sent.name),
        size=len(sent.data),
        sha256=hashlib.sha256(sent.data).hexdigest(),
        sealed_key="",
        terms=terms.model_dump(),
    )
    same = {"by", "format", "sha256", "terms"}
    try:
        with begin(services.engine) as session:
            known = session.get(ImportRow, sent.id)
            if known and known.model_dump(include=same) == row.model_dump(include=same):
                return known.id
            row.id = services.ids() if known else row.id  # back, and something else typed or chosen
            session.add(row)
            session.flush()  # before the file is written: of two clicks at once, one ends here
            row.sealed_key = services.vault.put(row.file, sent.data)
    except IntegrityError:
        return sent.id
    return row.id


def _page(
    request: Request,
    services: Services,
    person: Person,
    *,
    sent: UploadInput,
    terms: ImportTerms,
    errors: dict[str, Message],
) -> Response:
    with read(services.engine) as session:
        options, before = choices(services, session), waiting(session, person.id)
    limits = {"text": LARGEST // 1_000_000, "zip": LARGEST_ZIP // 1_000_000, "most": MOST_AT_ONCE}
    known = {"choices": options, "waiting": before, "sent": sent, "terms": terms, "formats": NAMES, "limits": limits}
    return page(request, "exchange/upload.html", 422 if errors else 200, errors=errors, **known)
