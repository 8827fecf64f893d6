"""Accommodations: what people are granted in every exam, asked for by one of the staff and approved by another."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.accounts.people import AccountRow, by_email, named
from db.engine import begin, read
from db.exams import sittings
from db.exams.attempts import AttemptRow
from db.exams.sittings import AccommodationRow
from domain.accounts import Person
from domain.events import EventKind
from domain.exams.clock import Accommodation
from domain.invigilation.accommodations import AccommodationInput, SettledRequest, admit_approval, faults, granted
from domain.invigilation.actions import move_deadline
from domain.lengths import LONGEST_ADDRESS
from domain.messages import Message, msg
from web.common.auditing import audit
from web.common.deps import MayApproveExams, MayInvigilate, Services
from web.common.pages import page
from web.loading import get_or_404

router = APIRouter(prefix="/accommodations")


@router.get("")
def all_of_them(request: Request, services: Services, _: MayInvigilate, email: str = "") -> Response:
    """What waits for approval, what is in force, and the form for another."""
    return _page(request, services, AccommodationInput(email=email[:LONGEST_ADDRESS]), errors={})


@router.post("")
def ask(
    request: Request, services: Services, person: MayInvigilate, wish: Annotated[AccommodationInput, Form()]
) -> Response:
    """Ask for one; it counts once a colleague has approved it."""
    errors, now = faults(wish, services.today()), services.now()
    with begin(services.engine) as session:
        account = by_email(session, wish.email.strip().lower())
        if account is None:
            errors |= {"email": msg("Nobody has an account with this address. Copy it from the application.")}
        elif not errors:
            row = AccommodationRow(
                id=services.ids(),
                account_id=account.id,
                reason=wish.reason.strip(),
                asked_by=person.id,
                asked_at=now,
                valid_until=_end_of(date.fromisoformat(wish.valid_until.strip())),
                **granted(wish).model_dump(),
            )
            session.add(row)
            _audit(services, session, person, kind=EventKind.ACCOMMODATION_ASKED, row=row)
    return (
        _page(request, services, wish, errors=errors) if errors else RedirectResponse("/accommodations?done=asked", 303)
    )


@router.post("/{row_id:uuid}/approve")
def approve(services: Services, person: MayApproveExams, row_id: UUID) -> Response:
    """Approve it; an exam that runs gets the time at once."""
    now = services.now()
    with begin(services.engine) as session:
        row = get_or_404(session, AccommodationRow, row_id, lock=True)
        admit_approval(row.asked_by, row.account_id, person.id, settled=bool(row.approved_at or row.ended_at))
        # Before this one counts: what is in force so far is what a running exam was given.
        before = sittings.accommodation_of(session, row.account_id, now)
        row.approved_by, row.approved_at = person.id, now
        _regrant(session, row.account_id, before.granted if before else Accommodation(), after=row.granted, now=now)
        _audit(services, session, person, kind=EventKind.ACCOMMODATION_APPROVED, row=row)
    return RedirectResponse("/accommodations?done=approved", 303)


@router.post("/{row_id:uuid}/end")
def end(services: Services, person: MayInvigilate, row_id: UUID) -> Response:
    """End it, or take the request back; an exam that runs keeps what it was given."""
    with begin(services.engine) as session:
        row = get_or_404(session, AccommodationRow, row_id, lock=True)
        if row.ended_at:
            raise SettledRequest(msg("This accommodation has ended already."))
        row.ended_at = services.now()
        _audit(services, session, person, kind=EventKind.ACCOMMODATION_ENDED, row=row)
    return RedirectResponse("/accommodations?done=ended", 303)


def _regrant(session: Session, account_id: UUID, before: Accommodation, *, after: Accommodation, now: datetime) -> None:
    for row in sittings.open_sittings(session, account_id):
        if not row.clock.over(now):
            minutes = session.get_one(AttemptRow, row.attempt_id).minutes
            row.set_clock(move_deadline(row.clock, minutes, before, after=after, now=now))
            # Breaks that were taken are not given again.
            row.breaks_left = max(0, row.breaks_left + after.breaks - before.breaks)
            row.break_minutes = after.break_minutes


def _page(request: Request, services: Services, wish: AccommodationInput, *, errors: dict[str, Message]) -> Response:
    now = services.now()
    with read(services.engine) as session:
        rows = sittings.accommodations(session)
        people = {row.account_id for row in rows} | {row.asked_by for row in rows}
        names: dict[UUID, AccountRow] = {each.id: each for each in named(session, people)}
    waiting = [row for row in rows if row.approved_at is None]
    living = [row for row in rows if row.approved_at and row.valid_until > now]
    known = {"waiting": waiting, "living": living, "names": names, "wish": wish, "errors": errors}
    return page(request, "invigilation/accommodations.html", 422 if errors else 200, **known)


def _end_of(day: date) -> datetime:
    # The last day counts to its end.
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _audit(services: Services, session: Session, person: Person, *, kind: EventKind, row: AccommodationRow) -> None:
    audit(
        services,
        session,
        person,
        kind=kind,
        subject=row.account_id,
        key=f"{kind}:{row.id}",
        facts={"accommodation": str(row.id), "granted": row.granted.model_dump_json(), "reason": row.reason},
    )
