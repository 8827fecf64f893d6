"""A judge's own page: item by item, how many just good enough people would get it right; one area at a time."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from sqlmodel import Session

from db.blueprints import AngoffRow, BlueprintRow
from db.engine import begin, read
from domain.accounts import Person
from domain.cutscores.studies import CutScoreStudy, NotOnPanel, RoundClosed, rated, results
from domain.events import EventKind
from domain.items.content import Item
from domain.items.richtext import clean
from domain.messages import Message, msg
from web.applications.answers import Posted, text
from web.common.deps import IsStaff, Services
from web.common.pages import page
from web.cutscores.shared import audit, keep, rated_items
from web.loading import get_or_404

router = APIRouter(prefix="/cutscores/{sheet_id:uuid}/rate")
PERCENT = re.compile(r"\d{1,2}|100", re.ASCII)


class JudgementLine(NamedTuple):
    """One item to rate: what stands in its field, what is wrong with that, and what was said in the first round."""

    id: UUID
    item: Item
    value: str
    error: Message
    first: int | None
    mean: float | None


class AreaLines(NamedTuple):
    """One area of the sheet, and how many of its items are rated."""

    key: str
    label: str
    of: int
    done: int


class HeldSheet(NamedTuple):
    """A judge's sheet in the round that they see: the open one, else the last."""

    row: AngoffRow
    study: CutScoreStudy
    number: Literal[1, 2]
    items: dict[UUID, Item]
    given: dict[UUID, int]
    labels: dict[str, str]

    @property
    def parts(self) -> list[AreaLines]:
        """The areas in the order of the blueprint."""
        known = {area: [key for key, item in self.items.items() if item.area == area] for area in self.labels}
        return [
            AreaLines(area, self.labels[area], len(keys), sum(key in self.given for key in keys))
            for area, keys in known.items()
            if keys
        ]

    @property
    def due(self) -> str:
        """The first area with something left to rate, or the first one."""
        parts = self.parts
        return next((part.key for part in parts if part.done < part.of), parts[0].key if parts else "")


@router.get("")
def sheet(request: Request, services: Services, person: IsStaff, sheet_id: UUID, area: str = "") -> Response:
    """The judge's own ratings of one area; refuses NotOnPanel."""
    with read(services.engine) as session:
        held = _held(session, person, sheet_id)
    with begin(services.engine) as session:
        # Who has seen live items is on record, once a day.
        once = f"{person.id}:{services.today()}"
        audit(services, session, person, kind=EventKind.CUT_SCORE_ITEMS_SEEN, row=held.row, once=once)
    return _page(request, held, person, area=area)


@router.post("")
def save(request: Request, services: Services, person: IsStaff, sheet_id: UUID, posted: Posted) -> Response:
    """Keep what can be read, complete or not; what cannot is named beside its item."""
    area, act = text(posted, "area"), text(posted, "do")
    with begin(services.engine) as session:
        # Locked, so that the round cannot be closed between the look at it and the ratings.
        held = _held(session, person, sheet_id, lock=True)
        # A page of the first round that is sent late must not fill the second.
        if held.study.open_round is None or text(posted, "round") != str(held.study.open_round):
            raise RoundClosed(msg("This round was closed meanwhile, so these ratings do not count."))
        typed = {key: text(posted, f"percent.{key}").strip()[:9] for key in held.items if f"percent.{key}" in posted}
        if act == "carry" and held.number == 2:
            first = held.study.ratings(1, person.id)
            typed = {key: value or str(first.get(key, "")) for key, value in typed.items()}
        percents, errors = _read(typed)
        keep(services, held.row, rated(held.study, person.id, percents))
        held = _held(session, person, sheet_id)
        if len(held.given) == len(held.items):
            once = f"{person.id}:{held.number}"
            audit(services, session, person, kind=EventKind.CUT_SCORE_RATED, row=held.row, once=once)
    if errors:
        return _page(request, held, person, area=area, typed=typed, errors=errors)
    ended = len(held.given) == len(held.items)
    onward = held.due if act == "next" and not ended else area
    return RedirectResponse(
        f"/cutscores/{sheet_id}/rate?area={_known(held, onward)}&done={'all' if ended else 'saved'}", 303
    )


def _held(session: Session, person: Person, sheet_id: UUID, *, lock: bool = False) -> HeldSheet:
    row = get_or_404(session, AngoffRow, sheet_id, lock=lock)
    study = row.study
    if person.id not in study.sheet.judges:
        raise NotOnPanel(msg("You are not on the panel of this cut-score study."))
    number: Literal[1, 2] = 2 if len(study.sheet.rounds) == 2 else 1
    areas = session.get_one(BlueprintRow, row.blueprint_id).blueprint.areas
    items = rated_items(session, study)
    labels = {area.key: area.label for area in areas} | {
        item.area: item.area for item in items.values() if item.area not in {area.key for area in areas}
    }
    return HeldSheet(row, study, number, items, study.ratings(number, person.id), labels)


def _read(typed: Mapping[UUID, str]) -> tuple[dict[UUID, int | None], dict[str, Message]]:
    good = {key: int(value) if value else None for key, value in typed.items() if not value or PERCENT.fullmatch(value)}
    sentence = msg("Enter a whole number from 0 to 100. The other ratings are saved.")
    return good, {f"percent.{key}": sentence for key in typed if key not in good}


def _page(
    request: Request,
    held: HeldSheet,
    person: Person,
    *,
    area: str,
    typed: Mapping[UUID, str] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    typed, errors = typed or {}, errors or {}
    area = _known(held, area) or held.due
    # Only in the second round: before, nobody sees what the others think.
    first = held.study.ratings(1, person.id) if held.number == 2 else {}
    means = {each.item: each.mean for each in results(held.study)[0].items} if held.number == 2 else {}
    lines = [
        JudgementLine(
            key,
            item,
            typed.get(key, str(held.given.get(key, ""))),
            errors.get(f"percent.{key}", Message()),
            first.get(key),
            means.get(key),
        )
        for key, item in held.items.items()
        if item.area == area
    ]
    known = {"held": held, "lines": lines, "area": area, "errors": errors, "safe": lambda html: Markup(clean(html))}
    return page(request, "cutscores/rate.html", 422 if errors else 200, **known)


def _known(held: HeldSheet, area: str) -> str:
    return area if area in {part.key for part in held.parts} else ""
