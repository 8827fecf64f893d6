"""The public registry: verify a number or a file; and the certificate's download for its holder and staff."""

import hashlib
import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict

from db.credentials import register as credentials
from db.credentials.register import CredentialRow
from db.engine import begin, read
from domain.accounts import Act, Person
from domain.credentials.standing import CertificateFace, NumberMistyped, Standing, read_number
from domain.events import EventKind
from domain.messages import msg
from domain.refusals import Invalid
from web.common import limiting
from web.common.auditing import audit
from web.common.deps import Services, SignedIn, Visitor
from web.common.pages import page
from web.credentials import shown_pdf as shown
from web.loading import or_404

router = APIRouter()
NO_PORTRAIT, NO_CERTIFICATE = msg("There is no such picture."), msg("There is no such certificate.")
PICTURED = (Standing.VALID, Standing.COMING, Standing.EXPIRED, Standing.SUSPENDED)


class VerifyAnswer(BaseModel):
    """What the verify page says.

    `state` is a standing, `unknown`, `mistyped` or `altered`; `file` is `genuine`, `superseded`, `unknown`, or empty
    when a number was asked; `portrait` whether the picture may be shown.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    state: str
    number: str = ""
    row: CredentialRow | None = None
    face: CertificateFace | None = None
    file: str = ""
    portrait: bool = False


@router.get("/verify")
def verify_form(request: Request, _: Visitor, number: str = "") -> Response:
    """The form; a number leads to its own page."""
    if number.strip():
        try:
            return RedirectResponse(f"/verify/{read_number(_from_address(number))}", 303)
        except NumberMistyped as refusal:
            return page(request, "credentials/verify.html", 422, number=number[:80], errors={"number": refusal.message})
    return page(request, "credentials/verify.html", number="", errors={})


@router.post("/verify/file")
def verify_file(
    request: Request, services: Services, _: Visitor, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Compare a file with what was issued; it is not kept."""
    limiting.take(services, limiting.FILES_OF_CLIENT, limiting.client_of(request))
    data = file.file.read(shown.LARGEST + 1) if file else b""
    try:
        shown.admit(data)
    except Invalid as refusal:
        return page(request, "credentials/verify.html", 422, number="", errors={"file": refusal.message})
    return _show(request, _judge(services, data))


@router.get("/verify/file")
def no_file() -> Response:
    """A reload of the answer to a file: the file is gone, the form is not."""
    return RedirectResponse("/verify", 303)


@router.get("/verify/{typed}")
def verify(request: Request, services: Services, _: Visitor, typed: str) -> Response:
    """What a number is worth today."""
    try:
        number = read_number(typed)
    except NumberMistyped:
        return _show(request, VerifyAnswer(state="mistyped", number=typed[:80]))
    # One address for each number, however it was typed.
    if number != typed:
        return RedirectResponse(f"/verify/{number}", 303)
    return _show(request, _look_up(services, number))


@router.get("/verify/{number}/portrait")
def portrait(request: Request, services: Services, number: str) -> Response:
    """The portrait on a certificate that counts or may count again; never of a revoked one."""
    limiting.take(services, limiting.PORTRAITS_OF_CLIENT, limiting.client_of(request))
    answer = _look_up(services, number)
    row = or_404(answer.row if answer.portrait else None, NO_PORTRAIT)
    with read(services.engine) as session:
        document = or_404(credentials.latest_certificate(session, row.id), NO_PORTRAIT)
    data = services.vault.get(document.portrait_name, document.portrait_key)
    # Kept by no cache: the certificate may be revoked tomorrow.
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.get("/credentials/{credential_id}/certificate.pdf")
def certificate(services: Services, person: SignedIn, credential_id: UUID) -> Response:
    """The signed document, for its holder and for staff; anybody else is told there is none."""
    with read(services.engine) as session:
        held = session.get(CredentialRow, credential_id)
        row = or_404(held if held and _may_read(person, held) else None, NO_CERTIFICATE)
        document = or_404(credentials.latest_certificate(session, credential_id), NO_CERTIFICATE)
    # On record before a byte is handed out; once a day, however often it is downloaded.
    with begin(services.engine) as session:
        audit(
            services,
            session,
            person,
            kind=EventKind.CERTIFICATE_READ,
            subject=row.case_id,
            key=f"certificate.read:{row.id}:{person.id}:{services.today()}",
            facts={"credential": str(row.id), "number": row.number},
        )
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.pdf"', "Cache-Control": "private, no-store"}
    return Response(
        services.vault.get(document.name, document.sealed_key), media_type="application/pdf", headers=headers
    )


def _may_read(person: Person, row: CredentialRow) -> bool:
    return row.account_id == person.id or person.may(Act.READ_CASES)


def _from_address(typed: str) -> str:
    """The number at the end of an address, as the code on a certificate gives it; anything else as it was typed."""
    return re.split(r"[?#]", typed, maxsplit=1)[0].strip().rstrip("/").rsplit("/", 1)[-1]


def _judge(services: Services, data: bytes) -> VerifyAnswer:
    """Ours to the last byte, a changed copy of ours, or nothing we know."""
    with read(services.engine) as session:
        known = credentials.by_file(session, hashlib.sha256(data).hexdigest())
        newest = credentials.latest_certificate(session, known[0].id) if known else None
    if known and newest:
        answer = _look_up(services, known[0].number)
        return answer.model_copy(update={"file": "genuine" if known[1].revision == newest.revision else "superseded"})
    claimed = shown.claimed_number(data)
    answer = _look_up(services, claimed) if claimed else VerifyAnswer(state="unknown", file="unknown")
    # A standing is never shown in green beside a file that is not ours.
    return (
        answer.model_copy(update={"state": "altered"}) if answer.row else answer.model_copy(update={"file": "unknown"})
    )


def _look_up(services: Services, number: str) -> VerifyAnswer:
    with read(services.engine) as session:
        row = credentials.by_number(session, number)
        document = credentials.latest_certificate(session, row.id) if row else None
    if row is None:
        return VerifyAnswer(state="unknown", number=number)
    if row.standing == Standing.PENDING or document is None:
        return VerifyAnswer(state=Standing.PENDING, number=number, row=row)
    state = row.worth(services.today())
    face, shown_too = CertificateFace.model_validate(document.face), bool(document.portrait_key) and state in PICTURED
    return VerifyAnswer(state=state, number=number, row=row, face=face, portrait=shown_too)


def _show(request: Request, answer: VerifyAnswer) -> Response:
    # Only a number can be looked for in vain; a file that was looked into got its answer.
    status = 404 if answer.state in ("unknown", "mistyped") and not answer.file else 200
    return page(request, "credentials/answer.html", status, answer=answer)
