"""Deciding a case: the form is checked, read once more on a page of its own, and then recorded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from db.commands import CommandRow
from db.engine import read
from domain.accounts import Act, Person
from domain.anchors import ScoredByThem
from domain.exams.levels import LevelNotEarned, admit_levels
from domain.lengths import LONGEST_DECISION, SHORTEST_REASON
from domain.messages import Message, msg
from domain.refusals import Conflict, Forbidden, Invalid, Refused
from domain.review import TELL_THE_APPLICANT, AlreadyDecided, Decision, DecisionOutcome, NotClaimed, admit
from outbox import commands
from web.common.deps import MayDecide, Services
from web.common.pages import page
from web.review.anchor import AnchorFile, level_choices
from web.review.case import CasePage, DecisionInput, held_by, show, take
from web.review.case_file import CaseFile, holds, load

router = APIRouter(prefix="/cases/{case_id:uuid}")


class DecisionWaits(Conflict):
    """A decision is recorded already and waits for the worker."""


@router.post("/decision")
def decision(
    request: Request, services: Services, person: MayDecide, case_id: UUID, form: Annotated[DecisionInput, Form()]
) -> Response:
    """One step of deciding: `claim` again, `edit`, `check`, or `record`; whatever is refused, what was typed stays."""
    typed = _cleaned(form)
    if typed.step == "record" and typed.command:
        return _record(request, services, person, case_id=case_id, typed=typed)
    refusal = take(services, person, case_id) if typed.step == "claim" else None
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
    if refusal or typed.step != "check":
        return show(request, person, file, shown=_refused(typed, refusal) if refusal else CasePage(typed))
    return _check(request, services, person, file=file, typed=typed)


def _check(request: Request, services: Services, person: Person, *, file: CaseFile, typed: DecisionInput) -> Response:
    """The page that asks once more, or the form with what is wrong."""
    try:
        _open(file, person)
        if errors := faults(file, person, typed):
            return show(request, person, file, shown=CasePage(typed, errors, status=422))
        admit(file.deciding, _decision(services, person, typed))
    except Refused as refusal:
        return show(request, person, file, shown=_refused(typed, refusal))
    take(services, person, file.case.id)  # whoever decides is at work: the claim starts anew
    reasons = [each for each in file.asks.decline_reasons if each.key in typed.reason_codes]
    # The id goes with the page: pressing twice there is one decision.
    return page(request, "review/confirm.html", file=file, typed=typed, reasons=reasons, command=services.ids())


def _record(request: Request, services: Services, person: Person, *, case_id: UUID, typed: DecisionInput) -> Response:
    """Send the decision; a form that was sent before is the same decision."""
    with read(services.engine) as session:
        file = load(session, person, case_id, now=services.now())
        known = session.get(CommandRow, typed.command)
    try:
        # Sent before: this very decision may have closed the case and ended the claim, which is no refusal.
        if known is None:
            _open(file, person)
        # Once more: between the two pages the form went through a browser.
        if errors := faults(file, person, typed):
            return show(request, person, file, shown=CasePage(typed, errors, status=422))
        outcome = commands.decide(
            services.outbox, person, case_id, decision=_decision(services, person, typed)
        ).raise_if_refused()
    except Refused as refusal:
        # Read anew, so that the page shows what stood in the way.
        with read(services.engine) as session:
            file = load(session, person, case_id, now=services.now())
        return show(request, person, file, shown=_refused(typed, refusal))
    return RedirectResponse(f"/cases/{case_id}?done={'decided' if outcome.state == 'applied' else 'recorded'}", 303)


def faults(file: CaseFile, person: Person, typed: DecisionInput) -> dict[str, Message]:
    """Field and sentence of what is wrong; the workflow's rules (domain.review) have the last word."""
    errors: dict[str, Message] = {}
    codes = {each.key for each in file.asks.decline_reasons}
    if typed.outcome not in (DecisionOutcome.APPROVE, DecisionOutcome.DECLINE):
        errors["outcome"] = msg("Choose whether to approve or to decline.")
    if typed.outcome == DecisionOutcome.DECLINE and not (typed.reason_codes and codes.issuperset(typed.reason_codes)):
        errors["reason_codes"] = msg("Choose at least one reason.")
    if typed.outcome == DecisionOutcome.APPROVE and file.anchor:
        errors |= _level_faults(file.anchor, typed)
    if typed.outcome == DecisionOutcome.DECLINE and len(typed.text.strip()) < SHORTEST_REASON:
        errors["text"] = TELL_THE_APPLICANT
    overrules = typed.outcome == DecisionOutcome.APPROVE and file.overruled and person.may(Act.OVERRIDE)
    if overrules and len(typed.note.strip()) < SHORTEST_REASON:
        errors["note"] = msg(
            "Say why you overrule the open checks, in {shortest_text} characters or more.",
            shortest_text=SHORTEST_REASON,
        )
    for name, value in (("text", typed.text), ("note", typed.note)):
        if len(value) > LONGEST_DECISION:
            errors[name] = msg(
                "Use at most {longest_text} characters; these are {length}.",
                longest_text=LONGEST_DECISION,
                length=len(value),
            )
    return errors


def _level_faults(anchor: AnchorFile, typed: DecisionInput) -> dict[str, Message]:
    try:
        admit_levels(level_choices(typed.levels), [each.key for each in anchor.applied_for], anchor.levels)
    except LevelNotEarned as refusal:
        return {"levels": refusal.message}
    return {}


def _open(file: CaseFile, person: Person) -> None:
    """Refuse who cannot decide now, whatever they decide: DecisionWaits, AlreadyDecided, NotClaimed."""
    if file.waiting:
        raise DecisionWaits(msg("A decision on this case is recorded already and will be applied shortly."))
    if file.deciding.ended:
        by = file.names.get(file.decision.by, "") if file.decision else ""
        raise AlreadyDecided(
            msg("This case was closed meanwhile: {ended}.", ended=file.deciding.ended)
            if not by
            else msg(
                "This case was closed meanwhile: {ended} by {name}.",
                ended=file.deciding.ended,
                name=by,
            )
        )
    if file.anchor and (file.anchor.conflict or person.id in file.anchor.raters):
        raise ScoredByThem(
            msg("You rated this candidate, or have a conflict of interest. Somebody else has to decide.")
        )
    if not holds(file, person):
        raise NotClaimed(held_by(file) if file.claim else msg("Your claim on this case has run out. Claim it again."))


def _decision(services: Services, person: Person, typed: DecisionInput) -> Decision:
    """The decision as the workflow gets it; an approval carries no reasons and no text to the merchant."""
    command, outcome = typed.command or services.ids(), DecisionOutcome(typed.outcome)
    approves = outcome == DecisionOutcome.APPROVE
    return Decision(
        id=command,
        outcome=outcome,
        by=person.id,
        role=person.role,
        at=services.now(),
        note=typed.note,
        reason_codes=() if approves else tuple(typed.reason_codes),
        text="" if approves else typed.text,
        credential_id=commands.credential_for(command) if approves else None,
        levels=level_choices(typed.levels) if approves else {},
    )


def _refused(typed: DecisionInput, refusal: Refused) -> CasePage:
    status = 403 if isinstance(refusal, Forbidden) else 422 if isinstance(refusal, Invalid) else 409
    return CasePage(typed, problem=refusal.message, status=status)


def _cleaned(form: DecisionInput) -> DecisionInput:
    return form.model_copy(update={"text": plain(form.text), "note": plain(form.note)})


def plain(text: str) -> str:
    """The text with plain line ends, trimmed, without what no database can keep."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
