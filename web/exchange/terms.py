"""What can be said of imported items: the areas and product categories of all packs and published blueprints."""

from sqlmodel import Session

from domain.applications.values import COUNTRIES
from domain.exchange.terms import ImportTerms, TermChoices
from web.applications.answers import Posted, text
from web.common.inputs import one_line
from web.items.known import categories, known_areas
from web.services import Services
from words.wording import label


def choices(services: Services, session: Session) -> TermChoices:
    """The areas, categories and countries to choose from today."""
    known = known_areas(services, session)
    return TermChoices(
        areas={each.key: label(each.label) for each in known},
        by_category=frozenset(each.key for each in known if each.by_category),
        categories=categories(services),
        countries=COUNTRIES,
    )


def terms_of(posted: Posted) -> ImportTerms:
    """What was typed, without what no database can keep."""
    return ImportTerms(**{name: one_line(text(posted, name)) for name in ImportTerms.model_fields if name in posted})
