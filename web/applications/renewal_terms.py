"""The terms of a renewal: whether a certificate can be renewed today, until when, and by which application."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.credentials.renewals import renewing
from db.policy.pins import pinned
from domain.applications.kept_answers import Answers
from domain.credentials.renewals import NotRenewable, admit_renewal
from domain.messages import msg
from domain.policy.anchor import RenewalPolicy
from domain.policy.parts import ApplicationPolicy


class RenewalTerms(NamedTuple):
    """A certificate that can be renewed until a day, and the application that does so already."""

    until: date
    by: UUID | None


def renewal_of(session: Session, row: CredentialRow, today: date) -> RenewalTerms | None:
    """What a holder can do about the end of a certificate; None while it cannot be renewed."""
    under_way = renewing(session, row.id) if row.kind == "anchor" else None
    # Once it is sent, the end of the certificate no longer stands in its way.
    if under_way and under_way.submitted_at:
        return RenewalTerms(row.valid_until, under_way.id)
    try:
        admit_credential(session, row, today)
    except NotRenewable:
        return None
    return RenewalTerms(row.valid_until + _policy(session, row).grace, under_way.id if under_way else None)


def admit_credential(session: Session, row: CredentialRow, today: date) -> None:
    """Refuse NotRenewable, by the pack that the credential was granted under."""
    if row.kind != "anchor":
        raise NotRenewable(msg("Only an anchor's certificate is renewed. Apply again instead."))
    admit_renewal(row.standing, row.valid_until, today, policy=_policy(session, row))


def unsigned(asks: ApplicationPolicy, answers: Answers) -> dict[str, object]:
    """The answers without what is agreed to or declared: that is given anew."""
    signed = {each.key for each in asks.fields if each.kind == "agree"}
    sections = {
        name: {key: value for key, value in part.items() if key not in signed}
        for name, part in answers.sections.items()
        if name != "declaration"
    }
    return Answers(sections=sections, owners=answers.owners).model_dump(mode="json")


def _policy(session: Session, row: CredentialRow) -> RenewalPolicy:
    return pinned(session, session.get_one(CaseRow, row.case_id)).anchor.renewal
