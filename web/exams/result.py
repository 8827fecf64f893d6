"""After an attempt: handed in and being scored, then the profile by area; never what was asked."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.cases import CaseRow
from db.engine import read
from db.exams.attempts import AttemptRow, ResultRow, attempts_of
from db.exams.sittings import SittingRow
from db.invigilation import signals_of
from domain.exams.results import AreaShare
from domain.invigilation.signals import SignalKind
from domain.items.richtext import fit
from domain.lengths import LONGEST_COMMENT
from domain.messages import Message, msg
from web.applications.answers import Posted, text
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.exams import sitting as exams_sitting
from web.exams.sitting import SignalInput
from web.exams.terms import terms_of_attempt
from web.loading import begun_sitting, own_attempt

router = APIRouter(prefix="/exams/{attempt_id:uuid}")


@router.get("/outcome")
def outcome(request: Request, services: Services, person: MayApply, attempt_id: UUID) -> Response:
    """The inner part of the page after the end; 204 while nothing changed, so that the page keeps still."""
    with read(services.engine) as session:
        context = _context(services, session, own_attempt(session, person, attempt_id))
    if request.query_params.get("seen") == context["seen"]:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return page(request, "exams/_outcome.html", **context)


@router.post("/comment")
def comment(request: Request, services: Services, person: MayApply, attempt_id: UUID, posted: Posted) -> Response:
    """Keep what the candidate says about the exam, for the people who look at it."""
    # Only for its refusal: nobody comments on a stranger's exam.
    services.exam_papers.of(attempt_id, person.id)
    said = fit(text(posted, "comment")).strip()
    with read(services.engine) as session:
        attempt = session.get_one(AttemptRow, attempt_id)
        begun_sitting(session, attempt_id)
        if flaw := _flaw(said):
            return _page(request, _context(services, session, attempt), {"comment": flaw}, said=said)
        last = next((row.text for row in reversed(signals_of(session, attempt_id)) if row.text), "")
    if said != last:  # a second press of the button says nothing new
        exams_sitting.signal(services, person, attempt_id, SignalInput(kind=SignalKind.COMMENT, text=said))
    return RedirectResponse(f"/exams/{attempt_id}?done=commented", 303)


def show(request: Request, services: Services, session: Session, *, attempt: AttemptRow) -> Response:
    """The page of an attempt that is over."""
    return _page(request, _context(services, session, attempt), {}, said="")


def _page(request: Request, context: dict[str, Any], errors: dict[str, Message], *, said: str) -> Response:
    status = 422 if errors else 200
    return page(request, "exams/over.html", status, errors=errors, said=said, longest=LONGEST_COMMENT, **context)


def _flaw(said: str) -> Message:
    if not said:
        return msg("Write your comment first, then press Send.")
    too_long = len(said) - LONGEST_COMMENT
    if too_long <= 0:
        return Message()
    return msg(
        "Shorten the comment to {most} characters; it has {too_long} too many.", most=LONGEST_COMMENT, too_long=too_long
    )


def _context(services: Services, session: Session, attempt: AttemptRow) -> dict[str, Any]:
    """All that the page shows; `seen` changes whenever the page does."""
    result, sitting = session.get(ResultRow, attempt.id), session.get(SittingRow, attempt.id)
    following = next((row for row in attempts_of(session, attempt.case_id) if row.number > attempt.number), None)
    return {
        "attempt": attempt,
        "sitting": sitting,
        "result": result,
        "areas": [AreaShare.model_validate(each) for each in result.areas] if result else [],
        "terms": terms_of_attempt(session, attempt, services.now()),
        "following": following,
        "stage": session.get_one(CaseRow, attempt.case_id).stage,
        "seen": f"{result.revision if result else 0}-{following.id if following else ''}",
    }
