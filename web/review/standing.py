"""Suspending, reinstating and revoking what a case granted: a public reason, and a page that asks once more."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from db.commands import CommandRow
from db.credentials.register import CredentialRow
from db.engine import read
from domain.accounts import Person
from domain.cases import ChangeStanding
from domain.credentials.standing import StandingChange, change
from domain.lengths import LONGEST_DECISION, SHORTEST_REASON
from domain.messages import Message, msg
from domain.review import OwnCase
from outbox import commands
from web.common.deps import MayChangeStanding, Services
from web.common.pages import page
from web.loading import or_404
from web.review.case_file import CaseFile, load
from web.review.decision import plain

router = APIRouter(prefix="/cases/{case_id:uuid}/credential/standing")


class StandingInput(BaseModel):
    """The form as it was typed; `step` says which button was pressed."""

    change: StandingChange
    reason: str = ""
    command: UUID | None = None
    step: str = "check"


@router.get("")
def standing_form(
    request: Request, services: Services, person: MayChangeStanding, case_id: UUID, change: StandingChange
) -> Response:
    """Ask for the public reason; refuses StandingRefused when the credential cannot take the change."""
    file, credential = _admitted(services, person, case_id, wanted=change)
    return _form(request, file, credential, typed=StandingInput(change=change), wrong={})


@router.post("")
def standing(
    request: Request,
    services: Services,
    person: MayChangeStanding,
    case_id: UUID,
    form: Annotated[StandingInput, Form()],
) -> Response:
    """One step: `edit`, `check`, or `record`."""
    typed = form.model_copy(update={"reason": plain(form.reason)})
    with read(services.engine) as session:
        known = session.get(CommandRow, typed.command) if typed.command else None
    # Sent before: the change may be made already, which is no refusal of the same form.
    file, credential = _admitted(services, person, case_id, wanted=None if known else typed.change)
    errors = faults(typed)
    if errors or typed.step == "edit":
        return _form(request, file, credential, typed=typed, wrong=errors)
    if typed.step != "record" or typed.command is None:
        return page(
            request,
            "review/standing_confirm.html",
            file=file,
            credential=credential,
            typed=typed,
            command=services.ids(),
        )
    return _record(services, person, credential, typed=typed)


def faults(typed: StandingInput) -> dict[str, Message]:
    """What is wrong with the reason."""
    if len(typed.reason) < SHORTEST_REASON:
        return {
            "reason": msg(
                "Give the reason in {shortest_text} characters or more; it is public.", shortest_text=SHORTEST_REASON
            )
        }
    if len(typed.reason) > LONGEST_DECISION:
        return {
            "reason": msg(
                "Use at most {longest_text} characters; these are {n}.",
                longest_text=LONGEST_DECISION,
                n=len(typed.reason),
            )
        }
    return {}


def _record(services: Services, person: Person, credential: CredentialRow, *, typed: StandingInput) -> Response:
    message = ChangeStanding(
        id=typed.command or services.ids(),
        credential_id=credential.id,
        change=typed.change,
        by=person.id,
        role=person.role,
        reason=typed.reason,
    )
    outcome = commands.change_standing(services.outbox, person, message).raise_if_refused()
    done = typed.change.value if outcome.state == "applied" else "recorded"
    return RedirectResponse(f"/cases/{credential.case_id}?done={done}", 303)


def _admitted(
    services: Services, person: Person, case_id: UUID, *, wanted: StandingChange | None
) -> tuple[CaseFile, CredentialRow]:
    """The case and what it granted; refuses Missing, OwnCase, StandingRefused."""
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    credential = or_404(file.credential, msg("This case has granted no certificate."))
    if credential.account_id == person.id:
        raise OwnCase(msg("Nobody changes the standing of their own certificate. Leave it to a colleague."))
    if wanted:
        change(credential.standing, wanted)
    return file, credential


def _form(
    request: Request, file: CaseFile, credential: CredentialRow, *, typed: StandingInput, wrong: dict[str, Message]
) -> Response:
    context = {"file": file, "credential": credential, "typed": typed, "errors": wrong}
    return page(request, "review/standing.html", 422 if wrong else 200, **context)
