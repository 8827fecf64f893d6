"""Whether the living bank can fill a blueprint: in each of its countries, as often as an attempt is allowed there."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session

from db.blueprints import published
from db.items.versions import living
from domain.blueprints.feasibility import BlueprintGap, gaps
from domain.blueprints.parts import BankEntry, Blueprint, Candidate
from domain.policy.parts import Choice
from web.services import Services
from words.wording import label

# The language that forms are drawn in.
DRAWN = Candidate(country="").language


class BankCheck(NamedTuple):
    """What was found for some countries (an empty code means elsewhere), against how many entries at least.

    `silent` are the product categories of the pack about which the bank holds nothing.
    """

    countries: list[str]
    sittings: int
    entries: int
    serious: list[BlueprintGap]
    warnings: list[BlueprintGap]
    silent: tuple[str, ...] = ()


def bank_of(session: Session) -> list[BankEntry]:
    """All living entries, in all languages."""
    return [each.entry for each in living(session)]


def languages(bank: Iterable[BankEntry]) -> list[str]:
    """The languages of the bank; the one that forms are drawn in comes first."""
    return [DRAWN, *sorted({entry.language for entry in bank} - {DRAWN})]


def checked(
    services: Services, blueprint: Blueprint, bank: Sequence[BankEntry], *, countries: list[str], language: str = DRAWN
) -> list[BankCheck]:
    """The gaps of a blueprint; countries in which the same was found stand together."""
    groups: dict[tuple[tuple[BankEntry, ...], int, tuple[Choice, ...]], list[str]] = {}
    areas = {area.key for area in blueprint.areas}
    spoken = [entry for entry in bank if entry.language == language and entry.area in areas]
    spoken.sort(key=lambda entry: (str(entry.item), entry.version))
    for country in countries:
        there = tuple(entry for entry in spoken if not entry.countries or country in entry.countries)
        asks = services.library.stack_for(country, services.today()).pack.anchor
        # Countries with the same entries and rules have the same gaps: these are worked out once.
        groups.setdefault((there, asks.exam.attempts, asks.categories), []).append(country)
    return _merged(
        _checked(blueprint, bank, sittings, countries=where)._replace(silent=_silent(blueprint, bank, categories))
        for (bank, sittings, categories), where in groups.items()
    )


def countries_reached(services: Services, session: Session, countries: list[str]) -> list[str]:
    """The countries a blueprint would be drawn in: its own; or all that have none of their own, and elsewhere."""
    if countries:
        return countries
    governed = {country for row in published(session) for country in row.countries}
    return [*(each for each in services.library.countries() if each not in governed), ""]


def _checked(blueprint: Blueprint, bank: Sequence[BankEntry], sittings: int, *, countries: list[str]) -> BankCheck:
    found = gaps(blueprint, bank, None, sittings=sittings)
    serious, warnings = [gap for gap in found if not gap.warning], [gap for gap in found if gap.warning]
    return BankCheck(countries, sittings, len(bank), serious, warnings)


def _silent(blueprint: Blueprint, bank: Sequence[BankEntry], categories: Sequence[Choice]) -> tuple[str, ...]:
    """Labels of the categories whose candidates would get no form: an area by category has nothing to ask them."""
    turning = [area.key for area in blueprint.areas if area.by_category]
    known = [{entry.category for entry in bank if entry.area == area and not entry.pilot} for area in turning]
    return tuple(label(each.label) for each in categories if any(not there & {"", each.key} for there in known))


def _merged(found: Iterable[BankCheck]) -> list[BankCheck]:
    merged: dict[str, list[BankCheck]] = {}
    for each in found:
        merged.setdefault(repr((each.sittings, each.serious, each.warnings, each.silent)), []).append(each)
    return [
        same[0]._replace(
            countries=[code for each in same for code in each.countries], entries=min(each.entries for each in same)
        )
        for same in merged.values()
    ]
