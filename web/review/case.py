"""The page of one case, and the claim on it."""

from dataclasses import dataclass, field
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from db import review
from db.engine import begin, read
from domain.accounts import Act, Person
from domain.events import EventKind
from domain.message_values import Clock
from domain.messages import Message, msg
from domain.refusals import Refused
from domain.review import AlreadyDecided, Decision, NotClaimed
from web.common.auditing import audit
from web.common.deps import MayDecide, MayReadCases, Services
from web.common.pages import page
from web.review.case_file import CaseFile, holds, load, may_claim
from web.review.case_view import CaseView

router = APIRouter(prefix="/cases/{case_id:uuid}")


class DecisionInput(BaseModel):
    """The decision form as it was typed; `step` says which button was pressed."""

    outcome: str = ""
    reason_codes: list[str] = []
    levels: list[str] = []
    text: str = ""
    note: str = ""
    command: UUID | None = None
    step: str = "check"

    @property
    def written(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.outcome or self.reason_codes or self.text or self.note)


@dataclass(frozen=True)
class CasePage:
    """How the case page is shown: what was typed, what is wrong with it, and what went wrong with the last step."""

    typed: DecisionInput = field(default_factory=DecisionInput)
    errors: dict[str, Message] = field(default_factory=dict)
    problem: Message | str = ""
    status: int = 200


@router.get("")
def case_page(request: Request, services: Services, person: MayReadCases, case_id: UUID) -> Response:
    """All about one case; opening it is noted once per person and hour."""
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    _note_reading(services, person, case_id)
    return show(request, person, file, shown=CasePage(typed=refused_decision_of(file)))


@router.get("/claim")
def claim_state(request: Request, services: Services, person: MayReadCases, case_id: UUID) -> Response:
    """Who holds the case, as a piece of the page."""
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    return _claim_piece(request, person, file)


@router.post("/claim")
def claim(request: Request, services: Services, person: MayDecide, case_id: UUID) -> Response:
    """Take or renew the claim; a colleague's claim is named with its end (409)."""
    refusal = take(services, person, case_id)
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    # htmx puts no 409 into a page; the piece itself says who holds the case.
    if request.headers.get("hx-request"):
        return _claim_piece(request, person, file)
    if refusal:
        return show(request, person, file, shown=CasePage(problem=refusal.message, status=409))
    return RedirectResponse(f"/cases/{case_id}?done=claimed", 303)


@router.post("/release")
def release(services: Services, person: MayDecide, case_id: UUID) -> Response:
    """Give the case back to the queue."""
    with begin(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
        # Pressed twice, or after the claim ran out: a colleague's claim is not touched.
        if file.task and holds(file, person):
            review.release(session, file.task.id, person.id)
            audit(services, session, person, kind=EventKind.CASE_RELEASED, subject=case_id)
    return RedirectResponse("/review?done=released", 303)


def take(services: Services, person: Person, case_id: UUID) -> Refused | None:
    """Claim or renew; the refusal if it cannot be had, OwnCase raised."""
    with begin(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
        if file.task is None:
            return AlreadyDecided(msg("There is nothing left to decide in this case."))
        if not review.claim(session, file.task.id, person.id, now=services.now()):
            return NotClaimed(held_by(file))
        # Renewing one's own claim is no event.
        if not holds(file, person):
            audit(services, session, person, kind=EventKind.CASE_CLAIMED, subject=case_id)
    return None


def held_by(file: CaseFile) -> Message:
    """Who holds the case and until when, in a sentence."""
    if file.claim is None:
        return msg("Somebody else was faster. Look again.")
    until = Clock(file.claim.expires_at)
    return msg("{holder} works on this case until {time}.", holder=file.holder, time=until)


def refused_decision_of(file: CaseFile) -> DecisionInput:
    """What the reviewer had decided, if it was recorded and then refused: back in the form, under a new command."""
    if file.refused is None or file.deciding.ended or file.waiting:
        return DecisionInput()
    lost = Decision.model_validate(file.refused.payload)
    levels = [f"{category}:{level}" for category, level in lost.levels.items()]
    return DecisionInput(
        outcome=lost.outcome, reason_codes=list(lost.reason_codes), levels=levels, text=lost.text, note=lost.note
    )


def show(request: Request, person: Person, file: CaseFile, *, shown: CasePage) -> Response:
    """The page of the case."""
    wanted = request.query_params.get("document", "")
    chosen = next((row for row in file.documents if str(row.id) == wanted), next(iter(file.documents), None))
    return page(
        request,
        "review/case.html",
        shown.status,
        file=file,
        view=CaseView(file),
        shown=shown,
        typed=shown.typed,
        errors=shown.errors,
        chosen=chosen,
        mine=holds(file, person),
        may_claim=may_claim(file, person),
        may_override=person.may(Act.OVERRIDE),
    )


def _claim_piece(request: Request, person: Person, file: CaseFile) -> Response:
    return page(request, "review/_claim.html", file=file, mine=holds(file, person), may_claim=may_claim(file, person))


def _note_reading(services: Services, person: Person, case_id: UUID) -> None:
    key = f"case.read:{case_id}:{person.id}:{services.now():%Y-%m-%dT%H}"
    with begin(services.engine) as session:
        audit(services, session, person, kind=EventKind.CASE_READ, subject=case_id, key=key)
