"""Blueprints: all of them, which is in force where, and one of them with its check against the bank."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response

from db.accounts.people import named
from db.blueprints import BlueprintRow, blueprint_for, blueprints, plan_of, sheets_of
from db.engine import read
from db.exams.attempts import without_form
from domain.blueprints.lifecycle import BlueprintState
from domain.policy.anchor import ExamPolicy
from web.blueprints.view import check_of, shown
from web.common.deps import MayReadBank, Services
from web.common.pages import page
from web.loading import get_or_404

router = APIRouter(prefix="/blueprints")


class InForce(NamedTuple):
    """What holds in some countries: a blueprint, or the pack's own figures (None); an empty code means elsewhere."""

    row: BlueprintRow | None
    items: int
    minutes: int
    cut: float
    countries: list[str]


@router.get("")
def all_of_them(request: Request, services: Services, _: MayReadBank) -> Response:
    """What is in force for which country, and every blueprint there is."""
    with read(services.engine) as session:
        rows = blueprints(session)
        people = {each for row in rows for each in (row.created_by, row.published_by) if each}
        names = {each.id: each.name for each in named(session, people)}
        waiting = without_form(session)
    forces, packs = _in_force(services, rows), _packs(services)
    return page(request, "blueprints/all.html", rows=rows, names=names, forces=forces, packs=packs, waiting=waiting)


@router.get("/{row_id:uuid}")
def one(request: Request, services: Services, person: MayReadBank, row_id: UUID, check: str = "") -> Response:
    """One blueprint; with `check` (a language) also whether the bank can fill it."""
    with read(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id)
        studies = sheets_of(session, row_id)
    found = check_of(services, row, check) if check else None
    return shown(request, services, person, row=row, studies=studies, check=found)


def _in_force(services: Services, rows: Sequence[BlueprintRow]) -> list[InForce]:
    """Countries with a pack or a blueprint of their own, by what holds there; then everywhere else."""
    living = [row for row in rows if row.state == BlueprintState.PUBLISHED]
    # The latest first, as blueprint_for expects them.
    living.sort(key=lambda row: row.published_at or row.created_at, reverse=True)
    countries = sorted({*services.library.countries(), *(code for row in living for code in row.countries)})
    found: dict[tuple[UUID | None, int, int, float], InForce] = {}
    for country in [*countries, ""]:
        force = _force(blueprint_for(living, country), _exam(services, country))
        key = (force.row.id if force.row else None, force.items, force.minutes, force.cut)
        found.setdefault(key, force).countries.append(country)
    return list(found.values())


def _force(row: BlueprintRow | None, exam: ExamPolicy) -> InForce:
    plan = plan_of(row, exam)
    return InForce(row, plan.blueprint.items, plan.blueprint.minutes, plan.cut_percent, [])


def _packs(services: Services) -> list[tuple[str, list[str]]]:
    """The packs' exams that differ: a country to name each by, and all countries it is the same in."""
    found: dict[str, list[str]] = {}
    for country in ["", *services.library.countries()]:
        exam = _exam(services, country)
        found.setdefault(repr((exam.areas, exam.minutes)), []).append(country)
    return [(countries[0], countries) for countries in found.values()]


def _exam(services: Services, country: str) -> ExamPolicy:
    return services.library.stack_for(country, services.today()).pack.anchor.exam
