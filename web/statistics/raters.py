"""How raters of sample streams compare: who is strict, who is lenient, and how far they agree."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from db.accounts.people import named
from db.cases import CaseRow
from db.engine import read
from db.policy.pins import pinned
from db.practical.streams import rated_streams
from domain.practical.rating import Rating, Rubric, rating_of, rubric_of
from domain.statistics.raters import agreement, severity
from web.common.deps import MayReadBank, Services
from web.common.pages import page

router = APIRouter(prefix="/statistics")
FEWEST = 10  # streams that somebody else has rated, too


class RaterLine(NamedTuple):
    """One rater: streams compared, points of 100 apart from the others (negative is strict), kappa with them."""

    name: str
    n: int
    difference: float
    kappa: float | None

    @property
    def hidden(self) -> bool:
        """Whether too few streams were compared."""
        return self.n < FEWEST


class RubricRaters(NamedTuple):
    """The raters by one version of the rubric."""

    version: str
    lines: list[RaterLine]


@router.get("/raters")
def raters(request: Request, services: Services, _: MayReadBank) -> Response:
    """By each version of the rubric, the strictest first."""
    with read(services.engine) as session:
        rubrics, streams = _streams(session)
        people = {rating.rater for found in streams.values() for ratings in found for rating in ratings}
        names = {each.id: each.name for each in named(session, people)}
    groups = [_group(rubrics[version], found, names) for version, found in sorted(streams.items(), reverse=True)]
    return page(request, "statistics/raters.html", groups=[each for each in groups if each.lines], fewest=FEWEST)


def _streams(session: Session) -> tuple[dict[str, Rubric], dict[str, list[list[Rating]]]]:
    rubrics: dict[str, Rubric] = {}
    streams: dict[str, list[list[Rating]]] = {}
    for case_id, rows in rated_streams(session):
        version = rows[0].rubric_version
        if version not in rubrics:
            rubrics[version] = rubric_of(pinned(session, session.get_one(CaseRow, case_id)).anchor.practical)
        streams.setdefault(version, []).append([rating_of(row.rater, row.sheet) for row in rows])
    return rubrics, streams


def _group(rubric: Rubric, streams: list[list[Rating]], names: dict[UUID, str]) -> RubricRaters:
    kappas = agreement(streams)
    found = severity(rubric, streams)
    return RubricRaters(
        rubric.version,
        [RaterLine(names.get(each.rater, ""), each.n, each.difference, kappas[each.rater]) for each in found],
    )
