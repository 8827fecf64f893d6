"""Statistics of whole exams, for those who keep the bank and those who approve what is in it."""

from fastapi import APIRouter, Request, Response

from db.blueprints import blueprints
from db.engine import read
from db.statistics import counted, families, titled
from web.common.deps import MayReadBank, Services
from web.common.pages import page
from web.statistics.exams import results_of_blueprint

router = APIRouter(prefix="/statistics")


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
