"""The page of one blueprint, with what the bank lacks for it when that was asked."""

from collections.abc import Sequence
from typing import NamedTuple

from fastapi import Request, Response

from db.accounts.people import named
from db.blueprints import AngoffRow, BlueprintRow
from db.engine import read
from domain.accounts import Act, Person
from domain.blueprints.lifecycle import BlueprintState
from web.blueprints.check import DRAWN, BankCheck, bank_of, checked, countries_reached, languages
from web.blueprints.form import typed_from
from web.common.pages import page
from web.services import Services


class FeasibilityView(NamedTuple):
    """A check of a blueprint in one language, and the languages of the bank that it can be made in."""

    language: str
    languages: list[str]
    found: list[BankCheck]

    @property
    def feasible(self) -> bool:
        """Whether forms can be drawn everywhere."""
        return not any(each.serious for each in self.found)


def check_of(services: Services, row: BlueprintRow, language: str = "") -> FeasibilityView:
    """Hold the blueprint against the living bank."""
    with read(services.engine) as session:
        bank, countries = bank_of(session), countries_reached(services, session, row.countries)
    spoken = languages(bank)
    chosen = language if language in spoken else DRAWN
    return FeasibilityView(chosen, spoken, checked(services, row.blueprint, bank, countries=countries, language=chosen))


def shown(
    request: Request,
    services: Services,
    person: Person,
    *,
    row: BlueprintRow,
    studies: Sequence[AngoffRow],
    check: FeasibilityView | None,
) -> Response:
    """The page: 409 when it comes with a check that stands in the way of publishing."""
    with read(services.engine) as session:
        people = {row.created_by, row.updated_by, row.published_by, *(each.created_by for each in studies)} - {None}
        names = {each.id: each.name for each in named(session, {each for each in people if each})}
    # As the answer to a form it is only shown when publishing was refused.
    refused = request.method == "POST"
    return page(
        request,
        "blueprints/one.html",
        409 if refused else 200,
        row=row,
        blueprint=row.blueprint,
        studies=studies,
        check=check,
        names=names,
        grid=typed_from(row.blueprint).lines,
        refused=refused,
        may=_may(row, person),
        floor=floor_of(services, row),
    )


def _may(row: BlueprintRow, person: Person) -> dict[str, bool]:
    """What this person can do with the blueprint now."""
    draft, drafts, approves = (
        row.state == BlueprintState.DRAFT,
        person.may(Act.MANAGE_BANK),
        person.may(Act.APPROVE_EXAMS),
    )
    made = person.id in (row.created_by, row.updated_by)
    return {
        "edit": draft and drafts,
        "copy": drafts,
        "publish": draft and approves and not made,
        "wait": draft and made,
        "discard": draft and drafts,
        "archive": row.state == BlueprintState.PUBLISHED and approves,
    }


def floor_of(services: Services, row: BlueprintRow) -> float:
    """The lowest cut score in percent of the packs where the blueprint holds: no candidate is asked for less."""
    where = row.countries or ["", *services.library.countries()]
    return float(
        min(services.library.stack_for(each, services.today()).pack.anchor.exam.pass_percent for each in where)
    )
