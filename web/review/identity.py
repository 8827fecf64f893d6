"""The look at an anchor's identity papers: cleared with a note, so that the exam can begin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from db.engine import read
from domain.anchors import ClearIdentity
from domain.lengths import LONGEST_DECISION, SHORTEST_REASON
from domain.messages import msg
from domain.refusals import Refused
from outbox import commands
from web.common.deps import MayDecide, Services
from web.common.pages import page
from web.review.case import CasePage, DecisionInput, show
from web.review.case_file import load
from web.review.decision import plain

router = APIRouter(prefix="/cases/{case_id:uuid}")


class ClearingInput(BaseModel):
    """The form as it was typed."""

    clearing: str = ""
    command: UUID | None = None
    step: str = "check"


@router.post("/identity")
def clear(
    request: Request, services: Services, person: MayDecide, case_id: UUID, form: Annotated[ClearingInput, Form()]
) -> Response:
    """Check the note, ask once more, then let the anchor go on to the exam."""
    note = plain(form.clearing)
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    typed = DecisionInput(note=note)
    if not SHORTEST_REASON <= len(note) <= LONGEST_DECISION:
        sentence = msg(
            "Say what you compared and saw, in {shortest_text} to {longest_text} characters.",
            shortest_text=SHORTEST_REASON,
            longest_text=LONGEST_DECISION,
        )
        return show(request, person, file, shown=CasePage(typed, {"clearing": sentence}, status=422))
    if form.step != "record" or form.command is None:
        return page(request, "review/clear.html", file=file, note=note, command=services.ids())
    message = ClearIdentity(id=form.command, by=person.id, role=person.role, note=note)
    try:
        outcome = commands.clear_identity(services.outbox, person, case_id, cleared=message).raise_if_refused()
    except Refused as refusal:
        return show(request, person, file, shown=CasePage(typed, problem=refusal.message, status=409))
    return RedirectResponse(f"/cases/{case_id}?done={'cleared' if outcome.state == 'applied' else 'recorded'}", 303)
