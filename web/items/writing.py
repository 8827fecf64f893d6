"""Writing items: the form of a new one and of a draft; what is typed stays, whatever is wrong with it."""

from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from db.engine import begin, read
from db.items import bank as item_bank
from db.items.versions import ItemRow, ItemVersionRow
from domain.accounts import Person
from domain.documents.limits import UnfitFile
from domain.events import EventKind
from domain.items.content import Item, ItemState
from domain.items.lifecycle import admit_change
from domain.messages import Message, msg
from web.applications.answers import Posted, text
from web.common.deps import MayManageBank, Services
from web.items.build import KnownTerms, build, listed
from web.items.changes import changes
from web.items.form import ItemFormView, show_form
from web.items.inputs import ItemInput, blank, read_form
from web.items.known import known_for
from web.items.one import ItemFile, audit_version, form_of, load
from web.items.pictures import take_picture
from web.items.rows import reshaped

router = APIRouter()


class PostedItem(NamedTuple):
    """A posted form: what was typed, what of it is wrong, the item it makes, and what it was checked against."""

    form: ItemInput
    errors: dict[str, Message]
    item: Item | None
    known: KnownTerms
    wanted: str

    @property
    def enemies(self) -> list[str]:
        """The ids of the enemies."""
        return [str(self.known.codes[code]) for code in listed(self.form.enemies)]


@router.get("/items/new")
def new(request: Request, services: Services, _: MayManageBank, kind: str = "single") -> Response:
    """The form of a new item of a kind."""
    form = blank(kind)
    with read(services.engine) as session:
        known = known_for(services, session, form)
    return show_form(request, ItemFormView(form, known, draft_id=services.ids()))


@router.post("/items/new")
def create(request: Request, services: Services, person: MayManageBank, posted: Posted) -> Response:
    """Store the first draft; the id comes with the page, so that pressing twice makes one item."""
    draft_id = _id(text(posted, "draft_id")) or services.ids()
    typed = _typed(services, person, posted)
    if typed.wanted != "save" or typed.item is None:
        return show_form(request, _shown(typed, draft_id=draft_id))
    with begin(services.engine) as session:
        if session.get(ItemRow, draft_id) is None:
            taken = bool(typed.form.code and item_bank.by_codes(session, [typed.form.code]))
            if not taken:
                _make(services, session, person, item_id=draft_id, typed=typed, item=typed.item)
                return RedirectResponse(f"/items/{draft_id}?done=saved", 303)
            errors = {"code": msg("Another item has this code. Choose another, or leave it empty.")}
            return show_form(request, _shown(typed._replace(errors=errors), draft_id=draft_id))
    # The page was sent before: what stands in it now is a change of the draft it made.
    return _store(request, services, person, item_id=draft_id, typed=typed)


@router.get("/items/{item_id:uuid}/edit")
def edit(request: Request, services: Services, person: MayManageBank, item_id: UUID) -> Response:
    """The form of a draft; refuses NotADraft, NotYourDraft."""
    with read(services.engine) as session:
        file = load(session, item_id)
        admit_change(file.standing, person.id)
        form = form_of(file.chosen, file)
        known = known_for(services, session, form)
    return show_form(request, ItemFormView(form, known, file=file))


@router.post("/items/{item_id:uuid}/edit")
def save(request: Request, services: Services, person: MayManageBank, item_id: UUID, posted: Posted) -> Response:
    """Store the draft, unless it was changed elsewhere since the page was made."""
    typed, seen = _typed(services, person, posted), text(posted, "seen")
    if typed.wanted != "save" or typed.item is None:
        with read(services.engine) as session:
            file = load(session, item_id)
        return show_form(request, _shown(typed, file=file, seen=seen))
    return _store(request, services, person, item_id=item_id, typed=typed, seen=seen)


def _store(
    request: Request, services: Services, person: Person, *, item_id: UUID, typed: PostedItem, seen: str = ""
) -> Response:
    with begin(services.engine) as session:
        # Locked before it is read: the second of two who save at once sees what the first wrote.
        session.get(ItemRow, item_id, with_for_update=True)
        file = load(session, item_id)
        admit_change(file.standing, person.id)
        # The code was settled with the first draft and stays, whatever the form says.
        other = changes(form_of(file.chosen, file), typed.form.model_copy(update={"code": file.item.code}))
        # A form that says what stands there already clashes with nothing: it was sent twice.
        if other and seen != file.stamp:
            return show_form(request, _shown(typed, file=file, clash=other))
        if other and typed.item:
            _keep(services, session, person, file=file, typed=typed, item=typed.item)
    return RedirectResponse(f"/items/{item_id}?done=saved", 303)


def _typed(services: Services, person: Person, posted: FormData) -> PostedItem:
    form, errors = read_form(posted), {}
    try:
        # Taken even if other fields are wrong: no browser lets a page fill in a file again.
        picture = take_picture(services, person, posted)
        form = form.model_copy(update={"picture": str(picture)}) if picture else form
    except UnfitFile as refusal:
        errors["file"] = refusal.message
    changed = reshaped(form, text(posted, "do"))
    form = changed or form
    with read(services.engine) as session:
        known = known_for(services, session, form)
    if changed:
        return PostedItem(form, errors, None, known, "rows")
    item, found = build(form, known)
    wanted = "preview" if text(posted, "do") == "preview" else "save"
    return PostedItem(form, errors | found, None if errors else item, known, wanted)


def _shown(typed: PostedItem, **more: Any) -> ItemFormView:
    item = typed.item if typed.wanted == "preview" else None
    return ItemFormView(typed.form, typed.known, errors=typed.errors, preview=item, **more)


def _make(
    services: Services, session: Session, person: Person, *, item_id: UUID, typed: PostedItem, item: Item
) -> None:
    code = typed.form.code.upper() or item_bank.free_code(session, item.area[:4].upper().replace("_", "X"))
    now = services.now()
    session.add(ItemRow(id=item_id, code=code, enemies=typed.enemies, created_at=now))
    session.flush()
    row = ItemVersionRow(
        item_id=item_id,
        version=1,
        state=ItemState.DRAFT,
        area=item.area,
        category=item.category,
        title=item.title,
        content=item.model_dump(mode="json"),
        author=person.id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    audit_version(services, session, person, kind=EventKind.ITEM_CREATED, row=row, code=code)


def _keep(
    services: Services, session: Session, person: Person, *, file: ItemFile, typed: PostedItem, item: Item
) -> None:
    row = file.chosen
    row.content, row.title, row.area, row.category = item.model_dump(mode="json"), item.title, item.area, item.category
    row.author, row.updated_at = person.id, services.now()
    audit_version(services, session, person, kind=EventKind.ITEM_SAVED, row=row)
    if set(file.item.enemies) != set(typed.enemies):
        audit_version(
            services, session, person, kind=EventKind.ITEM_ENEMIES_CHANGED, row=row, enemies=typed.form.enemies
        )
    file.item.enemies = typed.enemies
    session.add_all([row, file.item])


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
