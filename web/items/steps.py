"""The steps of an item: sent to review, taken back, judged, promoted, retired, taken over, begun anew."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from sqlmodel import Session

from db.engine import begin, read
from db.items.versions import ItemRow, ItemVersionRow
from domain.accounts import Person
from domain.events import EventKind
from domain.items import lifecycle as item_review
from domain.items.content import ItemState
from domain.items.lifecycle import LIVING, NoteMissing, read_note
from domain.messages import Message, msg
from domain.refusals import Conflict
from web.common.deps import MayApproveExams, MayManageBank, Services
from web.items.one import ItemFile, StepFaults, audit_version, load, show

router = APIRouter(prefix="/items/{item_id:uuid}")
VERDICTS = {"pilot": ItemState.PILOT, "active": ItemState.ACTIVE, "draft": ItemState.DRAFT}


class ChangedMeanwhile(Conflict):
    """The version changed after the page was made: nobody judges what they did not read."""


class StepInput(BaseModel):
    """A button of the page: for which version, as it was `seen`, with a note and perhaps a verdict."""

    version: int = 0
    seen: str = ""
    verdict: str = ""
    note: str = ""


Step = Annotated[StepInput, Form()]


@router.post("/send")
def send(services: Services, person: MayManageBank, item_id: UUID, step: Step) -> Response:
    """The author sends the draft to review."""
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_change(file.standing, person.id)
        file.chosen.author = person.id
        _move(services, session, person, file=file, to=ItemState.REVIEW, kind=EventKind.ITEM_SENT)
    return _back(item_id, "sent")


@router.post("/take-back")
def take_back(services: Services, person: MayManageBank, item_id: UUID, step: Step) -> Response:
    """The author takes it back out of review."""
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_taking_back(file.standing, person.id)
        _move(services, session, person, file=file, to=ItemState.DRAFT, kind=EventKind.ITEM_TAKEN_BACK)
    return _back(item_id, "taken-back")


@router.post("/take-over")
def take_over(services: Services, person: MayManageBank, item_id: UUID, step: Step) -> Response:
    """Become the author of a colleague's draft, for instance when they are away."""
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_takeover(file.standing)
        if file.chosen.author and file.chosen.author != person.id:
            before = {"from": str(file.chosen.author)}
            audit_version(services, session, person, kind=EventKind.ITEM_TAKEN_OVER, row=file.chosen, **before)
        file.chosen.author = person.id
    return _back(item_id, "taken-over")


@router.post("/review")
def judge(request: Request, services: Services, person: MayApproveExams, item_id: UUID, step: Step) -> Response:
    """A colleague takes it as pilot or active, or returns it to draft; always with a note."""
    with read(services.engine) as session:
        file = load(session, item_id, step.version)
        item_review.admit_verdict(file.standing, person.id)
    errors = {} if step.verdict in VERDICTS else {"verdict": msg("Choose what becomes of the version.")}
    _check_note(step, errors)
    if errors:
        noted = StepFaults("review", step.verdict, step.note, errors)
        return show(request, services, person, file=file, noted=noted)
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_verdict(file.standing, person.id)  # once more: the first look held no lock
        file.chosen.reviewer, file.chosen.reviewed_at = person.id, services.now()
        note = read_note(step.note)
        file.chosen.note = Message.verbatim(note)
        state = VERDICTS[step.verdict]
        _move(services, session, person, file=file, to=state, kind=EventKind.ITEM_REVIEWED, note=note)
        if file.chosen.state in LIVING:
            _replace(services, session, person, file=file)
    return _back(item_id, "returned" if step.verdict == "draft" else "taken")


@router.post("/promote")
def promote(services: Services, person: MayApproveExams, item_id: UUID, step: Step) -> Response:
    """A pilot counts from now on; not by who wrote it."""
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_promotion(file.standing, person.id)
        file.chosen.reviewer, file.chosen.reviewed_at = person.id, services.now()
        _move(services, session, person, file=file, to=ItemState.ACTIVE, kind=EventKind.ITEM_PROMOTED)
        _replace(services, session, person, file=file)
    return _back(item_id, "promoted", step.version)


