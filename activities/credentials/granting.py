"""Granting a credential: what an approval of a merchant or an anchor gives."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from db import documents
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.exams.levels import levels_earned
from db.policy.pins import pinned
from domain.credentials.renewals import renewed_from
from domain.credentials.standing import Standing, make_number
from domain.exams.levels import admit_levels
from domain.policy.pack import Pack
from domain.review import Decision

NO_VALIDITY = timedelta(days=180)


def grant(session: Session, case: CaseRow, decision: Decision, *, issuer: str, now: datetime) -> CredentialRow:
    """The credential of an approved case, still pending; refuses LevelNotEarned."""
    application, pack, today = session.get_one(ApplicationRow, case.id), pinned(session, case), now.date()
    if decision.credential_id is None:
        raise ValueError("an approval names the credential it grants")
    first = _first_day(session, application, today)
    row = CredentialRow(
        id=decision.credential_id,
        case_id=case.id,
        account_id=case.applicant,
        kind=case.kind,
        number=make_number(case.kind[0].upper(), today.year, decision.credential_id),
        holder=case.title,
        country=case.country,
        legal_form=_label(pack, case.legal_form),
        categories=[],
        issuer=issuer,
        issued_on=today,
        valid_from=first,
        valid_until=first + (pack.part(case.kind).validity or NO_VALIDITY),
        standing=Standing.PENDING,
        standing_at=now,
        renews=application.renews,
    )
    if case.kind == "anchor":
        _certify(session, row, application, pack=pack, decision=decision)
    else:
        chosen = application.form.all("shop.categories")
        row.categories = [each.label for each in pack.merchant.categories if each.key in chosen]
    return row


def _certify(
    session: Session, row: CredentialRow, application: ApplicationRow, *, pack: Pack, decision: Decision
) -> None:
    """What only an anchor's credential carries: levels by category, the name in local script, the portrait."""
    admit_levels(decision.levels, application.form.all("work.categories"), levels_earned(session, row.case_id, pack))
    names = {each.key: each.label for each in pack.anchor.levels}
    granted = {each.label: decision.levels[each.key] for each in pack.anchor.categories if each.key in decision.levels}
    row.categories = list(granted)
    row.levels = {category: names[level] for category, level in granted.items()}
    row.local_name = application.form.one("identity.local_name")
    portraits = [each.id for each in documents.of_application(session, application.id) if each.kind == "portrait"]
    # Documents come oldest first: the latest portrait is printed.
    row.portrait = portraits[-1] if portraits else None


def _first_day(session: Session, application: ApplicationRow, today: date) -> date:
    old = session.get(CredentialRow, application.renews) if application.renews else None
    return renewed_from(old.valid_until, today) if old else today


def _label(pack: Pack, legal_form: str) -> str:
    forms = (*pack.merchant.legal_forms, *pack.anchor.legal_forms)
    return next((each.label for each in forms if each.key == legal_form), legal_form)
