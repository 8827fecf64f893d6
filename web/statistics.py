"""Statistics of whole exams, for those who keep the bank and those who approve what is in it."""

from fastapi import APIRouter, Request, Response

from db.blueprints import blueprints
from db.engine import read
from db.statistics import counted, families, titled
from web import statistics_item, statistics_items, statistics_raters
from web.deps import MayReadBank, Services
from web.pages import page
from web.statistics_exams import results_of_blueprint

router = APIRouter(prefix="/statistics")
router.include_router(statistics_items.router)
router.include_router(statistics_item.router)
router.include_router(statistics_raters.router)


@router.get("")
def exams(request: Request, services: Services, _: MayReadBank) -> Response:
    """Every blueprint's exams, the most sat first."""
    with read(services.engine) as session:
        names = {row.id: row.name for row in blueprints(session)}
        points = {version: each.points for version, each in titled(session).items()}
        found = list(families(counted(session)))
    shown = [
        results_of_blueprint(names.get(key, "") if key else "", [each.sat for each in exams], points)
        for key, exams in found
    ]
    return page(request, "statistics/exams.html", families=shown)