@router.post("/retire")
def retire(request: Request, services: Services, person: MayApproveExams, item_id: UUID, step: Step) -> Response:
    """It is asked no more; exams that were drawn keep it."""
    with read(services.engine) as session:
        file = load(session, item_id, step.version)
        item_review.admit_retirement(file.standing)
    errors: dict[str, Message] = {}
    _check_note(step, errors)
    if errors:
        return show(request, services, person, file=file, noted=StepFaults("retire", "", step.note, errors))
    with begin(services.engine) as session:
        file = _held(session, item_id, step)
        item_review.admit_retirement(file.standing)  # once more: the first look held no lock
        _retire(services, session, person, row=file.chosen, reason=Message.verbatim(read_note(step.note)))
    return _back(item_id, "retired", step.version)


@router.post("/versions")
def begin_version(services: Services, person: MayManageBank, item_id: UUID, step: Step) -> Response:
    """The next draft, a copy of a version; pressed twice, one's own draft is opened."""
    with begin(services.engine) as session:
        session.get(ItemRow, item_id, with_for_update=True)
        file = load(session, item_id, step.version)
        newest, now = file.newest, services.now()
        mine = newest.state == ItemState.DRAFT and newest.author == person.id
        if not mine:
            newest_standing = file.standing.model_copy(update={"version": newest.version, "state": newest.state})
            item_review.admit_new_version(newest_standing)
            same = file.chosen.model_dump(include={"item_id", "area", "category", "title"})
            row = ItemVersionRow(
                **same,
                content=file.keyed.model_dump(mode="json"),
                version=newest.version + 1,
                state=ItemState.DRAFT,
                author=person.id,
                created_at=now,
                updated_at=now,
            )
            session.add(row)
            session.flush()
            audit_version(
                services, session, person, kind=EventKind.ITEM_CREATED, row=row, copied_from=str(file.chosen.version)
            )
    return RedirectResponse(f"/items/{item_id}/edit", 303)


def _held(session: Session, item_id: UUID, step: StepInput) -> ItemFile:
    """The version that a button means, locked; refuses Missing, ChangedMeanwhile."""
    # The item, not the version: a step may retire another version of it as well.
    session.get(ItemRow, item_id, with_for_update=True)
    file = load(session, item_id, step.version)
    if step.seen != file.stamp:
        raise ChangedMeanwhile(msg("This version was changed after you opened the page. Read it again first."))
    return file


def _move(
    services: Services, session: Session, person: Person, *, file: ItemFile, to: ItemState, kind: EventKind, **more: str
) -> None:
    file.chosen.state, file.chosen.updated_at = to, services.now()
    session.add(file.chosen)
    audit_version(services, session, person, kind=kind, row=file.chosen, state=to, **more)


def _replace(services: Services, session: Session, person: Person, *, file: ItemFile) -> None:
    """Retire whatever else of the item may be asked: one living version at most."""
    for row in file.versions:
        if row.version != file.chosen.version and row.state in LIVING:
            reason = msg("Replaced by version {version}.", version=file.chosen.version)
            _retire(services, session, person, row=row, reason=reason)


def _retire(services: Services, session: Session, person: Person, *, row: ItemVersionRow, reason: Message) -> None:
    row.state, row.updated_at, row.note = ItemState.RETIRED, services.now(), reason
    session.add(row)
    audit_version(services, session, person, kind=EventKind.ITEM_RETIRED, row=row, reason=str(reason))


def _check_note(step: StepInput, errors: dict[str, Message]) -> None:
    try:
        read_note(step.note)
    except NoteMissing as refusal:
        errors["note"] = refusal.message


def _back(item_id: UUID, done: str, version: int = 0) -> Response:
    chosen = f"version={version}&" if version else ""
    return RedirectResponse(f"/items/{item_id}?{chosen}done={done}", 303)
