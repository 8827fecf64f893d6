"""Conflicts of interest: who of the staff is close to a candidate or an agency, and so does not judge them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlmodel import Session

from db.accounts.people import by_email, named
from db.conflicts import ConflictRow, conflicts, folded
from db.engine import begin, read
from domain.accounts import Act, Person, Role
from domain.conflicts import ConflictKind
from domain.events import EventKind
from domain.lengths import LONGEST_CONFLICT_NOTE
from domain.messages import Message, msg
from domain.refusals import Forbidden
from web.common.auditing import audit
from web.common.deps import MayStateConflicts, Services
from web.common.pages import page
from web.loading import get_or_404


class NotForYou(Forbidden):
    """Only those who watch over the register may do this."""


router = APIRouter(prefix="/conflicts")


class ConflictInput(BaseModel):
    """The form as it was typed; `of` is a colleague's address, empty for oneself."""

    of: str = ""
    kind: ConflictKind = ConflictKind.OTHER
    email: str = ""
    agency: str = ""
    note: str = ""


@router.get("")
def all_of_them(request: Request, services: Services, person: MayStateConflicts) -> Response:
    """One's own conflicts; a senior or an administrator sees everybody's."""
    return _page(request, services, person, form=ConflictInput(), errors={})


@router.post("")
def state(
    request: Request, services: Services, person: MayStateConflicts, form: Annotated[ConflictInput, Form()]
) -> Response:
    """Write a conflict into the register."""
    with begin(services.engine) as session:
        whose, errors = _whose(session, person, form)
        to = by_email(session, form.email.strip().lower()) if form.email.strip() else None
        if form.email.strip() and to is None:
            errors["email"] = msg("Nobody has an account with this address.")
        elif bool(to) == bool(folded(form.agency)):
            errors["email"] = msg("Name either a person by e-mail address, or an agency.")
        if not errors and whose:
            row = ConflictRow(
                id=services.ids(),
                staff=whose,
                kind=form.kind,
                account_id=to.id if to else None,
                # Kept as it is compared: it is found however an application writes the name.
                agency=folded(form.agency),
                note=form.note.strip()[:LONGEST_CONFLICT_NOTE],
                stated_by=person.id,
                stated_at=services.now(),
            )
            session.add(row)
            _audit(services, session, person, kind=EventKind.CONFLICT_STATED, row=row)
    return (
        _page(request, services, person, form=form, errors=errors)
        if errors
        else RedirectResponse("/conflicts?done=stated", 303)
    )


@router.post("/{conflict_id:uuid}/end")
def end(services: Services, person: MayStateConflicts, conflict_id: UUID) -> Response:
    """End a conflict; a senior's or an administrator's word is needed, so that nobody frees themselves."""
    if not _oversees(person):
        raise NotForYou(msg("A senior reviewer or an administrator ends a conflict of interest."))
    with begin(services.engine) as session:
        row = get_or_404(session, ConflictRow, conflict_id)
        # A second press keeps the first time; its event has the same key and is not written twice.
        row.ended_at = row.ended_at or services.now()
        _audit(services, session, person, kind=EventKind.CONFLICT_ENDED, row=row)
    return RedirectResponse("/conflicts?done=ended", 303)


def _whose(session: Session, person: Person, form: ConflictInput) -> tuple[UUID | None, dict[str, Message]]:
    if not form.of.strip():
        return person.id, {}
    if not _oversees(person):
        raise NotForYou(
            msg("You state your own conflicts. A senior reviewer or an administrator states a colleague's.")
        )
    colleague = by_email(session, form.of.strip().lower())
    if colleague is None or colleague.role == Role.APPLICANT:
        return None, {"of": msg("None of the staff has this address.")}
    return colleague.id, {}


def _oversees(person: Person) -> bool:
    return person.may(Act.OVERRIDE) or person.may(Act.MANAGE_ACCOUNTS)


def _page(
    request: Request, services: Services, person: Person, *, form: ConflictInput, errors: dict[str, Message]
) -> Response:
    with read(services.engine) as session:
        rows = conflicts(session, None if _oversees(person) else person.id)
        people = {row.staff for row in rows} | {row.account_id for row in rows if row.account_id}
        names = {each.id: each.name for each in named(session, people)}
    known = {"rows": rows, "names": names, "form": form, "errors": errors, "oversees": _oversees(person)}
    return page(request, "conflicts/all.html", 422 if errors else 200, **known)


def _audit(services: Services, session: Session, person: Person, *, kind: EventKind, row: ConflictRow) -> None:
    audit(
        services,
        session,
        person,
        kind=kind,
        subject=row.staff,
        key=f"{kind}:{row.id}",
        facts={"tie": str(row.id), "kind": row.kind, "to": str(row.account_id or row.agency)},
    )
