"""Blueprints in the making: a new one from the pack's figures or a copy of another, and changes to a draft."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.blueprints import BlueprintRow
from db.engine import begin, read
from db.items.versions import living
from domain.accounts import Person
from domain.blueprints.lifecycle import BlueprintState, ChangedBlueprint, admit_change, same_test
from domain.blueprints.parts import blueprint_of
from domain.events import EventKind
from domain.messages import Message, msg
from web.applications.answers import Posted, text
from web.blueprints.form import (
    COLUMNS,
    MOST_AREAS,
    BlueprintInput,
    BlueprintReading,
    changed,
    reading,
    typed_from,
    typed_of,
)
from web.blueprints.shared import audit, drop_cut
from web.common.deps import MayManageBank, Services
from web.common.pages import page
from web.loading import NO_SUCH, get_or_404, id_or_404

router = APIRouter(prefix="/blueprints")
STALE = msg("A colleague changed this draft while you were writing.")


class BlueprintFormView(NamedTuple):
    """The form of a page: what stands in it, the row it is about (None for a new one), and marks of the page."""

    typed: BlueprintInput
    errors: dict[str, Message]
    row: BlueprintRow | None
    marks: dict[str, str]
    stale: bool = False


@router.get("/new")
def new(request: Request, services: Services, _: MayManageBank, copy: str = "", country: str = "") -> Response:
    """The form, filled with the pack's figures for a country or with a copy of another blueprint."""
    exam = services.library.stack_for(country[:2], services.today()).pack.anchor.exam
    typed = typed_from(blueprint_of(exam)) if exam.areas else BlueprintInput()
    if copy:
        with read(services.engine) as session:
            row = get_or_404(session, BlueprintRow, id_or_404(copy, NO_SUCH[BlueprintRow]))
        typed = typed_from(row.blueprint, f"{row.name} (copy)", row.countries)
    return _page(
        request, services, BlueprintFormView(typed, {}, None, {"blueprint": str(services.ids()), "copy": copy})
    )


@router.post("/new")
def create(request: Request, services: Services, person: MayManageBank, posted: Posted) -> Response:
    """Keep a new draft, or add and remove areas on the page; the same page sent twice makes one draft."""
    typed, marks = typed_of(posted), {name: text(posted, name) for name in ("blueprint", "copy")}
    if text(posted, "do") != "save":
        return _page(request, services, BlueprintFormView(changed(typed, text(posted, "do")), {}, None, marks))
    found = reading(typed)
    if found.errors:
        return _page(request, services, BlueprintFormView(typed, found.errors, None, marks))
    row_id = id_or_404(marks["blueprint"], NO_SUCH[BlueprintRow])
    with begin(services.engine) as session:
        there = session.get(BlueprintRow, row_id)
        if there is None:
            row = _made(services, session, person, row_id=row_id, found=found, copy=marks["copy"])
            audit(services, session, person, kind=EventKind.BLUEPRINT_CREATED, row=row)
        # The same page sent twice is fine; one that was gone back to and changed would be lost.
        elif there.content != _content(found) or there.created_by != person.id:
            raise ChangedBlueprint(msg("This draft was stored already. Open it from the list and change it there."))
    return RedirectResponse(f"/blueprints/{row_id}?done=created", 303)


@router.get("/{row_id:uuid}/edit")
def edit(request: Request, services: Services, _: MayManageBank, row_id: UUID) -> Response:
    """The form of a draft; refuses SettledBlueprint."""
    with read(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id)
    admit_change(row.state == BlueprintState.DRAFT)
    typed = typed_from(row.blueprint, row.name, row.countries)
    return _page(request, services, BlueprintFormView(typed, {}, row, {"seen": row.updated_at.isoformat()}))


@router.post("/{row_id:uuid}/edit")
def save(request: Request, services: Services, person: MayManageBank, row_id: UUID, posted: Posted) -> Response:
    """Keep the changes, unless somebody else changed the draft since this page was opened."""
    typed, marks = typed_of(posted), {"seen": text(posted, "seen")}
    found = reading(typed)
    with begin(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id, lock=True)
        admit_change(row.state == BlueprintState.DRAFT)
        stamp = row.updated_at.isoformat()
        # Who typed what stands there by now overwrites nobody.
        stale = marks["seen"] != stamp and not _same(row, found)
        wanted = text(posted, "do") == "save"
        kept = wanted and not found.errors and not stale
        dropped = kept and _change(services, session, person, row=row, found=found)
    if not wanted:
        return _page(request, services, BlueprintFormView(changed(typed, text(posted, "do")), {}, row, marks))
    if not kept:
        # Whoever saves once more has read that somebody else's changes stand there.
        return _page(
            request, services, BlueprintFormView(typed, found.errors, row, {"seen": stamp} if stale else marks, stale)
        )
    return RedirectResponse(f"/blueprints/{row_id}?done={'saved-without-cut' if dropped else 'saved'}", 303)


def _made(
    services: Services, session: Session, person: Person, *, row_id: UUID, found: BlueprintReading, copy: str
) -> BlueprintRow:
    origin = session.get(BlueprintRow, id_or_404(copy, NO_SUCH[BlueprintRow])) if copy else None
    now = services.now()
    row = BlueprintRow(
        id=row_id,
        name=found.name,
        state=BlueprintState.DRAFT,
        countries=found.countries,
        content=_content(found),
        created_by=person.id,
        created_at=now,
        updated_at=now,
        updated_by=person.id,
    )
    # A cut score was set for certain areas and counts, and goes along only with these.
    if origin and found.blueprint and same_test(origin.blueprint, found.blueprint):
        row.cut_percent, row.sheet_id = origin.cut_percent, origin.sheet_id
    session.add(row)
    session.flush()
    return row


def _change(
    services: Services, session: Session, person: Person, *, row: BlueprintRow, found: BlueprintReading
) -> bool:
    """Write the changes; whether that took away a cut score, which was set for other areas and counts."""
    if _same(row, found):
        return False
    dropped = bool(row.sheet_id and found.blueprint and not same_test(row.blueprint, found.blueprint))
    if dropped:
        drop_cut(session, row)
    row.name, row.countries, row.content = found.name, found.countries, _content(found)
    row.updated_at, row.updated_by = services.now(), person.id
    audit(services, session, person, kind=EventKind.BLUEPRINT_CHANGED, row=row)
    return dropped


def _same(row: BlueprintRow, found: BlueprintReading) -> bool:
    return (row.name, row.countries, row.content) == (found.name, found.countries, _content(found))


def _content(found: BlueprintReading) -> dict[str, object]:
    return found.blueprint.model_dump(mode="json") if found.blueprint else {}


def _page(request: Request, services: Services, shown: BlueprintFormView) -> Response:
    with read(services.engine) as session:
        areas = sorted({each.version.area for each in living(session)})
    status = 409 if shown.stale else 422 if shown.errors else 200
    errors = {"": STALE} | shown.errors if shown.stale else shown.errors
    return page(
        request,
        "blueprints/edit.html",
        status,
        typed=shown.typed,
        errors=errors,
        row=shown.row,
        marks=shown.marks,
        stale=shown.stale,
        columns=list(COLUMNS),
        bank_areas=areas,
        most=MOST_AREAS,
    )
