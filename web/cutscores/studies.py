"""Cut-score studies: one's own as a judge, and the progress and results of one of them for those who run it."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.accounts.people import named
from db.blueprints import AngoffRow, BlueprintRow, sheets
from db.engine import read
from domain.accounts import Act, Person
from domain.blueprints.lifecycle import BlueprintState
from domain.cutscores.angoff import RecommendedCut, Round, lacking
from domain.cutscores.studies import CutScoreStudy, results, settled
from domain.items.content import Item
from web.blueprints.view import floor_of
from web.common.deps import IsStaff, Services
from web.common.pages import page
from web.cutscores.shared import rated_items
from web.loading import get_or_404

router = APIRouter()


class StudyView(NamedTuple):
    """One study with what may be shown of it: figures of closed rounds alone."""

    row: AngoffRow
    blueprint: BlueprintRow
    study: CutScoreStudy
    items: dict[UUID, Item]
    names: dict[UUID, str]
    rounds: list[Round]
    owed: dict[UUID, int]
    cut: RecommendedCut | None
    floor: float


@router.get("/cutscores")
def mine(request: Request, services: Services, person: IsStaff) -> Response:
    """The studies that this person judges in, newest first."""
    with read(services.engine) as session:
        rows = [row for row in sheets(session) if person.id in row.study.sheet.judges]
        titles = {row.id: session.get_one(BlueprintRow, row.blueprint_id).name for row in rows}
    owed = {row.id: _owed(row.study).get(person.id, 0) for row in rows}
    return page(request, "cutscores/mine.html", rows=rows, titles=titles, owed=owed)


@router.get("/cutscores/{sheet_id:uuid}")
def one(request: Request, services: Services, person: IsStaff, sheet_id: UUID) -> Response:
    """The study; a judge who does not run exams is sent to their own ratings."""
    if not (person.may(Act.MANAGE_BANK) or person.may(Act.APPROVE_EXAMS)):
        return RedirectResponse(f"/cutscores/{sheet_id}/rate", 303)
    with read(services.engine) as session:
        seen = _seen(services, session, sheet_id)
    return page(request, "cutscores/one.html", seen=seen, may=_may(seen, person))


def _seen(services: Services, session: Session, sheet_id: UUID) -> StudyView:
    row = get_or_404(session, AngoffRow, sheet_id)
    study, blueprint = row.study, session.get_one(BlueprintRow, row.blueprint_id)
    names = {each.id: each.name for each in named(session, {*study.sheet.judges, row.created_by})}
    floor = floor_of(services, blueprint)
    cut = settled(study, floor) if study.open_round is None else None
    return StudyView(
        row, blueprint, study, rated_items(session, study), names, results(study), _owed(study), cut, floor
    )


def _owed(study: CutScoreStudy) -> dict[UUID, int]:
    """How many ratings each judge still owes in the open round."""
    number = study.open_round
    return {lack.judge: len(lack.items) for lack in lacking(study.sheet, number)} if number else {}


def _may(seen: StudyView, person: Person) -> dict[str, bool]:
    """What this person can do with the study now."""
    draft, adopted = seen.blueprint.state == BlueprintState.DRAFT, seen.blueprint.sheet_id == seen.row.id
    runs, number = person.may(Act.MANAGE_BANK), seen.study.open_round
    ready = draft and not adopted and seen.cut is not None and person.may(Act.APPROVE_EXAMS)
    return {
        "rate": number is not None and person.id in seen.study.sheet.judges,
        "close": runs and number is not None and not seen.owed,
        "send_away": runs and not seen.study.closed and len(seen.study.sheet.judges) > 1,
        "again": runs and draft and not adopted and seen.study.closed == 1 and number is None,
        "adopt": ready and person.id != seen.row.created_by,
        "wait": ready and person.id == seen.row.created_by,
    }
