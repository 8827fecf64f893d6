"""What can be said of imported items: the areas and product categories of all packs and published blueprints."""

from typing import Annotated

from fastapi import Depends
from sqlmodel import Session

from db.blueprints import BlueprintState, blueprints
from domain.accounts import Act, Person
from domain.blueprints import Area
from domain.exchange.terms import Choices, Terms
from domain.policy_anchor import ExamArea
from domain.values import COUNTRIES
from web.answers import Posted, text
from web.deps import allowed
from web.house import House
from web.inputs import one_line

Author = Annotated[Person, Depends(allowed(Act.MANAGE_BANK))]


def choices(house: House, session: Session) -> Choices:
    """The areas, categories and countries to choose from today."""
    policies = [house.shelf.stack_for(country, house.today()).pack.anchor for country in ("", *house.shelf.countries())]
    published = [row.blueprint for row in blueprints(session) if row.state == BlueprintState.PUBLISHED]
    areas: list[Area | ExamArea] = [area for each in published for area in each.areas]
    areas += [area for each in policies for area in each.exam.areas]
    return Choices(
        areas={each.key: each.label for each in areas},
        by_category=frozenset(each.key for each in areas if each.by_category),
        categories={each.key: each.label for policy in policies for each in policy.categories},
        countries=COUNTRIES,
    )


def terms_of(posted: Posted) -> Terms:
    """What was typed, without what no database can keep."""
    return Terms(**{name: one_line(text(posted, name)) for name in Terms.model_fields if name in posted})
