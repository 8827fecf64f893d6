"""Accommodations: asked for by one of the staff with a reason, approved by another."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ValidationError

from domain.exams.clock import Accommodation
from domain.lengths import SHORTEST_REASON
from domain.messages import Message, msg
from domain.refusals import Conflict, Forbidden


class OwnRequest(Forbidden):
    """Whoever asks for an accommodation, or gets it, does not approve it."""


class SettledRequest(Conflict):
    """The accommodation was approved or ended already."""


class AccommodationInput(BaseModel, frozen=True):
    """The form as it was typed."""

    email: str = ""
    multiplier: str = "1.0"
    extra_minutes: str = "0"
    breaks: str = "0"
    break_minutes: str = "0"
    reason: str = ""
    valid_until: str = ""


def faults(wish: AccommodationInput, today: date) -> dict[str, Message]:
    """A sentence for each field that is wrong; the person's address is for the asker to look up."""
    found = {field: sentence for field, sentence in _BOUNDS.items() if _number(field, getattr(wish, field)) is None}
    if len(wish.reason.strip()) < SHORTEST_REASON:
        found["reason"] = msg("Say why, in {shortest_reason} characters or more.", shortest_reason=SHORTEST_REASON)
    if not _later(wish.valid_until, today):
        found["valid_until"] = msg("Enter the last day as year-month-day, such as 2027-06-30; it lies in the future.")
    if not found and granted(wish) == Accommodation():
        found["multiplier"] = msg("Grant something: more time by a factor, extra minutes, or breaks.")
    return found


def granted(wish: AccommodationInput) -> Accommodation:
    """The figures of a wish without faults."""
    return Accommodation(**{field: _number(field, getattr(wish, field)) for field in _BOUNDS})


def admit_approval(asked_by: UUID, candidate: UUID, by: UUID, *, settled: bool) -> None:
    """Refuse OwnRequest and SettledRequest."""
    if settled:
        raise SettledRequest(msg("This accommodation was approved or ended already."))
    if by in (asked_by, candidate):
        raise OwnRequest(msg("Somebody else has to approve what you asked for."))


_BOUNDS = {
    "multiplier": msg("Enter a factor from 1.0 to 3.0, such as 1.5."),
    "extra_minutes": msg("Enter whole minutes, 0 to 600."),
    "breaks": msg("Enter a number of breaks, 0 to 10."),
    "break_minutes": msg("Enter whole minutes for each break, 0 to 60."),
}


def _number(field: str, typed: str) -> float | None:
    try:
        value = float(typed.strip().replace(",", ".") or "0")
        whole = value if field == "multiplier" else int(value)
        if whole != value:
            return None
        Accommodation(**{field: whole})
    # OverflowError is what int() makes of infinity.
    except (ValueError, OverflowError, ValidationError):
        return None
    return whole


def _later(typed: str, today: date) -> bool:
    try:
        return date.fromisoformat(typed.strip()) > today
    except ValueError:
        return False
