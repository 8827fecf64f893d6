"""Statistics of one version of an item: its figures in words, how groups of people did, whom each option attracted."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from db.corrections.marking import in_force
from db.engine import read
from db.statistics import TitledVersion, answers_to, counted, titled
from domain.items.content import Item
from domain.messages import msg
from domain.statistics.items import ItemColumn, ItemFigures, figures_of
from domain.statistics.marks import Reliance
from domain.statistics.sat_exams import SatExam, Version, columns_of
from web.common.deps import MayReadBank, Services
from web.common.pages import page
from web.common.plots import Bar
from web.loading import or_404
from web.statistics.options import QuestionOptions, answers_in_order, facility_by_group, question_options

router = APIRouter(prefix="/statistics/items")
NOBODY = ItemColumn([], [], [])


class ItemStatistics(NamedTuple):
    """Everything that the page shows; plots and tables are empty while the figures are hidden."""

    version: Version
    titled: TitledVersion
    item: Item
    credited: bool
    figures: ItemFigures
    pilots: int = 0
    groups: tuple[Bar, ...] = ()
    question_options: tuple[QuestionOptions, ...] = ()


@router.get("/{item_id:uuid}/{version:int}")
def item(request: Request, services: Services, _: MayReadBank, item_id: UUID, version: int) -> Response:
    """One version; refuses Missing when there is none."""
    with read(services.engine) as session:
        shown = _shown(session, Version(str(item_id), version))
    return page(request, "statistics/item.html", shown=shown)


def _shown(session: Session, version: Version) -> ItemStatistics:
    known, item_id = titled(session), UUID(version.item)
    content, credited = in_force(session, item_id, version.number)
    content = or_404(
        content if version in known else None, msg("There is no such question, or it is still being written.")
    )
    exams, points = counted(session), {key: each.points for key, each in known.items()}
    # Its weight is a share of all items' together, so all have to be looked at.
    columns = columns_of([each.sat for each in exams], points)
    columns.setdefault(version, NOBODY)
    figures = figures_of(list(columns.values()), [points[key] for key in columns])[list(columns).index(version)]
    shown = ItemStatistics(version, known[version], content, credited, figures)
    if figures.reliance == Reliance.HIDDEN:
        return shown
    people = [each for each in exams if _asked(each.sat, version) is not None]
    answers = answers_in_order([each.attempt for each in people], answers_to(session, item_id))
    return shown._replace(
        pilots=sum(bool(_asked(each.sat, version)) for each in people),
        groups=tuple(facility_by_group(columns[version], points[version])),
        question_options=tuple(question_options(content, answers, columns[version].totals)),
    )


def _asked(sat: SatExam, version: Version) -> bool | None:
    """Whether the version was asked as a pilot; None when it was not asked."""
    return next((each.pilot for each in sat.asked if each.version == version), None)
