"""A new cut-score study: who judges, and how many items of each area."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.accounts.people import colleagues
from db.blueprints import AngoffRow, BlueprintRow
from db.engine import begin, read
from domain.accounts import Person
from domain.blueprints.assembly import SeededRandom
from domain.blueprints.lifecycle import BlueprintState, admit_change
from domain.blueprints.parts import BankEntry, Blueprint
from domain.cutscores.angoff import PanelSheet
from domain.cutscores.studies import MOST_JUDGES, MOST_RATED, CutScoreStudy
from domain.events import EventKind
from domain.messages import Message, msg, phrase
from web.applications.answers import Posted, text
from web.blueprints.check import DRAWN, bank_of
from web.common.deps import MayManageBank, Services
from web.common.pages import page
from web.cutscores.shared import JUDGES, audit
from web.loading import NO_SUCH, get_or_404, id_or_404

router = APIRouter()
SEEDS = 2**62


class StudyInput(NamedTuple):
    """The form as it was typed: judges by id, and a number of items for each area (empty: all)."""

    sheet: str
    judges: list[str]
    sizes: dict[str, str]


@router.get("/blueprints/{row_id:uuid}/cutscores")
def new(request: Request, services: Services, _: MayManageBank, row_id: UUID) -> Response:
    """The form of a new study; refuses SettledBlueprint."""
    with read(services.engine) as session:
        row = _draft(session, row_id)
    return _page(request, services, row, asked=StudyInput(str(services.ids()), [], {}), errors={})


@router.post("/blueprints/{row_id:uuid}/cutscores")
def create(request: Request, services: Services, person: MayManageBank, row_id: UUID, posted: Posted) -> Response:
    """Begin the first round; the same page sent twice makes one study."""
    asked = _asked(posted)
    with begin(services.engine) as session:
        row = _draft(session, row_id)
        pool = drawn_from(row, bank_of(session))
        judges = [each.id for each in colleagues(session, JUDGES) if str(each.id) in asked.judges]
        errors, chosen = _chosen(asked, row.blueprint, pool)
        if not 1 <= len(judges) <= MOST_JUDGES:
            errors = {"judges": msg("Choose 1 to {most_judges} judges.", most_judges=MOST_JUDGES)} | errors
        sheet_id = id_or_404(asked.sheet, NO_SUCH[AngoffRow])
        if not errors and session.get(AngoffRow, sheet_id) is None:
            study = _study(judges, chosen)
            _begin(services, session, person, sheet_id=sheet_id, blueprint_id=row_id, study=study)
    if errors:
        return _page(request, services, row, asked=asked, errors=errors)
    return RedirectResponse(f"/cutscores/{sheet_id}?done=begun", 303)


def drawn_from(row: BlueprintRow, bank: Sequence[BankEntry]) -> dict[str, list[BankEntry]]:
    """The scored entries that a blueprint draws from, by area, in the order of their ids."""
    found: dict[str, list[BankEntry]] = {area.key: [] for area in row.blueprint.areas}
    # The newest version first: of an item that stands there twice only that one is rated.
    for entry in sorted(bank, key=lambda each: (str(each.item), -each.version)):
        cells = [cell for cell in row.blueprint.cells if cell.area == entry.area]
        fits = any(cell.difficulty in (None, entry.difficulty) for cell in cells)
        here = not row.countries or not entry.countries or set(entry.countries) & set(row.countries)
        there = found.get(entry.area, [])
        new = not there or there[-1].item != entry.item
        if fits and here and new and not entry.pilot and entry.language == DRAWN:
            there.append(entry)
    return found


def _chosen(
    asked: StudyInput, blueprint: Blueprint, pool: Mapping[str, list[BankEntry]]
) -> tuple[dict[str, Message], list[BankEntry]]:
    """What is wrong with the numbers; and a sample, always the same for the same study."""
    errors: dict[str, Message] = {}
    chosen: list[BankEntry] = []
    dice = SeededRandom(id_or_404(asked.sheet, NO_SUCH[AngoffRow]).int % SEEDS)
    for area in blueprint.areas:
        entries, typed = pool[area.key], asked.sizes.get(area.key, "")
        size = int(typed) if typed.isdecimal() and len(typed) < 5 else len(entries) if not typed else -1
        if not 0 <= size <= len(entries):
            errors[f"size.{area.key}"] = msg(
                "{label}: a whole number from 0 to {most}, or nothing for all.",
                label=phrase(area.label),
                most=len(entries),
            )
        else:
            chosen += dice.shuffled(entries)[:size]
    if not errors and not 1 <= len(chosen) <= MOST_RATED:
        # It is no single field's fault: the first one speaks for all.
        first = f"size.{blueprint.areas[0].key}"
        errors[first] = msg(
            "A study has 1 to {most_rated} items; these are {count}. Fill in other numbers.",
            most_rated=MOST_RATED,
            count=len(chosen),
        )
    return errors, chosen


def _study(judges: Sequence[UUID], chosen: Sequence[BankEntry]) -> CutScoreStudy:
    sheet = PanelSheet(judges=tuple(judges), items={each.item: each.points for each in chosen}, rounds=((),))
    return CutScoreStudy(sheet=sheet, versions={each.item: each.version for each in chosen})


def _begin(
    services: Services,
    session: Session,
    person: Person,
    *,
    sheet_id: UUID,
    blueprint_id: UUID,
    study: CutScoreStudy,
) -> None:
    now = services.now()
    sheet = AngoffRow(
        id=sheet_id,
        blueprint_id=blueprint_id,
        content=study.model_dump(mode="json"),
        created_by=person.id,
        created_at=now,
        updated_at=now,
    )
    session.add(sheet)
    session.flush()
    counts = {"judges": str(len(study.sheet.judges)), "items": str(len(study.versions))}
    audit(services, session, person, kind=EventKind.CUT_SCORE_BEGUN, row=sheet, once="", **counts)


def _draft(session: Session, row_id: UUID) -> BlueprintRow:
    row = get_or_404(session, BlueprintRow, row_id)
    admit_change(row.state == BlueprintState.DRAFT)
    return row


def _asked(posted: Posted) -> StudyInput:
    judges = [each for each in posted.getlist("judges") if isinstance(each, str)]
    sizes = {name.removeprefix("size."): text(posted, name).strip()[:9] for name in posted if name.startswith("size.")}
    return StudyInput(text(posted, "sheet"), judges, sizes)


def _page(
    request: Request, services: Services, row: BlueprintRow, *, asked: StudyInput, errors: dict[str, Message]
) -> Response:
    with read(services.engine) as session:
        people, pool = colleagues(session, JUDGES), drawn_from(row, bank_of(session))
    counts = {key: len(entries) for key, entries in pool.items()}
    known = {"row": row, "asked": asked, "errors": errors, "people": people, "counts": counts}
    return page(request, "cutscores/new.html", 422 if errors else 200, areas=row.blueprint.areas, **known)
