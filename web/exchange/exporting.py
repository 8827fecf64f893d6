"""Exporting items: what goes into the file and what it cannot hold is told first; handing it out is audited."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from db.corrections.marking import versions_in_force
from db.engine import begin, read
from db.items.versions import LIVING as LIVING_STATES
from db.items.versions import BankLine, living, newest
from domain.accounts import Person
from domain.events import EventKind
from domain.exchange.common import ExportedFile
from domain.exchange.formats import FORMATS
from domain.items.content import ItemState
from domain.messages import msg
from domain.refusals import Invalid, Missing
from web.common.auditing import audit
from web.common.deps import MayManageBank, Services
from web.common.pages import page
from web.documents.serving import SEALED
from web.exchange.terms import choices

router = APIRouter(prefix="/items/exchange/export")
LIVING, ALL = "living", "all"  # active and pilot items together; the newest version of every item


class NoSuchChoice(Invalid):
    """A format or state that the page does not offer."""


class NothingFits(Missing):
    """No item fits the choice, or the format can express none of those that do."""


class ExportInput(BaseModel):
    """What is to be exported; an empty area is every area."""

    format: str = ""
    area: str = ""
    state: str = LIVING


class ExportFile(NamedTuple):
    """The items of a wish, the file they make, and the codes of those that lose a picture."""

    items: Sequence[BankLine]
    written: ExportedFile
    pictures: list[str]

    @property
    def empty(self) -> bool:
        """Whether the file would hold no question."""
        return len(self.written.left_out) >= sum(len(each.version.item.questions) for each in self.items)


@router.get("")
def prepare(request: Request, services: Services, _: MayManageBank, wish: Annotated[ExportInput, Query()]) -> Response:
    """The form; with a format chosen, what the file would hold and what not."""
    with read(services.engine) as session:
        parcel = _pack(session, wish) if wish.format else None
        options = choices(services, session)
    names = {key: each.label for key, each in FORMATS.items()}
    return page(request, "exchange/export.html", formats=names, choices=options, wish=wish, parcel=parcel)


@router.post("")
def hand_out(services: Services, person: MayManageBank, wish: Annotated[ExportInput, Form()]) -> Response:
    """The file as a download; refuses NothingFits."""
    with begin(services.engine) as session:
        parcel = _pack(session, wish)
        if parcel.empty:
            raise NothingFits(msg("No item fits, or the format can hold none of them. Go back and choose again."))
        _audit(services, session, person, wish=wish, parcel=parcel)
    form = FORMATS[wish.format]
    name = f"items-{wish.area or 'all'}-{wish.state}-{services.today()}.{form.ending}"
    headers = SEALED | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(parcel.written.data, media_type=form.media_type, headers=headers)


def _pack(session: Session, wish: ExportInput) -> ExportFile:
    if wish.format not in FORMATS:
        raise NoSuchChoice(msg("Choose a format from the list."))
    items = _wanted(session, wish)
    # With the keys in force: a correction must not be lost on the way out.
    keyed, _ = versions_in_force(session, {each.item.id: each.version.version for each in items})
    written = FORMATS[wish.format].write([(each.item.code, keyed[each.item.id]) for each in items])
    return ExportFile(items, written, [each.item.code for each in items if each.version.item.picture])


def _wanted(session: Session, wish: ExportInput) -> list[BankLine]:
    if wish.state == ALL:
        return newest(session, wish.area)
    if wish.state not in (LIVING, *ItemState):
        raise NoSuchChoice(msg("Choose a state from the list."))
    if wish.state not in (LIVING, *LIVING_STATES):
        return newest(session, wish.area, ItemState(wish.state))
    asked = [each for each in living(session) if wish.area in ("", each.version.area)]
    fit = [each for each in asked if wish.state in (LIVING, each.version.state)]
    # Of an item with two living versions, the later one: a code stands in a file once.
    return list(
        {each.item.code: each for each in sorted(fit, key=lambda each: (each.item.code, each.version.version))}.values()
    )


def _audit(services: Services, session: Session, person: Person, *, wish: ExportInput, parcel: ExportFile) -> None:
    audit(
        services,
        session,
        person,
        kind=EventKind.ITEMS_EXPORTED,
        subject="bank",
        facts={
            "format": wish.format,
            "area": wish.area or "all",
            "state": wish.state,
            "items": len(parcel.items),
            "left_out": len(parcel.written.left_out),
        },
    )
