"""What can be said of imported items: the areas and product categories of all packs and published blueprints."""

from typing import Annotated

from fastapi import Depends
from sqlmodel import Session

from domain.accounts import Act, Person
from domain.exchange.terms import Choices, Terms
from domain.values import COUNTRIES
from web.answers import Posted, text
from web.deps import allowed
from web.house import House
from web.inputs import one_line
from web.items_known import asked_areas, categories

Author = Annotated[Person, Depends(allowed(Act.MANAGE_BANK))]


def choices(house: House, session: Session) -> Choices:
    """The areas, categories and countries to choose from today."""
    known = asked_areas(house, session)
    return Choices(
        areas={each.key: each.label for each in known},
        by_category=frozenset(each.key for each in known if each.by_category),
        categories=categories(house),
        countries=COUNTRIES,
    )


def terms_of(posted: Posted) -> Terms:
    """What was typed, without what no database can keep."""
    return Terms(**{name: one_line(text(posted, name)) for name in Terms.model_fields if name in posted})
