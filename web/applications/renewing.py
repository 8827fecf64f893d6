"""Renewing a certificate: a draft with the answers of the application before it."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.applications import ApplicationRow
from db.credentials import register as credentials
from db.credentials.register import CredentialRow
from db.credentials.renewals import renewing
from db.engine import begin
from domain.accounts import Person
from domain.events import EventKind
from domain.messages import msg
from web.applications.answers import Posted
from web.applications.draft import form_of
from web.applications.renewal_terms import admit_credential, unsigned
from web.applications.submitting import command_of
from web.common.auditing import audit
from web.common.deps import MayApply, Services
from web.loading import or_404, own_application

router = APIRouter(prefix="/applications/{application_id:uuid}")


@router.post("/renew")
def renew(services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """Open the draft that renews the certificate of this application, once; refuses NotRenewable."""
    new_id = command_of(posted)
    with begin(services.engine) as session:
        # Locked before the renewal is looked for: two tabs open one draft.
        old = own_application(session, person, application_id, lock=True)
        granted = or_404(credentials.of_case(session, application_id), msg("There is no certificate to renew."))
        known = renewing(session, granted.id)
        if known is None:
            admit_credential(session, granted, services.today())
            known = _draft(services, session, person, new_id=new_id, old=old, granted=granted)
    return RedirectResponse(f"/applications/{known.id}?done=copied", 303)


def _draft(
    services: Services,
    session: Session,
    person: Person,
    *,
    new_id: UUID,
    old: ApplicationRow,
    granted: CredentialRow,
) -> ApplicationRow:
    now = services.now()
    row = ApplicationRow(
        id=new_id,
        account_id=person.id,
        kind=old.kind,
        renews=granted.id,
        country=old.country,
        legal_form=old.legal_form,
        answers=unsigned(form_of(services, old).asks, old.form),
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    audit(
        services,
        session,
        person,
        kind=EventKind.RENEWAL_BEGUN,
        subject=old.id,
        key=f"renewal.begun:{new_id}",
        facts={"credential": str(granted.id), "application": str(new_id)},
    )
    return row
