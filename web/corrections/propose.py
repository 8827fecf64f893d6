"""Correcting a key: a new key with a reason, what that would change, and the proposal that a colleague approves."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.corrections.marking import in_force
from db.corrections.proposals import CorrectionRow, unfinished
from db.engine import begin, read
from db.items.versions import ItemRow, ItemVersionRow, versions_of
from domain.accounts import Person
from domain.corrections.messages import CorrectionWaits
from domain.events import EventKind
from domain.items.content import Item, ItemState
from domain.messages import Message, msg
from domain.refusals import Conflict
from web.applications.answers import Posted, text
from web.common.auditing import audit
from web.common.deps import MayManageBank, Services
from web.common.pages import page
from web.corrections.form import CorrectionInput, requested_change, typed_from, typed_of
from web.corrections.preview import preview_of
from web.corrections.view import questions_with_keys
from web.items.kinds.pages import Typed
from web.loading import id_or_404, or_404

STALE_PAGE = msg("This page is out of date. Open the question again.")
router = APIRouter()
PATH = "/items/{item_id:uuid}/correction"
UNASKED = (ItemState.DRAFT, ItemState.REVIEW)


class NeverAsked(Conflict):
    """The version is still being written: its key is changed there."""


@router.get(PATH)
def form(
    request: Request,
    services: Services,
    _: MayManageBank,
    item_id: UUID,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The keys in force, to be corrected; refuses Missing, NeverAsked, CorrectionWaits."""
    with read(services.engine) as session:
        row = _version(session, item_id, version)
        item, credited = _keyed(session, row)
        _admit(session, row)
    typed = typed_from(item, credited) | {"command": [str(services.ids())]}
    return _form(request, row, item, typed=typed)


@router.post(PATH)
def step(request: Request, services: Services, person: MayManageBank, item_id: UUID, posted: Posted) -> Response:
    """One step: `edit`, `preview`, or `propose`, which a double click does once."""
    command, number = id_or_404(text(posted, "command"), STALE_PAGE), text(posted, "version")
    with read(services.engine) as session:
        if session.get(CorrectionRow, command):
            return RedirectResponse(f"/corrections/{command}", 303)
        row = _version(session, item_id, int(number) if number.isdecimal() and len(number) < 9 else None)
        item, credited = _keyed(session, row)
        _admit(session, row)
        wish, typed = requested_change(item, credited, posted), typed_of(posted) | {"command": [str(command)]}
        if wish.errors or text(posted, "do") == "edit":
            return _form(request, row, item, typed=typed, errors=wish.errors if text(posted, "do") != "edit" else None)
        proposed = _row(services, person, row, command=command, wish=wish)
        preview = preview_of(session, proposed)
    # Nobody proposes other effects than those of the preview they read.
    stale = text(posted, "do") == "propose" and text(posted, "seen") != preview.mark
    if text(posted, "do") == "propose" and not stale:
        _propose(services, person, proposed)
        return RedirectResponse(f"/corrections/{command}?done=proposed", 303)
    known: dict[str, Any] = {"row": row, "typed": typed, "preview": preview, "stale": stale, "correction": proposed}
    known |= {"before": questions_with_keys(item), "after": questions_with_keys(wish.item)}
    return page(request, "corrections/preview.html", 409 if stale else 200, **known)


def _propose(services: Services, person: Person, proposed: CorrectionRow) -> None:
    with begin(services.engine) as session:
        # One proposal at a time; key_share lets rows that refer to the item be written meanwhile.
        session.get_one(ItemRow, proposed.item_id, with_for_update={"key_share": True})
        if session.get(CorrectionRow, proposed.id) is None:
            # Once more under the lock: a colleague may have proposed meanwhile.
            _admit(session, session.get_one(ItemVersionRow, (proposed.item_id, proposed.version)))
            session.add(proposed)
            audit(
                services,
                session,
                person,
                kind=EventKind.KEY_CORRECTION_PROPOSED,
                subject=proposed.item_id,
                key=f"key.correction_proposed:{proposed.id}",
                facts={"correction": str(proposed.id), "version": proposed.version, "reason": proposed.reason},
            )


def _row(
    services: Services, person: Person, row: ItemVersionRow, *, command: UUID, wish: CorrectionInput
) -> CorrectionRow:
    keys = [question.key.model_dump(mode="json") for question in wish.item.questions]
    return CorrectionRow(
        id=command,
        item_id=row.item_id,
        version=row.version,
        keys=keys,
        credit_all=wish.credit_all,
        reason=wish.reason,
        proposed_by=person.id,
        proposed_at=services.now(),
    )


def _version(session: Session, item_id: UUID, number: int | None) -> ItemVersionRow:
    """The version, or the newest that can have been asked."""
    rows = versions_of(session, item_id)
    asked = [row for row in rows if row.state not in UNASKED]
    found = next((row for row in (rows if number else asked or rows) if number in (None, row.version)), None)
    return or_404(found, msg("There is no such question in the bank."))


def _keyed(session: Session, row: ItemVersionRow) -> tuple[Item, bool]:
    item, credited = in_force(session, row.item_id, row.version)
    return item or row.item, credited


def _admit(session: Session, row: ItemVersionRow) -> None:
    if row.state in UNASKED:
        raise NeverAsked(msg("This version has never been asked. Change its key where it is written."))
    if unfinished(session, row.item_id, row.version):
        raise CorrectionWaits(
            msg("Another correction of this question waits. See to that one first, under Corrections.")
        )


def _form(
    request: Request, row: ItemVersionRow, item: Item, *, typed: Typed, errors: dict[str, Message] | None = None
) -> Response:
    known = {"row": row, "item": item, "shown": questions_with_keys(item), "typed": typed, "errors": errors or {}}
    return page(request, "corrections/form.html", 422 if errors else 200, **known)
