"""The life of a blueprint: drafted by one of the staff, published by another, replaced by a later one."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from domain.blueprints.parts import Blueprint
from domain.messages import Message, msg
from domain.refusals import Conflict, Forbidden

PILOT_SHARE = 20  # percent of a form, pilots included


class BlueprintState(StrEnum):
    """A draft can be changed; a published one is drawn from, and never changes; an archived one is kept."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class SettledBlueprint(Conflict):
    """The blueprint is no draft any more, or is archived already."""


class ChangedBlueprint(Conflict):
    """Somebody has changed the blueprint since the page was opened."""


class SecondPersonNeeded(Forbidden):
    """Two-person rule: whoever made it does not put it in force."""


def most_pilots(scored: int) -> int:
    """How many unscored items may stand beside so many scored ones."""
    # A share of 20 % of the whole form is 20 to 80 of the scored items; cut off, so that it is never more.
    return scored * PILOT_SHARE // (100 - PILOT_SHARE)


def admit_change(draft: bool) -> None:
    """Refuse to change what is no draft: SettledBlueprint."""
    if not draft:
        raise SettledBlueprint(
            msg("A blueprint that was published or archived never changes. Make a copy and change that.")
        )


def admit_second(makers: Collection[UUID | None], by: UUID, why: Message) -> None:
    """Refuse SecondPersonNeeded for somebody who made it; `why` says what a colleague has to do."""
    if by in makers:
        raise SecondPersonNeeded(why)


def replaces(countries: Collection[str], others: Collection[str]) -> bool:
    """Whether a newly published blueprint leaves an older one nothing: no countries mean all the others."""
    return set(others) <= set(countries) if countries and others else not (countries or others)


def same_test(one: Blueprint, other: Blueprint) -> bool:
    """Whether a cut score set for one fits the other: the same areas and the same counts."""
    # The order in which cells were entered means nothing.
    return one.areas == other.areas and sorted(map(repr, one.cells)) == sorted(map(repr, other.cells))
