"""Importing items, the second step: the dry run, and its confirmation by which drafts come into the bank."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.engine import begin, read
from db.exchange import ImportRow, free_prefix, imported_items
from db.items.versions import ItemRow, ItemVersionRow
from domain.accounts import Person
from domain.events import EventKind
from domain.exchange.formats import NAMES
from domain.items.content import ItemState
from domain.messages import Message, msg
from web.common.auditing import audit
from web.common.deps import MayManageBank, Services
from web.common.pages import page
from web.exchange.dry_run import ImportLine, look
from web.exchange.terms import choices
from web.items.kinds.registry import SHORT_LABELS
from web.loading import NO_SUCH, get_or_404, or_404

router = APIRouter(prefix="/items/exchange/imports/{import_id:uuid}")
MOST_PROBLEMS = 200  # told on one page


@router.get("")
def dry_run(request: Request, services: Services, person: MayManageBank, import_id: UUID) -> Response:
    """What would come in and what not; once it is confirmed, what came in."""
    row = _own(services, person, import_id)
    if row.applied_at is None:
        return _page(request, services, row, errors={})
    with read(services.engine) as session:
        items = imported_items(session, row)
    return page(request, "exchange/result.html", row=row, items=items, format=NAMES[row.format])


@router.post("")
def confirm(
    request: Request,
    services: Services,
    person: MayManageBank,
    import_id: UUID,
    take: Annotated[list[int], Form(default_factory=list)],
) -> Response:
    """Bring the ticked items in as drafts; a second confirmation changes nothing."""
    row = _own(services, person, import_id)
    chosen = [] if row.applied_at else [line for line in look(services, row).lines if line.place in set(take)]
    if not chosen and row.applied_at is None:
        return _page(request, services, row, errors={"take": msg("Tick at least one item, or discard the file.")})
    with begin(services.engine) as session:
        kept = session.get(ImportRow, import_id, with_for_update=True)
        # Confirmed or discarded meanwhile: nothing comes in twice, or out of a file that is gone.
        if kept and kept.applied_at is None:
            _bring(session, kept, chosen, now=services.now())
            _audit(services, session, person, row=kept)
    return RedirectResponse(f"/items/exchange/imports/{import_id}", 303)


@router.post("/discard")
def discard(services: Services, person: MayManageBank, import_id: UUID) -> Response:
    """Forget a file that was not confirmed."""
    with begin(services.engine) as session:
        row = session.get(ImportRow, import_id, with_for_update=True)
        if row and row.by == person.id and row.applied_at is None:
            session.delete(row)
            services.vault.remove(row.file)
    return RedirectResponse("/items/exchange?done=discarded", 303)


def _own(services: Services, person: Person, import_id: UUID) -> ImportRow:
    """The person's import; refuses Missing."""
    with read(services.engine) as session:
        row = get_or_404(session, ImportRow, import_id)
    return or_404(row if row.by == person.id else None, NO_SUCH[ImportRow])


def _bring(session: Session, row: ImportRow, chosen: Sequence[ImportLine], *, now: datetime) -> None:
    prefix = free_prefix(session, row)
    row.taken, row.applied_at = [line.place for line in chosen], now
    origin = msg("import {filename}", filename=row.filename)
    for number, line in enumerate(chosen, 1):
        item_id, item = row.item_id(line.place), line.item
        session.add(ItemRow(id=item_id, code=f"{prefix}-{number:03}", origin=origin, created_at=now))
        session.flush()
        session.add(
            ItemVersionRow(
                item_id=item_id,
                version=1,
                state=ItemState.DRAFT,
                area=item.area,
                category=item.category,
                title=item.title,
                content=item.model_dump(mode="json"),
                author=row.by,
                created_at=now,
                updated_at=now,
            )
        )


def _audit(services: Services, session: Session, person: Person, *, row: ImportRow) -> None:
    audit(
        services,
        session,
        person,
        kind=EventKind.ITEMS_IMPORTED,
        subject=row.id,
        key=f"items.imported:{row.id}",
        facts={"file": row.filename, "format": row.format, "sha256": row.sha256, "items": len(row.taken)},
    )


def _page(request: Request, services: Services, row: ImportRow, *, errors: dict[str, Message]) -> Response:
    seen = look(services, row)
    with read(services.engine) as session:
        known = {"choices": choices(services, session), "terms": row.agreed, "format": NAMES[row.format]}
    known |= {"kinds": SHORT_LABELS, "row": row, "seen": seen, "errors": errors, "most": MOST_PROBLEMS}
    return page(request, "exchange/dry_run.html", 422 if errors else 200, **known)
