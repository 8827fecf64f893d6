"""Who may change, judge, promote and retire a version of an item."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from domain.items import lifecycle as rules
from domain.items.content import ItemState
from domain.items.lifecycle import VersionStatus
from domain.refusals import Refused

ELI, NOOR, KAI = (UUID(int=number) for number in (1, 2, 3))


def version(state: ItemState, author: UUID | None = ELI, *writers: UUID) -> VersionStatus:
    return VersionStatus(version=2, state=state, author=author, writers=frozenset(writers))


@pytest.mark.parametrize("state", sorted(set(ItemState) - {ItemState.DRAFT}))
def test_what_left_the_draft_is_neither_changed_nor_taken_over(state: ItemState) -> None:
    with pytest.raises(rules.NotADraft, match="Version 2 is not a draft"):
        rules.admit_change(version(state), ELI)
    with pytest.raises(rules.NotADraft):
        rules.admit_takeover(version(state))


def test_a_draft_is_changed_by_its_author_or_by_anybody_when_it_has_none() -> None:
    rules.admit_change(version(ItemState.DRAFT), ELI)
    rules.admit_change(version(ItemState.DRAFT, None), NOOR)
    with pytest.raises(rules.NotYourDraft):
        rules.admit_change(version(ItemState.DRAFT), NOOR)


def test_only_the_author_takes_back_and_only_out_of_review() -> None:
    rules.admit_taking_back(version(ItemState.REVIEW), ELI)
    with pytest.raises(rules.NotYourDraft):
        rules.admit_taking_back(version(ItemState.REVIEW), NOOR)
    with pytest.raises(rules.NotInReview):
        rules.admit_taking_back(version(ItemState.ACTIVE), ELI)


@pytest.mark.parametrize(
    ("admit", "state"), [(rules.admit_verdict, ItemState.REVIEW), (rules.admit_promotion, ItemState.PILOT)]
)
def test_nobody_who_wrote_on_a_version_judges_or_promotes_it(admit: Callable[..., Any], state: ItemState) -> None:
    admit(version(state, ELI, KAI), NOOR)
    admit(version(state, None), ELI)
    for writer in (ELI, KAI):
        with pytest.raises(rules.OwnItem, match="wrote on this version"):
            admit(version(state, ELI, KAI), writer)


def test_what_has_moved_on_is_neither_judged_promoted_nor_retired() -> None:
    with pytest.raises(rules.NotInReview):
        rules.admit_verdict(version(ItemState.DRAFT), NOOR)
    with pytest.raises(rules.NotAPilot):
        rules.admit_promotion(version(ItemState.ACTIVE), NOOR)
    with pytest.raises(rules.NotLiving):
        rules.admit_retirement(version(ItemState.RETIRED))


@pytest.mark.parametrize("state", sorted(rules.LIVING))
def test_what_is_asked_can_be_retired_and_followed(state: ItemState) -> None:
    rules.admit_retirement(version(state))
    rules.admit_new_version(version(state))


@pytest.mark.parametrize("state", sorted(rules.OPEN))
def test_one_version_at_a_time_is_written(state: ItemState) -> None:
    with pytest.raises(rules.OpenVersion, match="Version 2 is not finished"):
        rules.admit_new_version(version(state))


@pytest.mark.parametrize("typed", ["", "  ok ", "x" * 2001])
def test_a_note_says_something_and_not_too_much(typed: str) -> None:
    with pytest.raises(Refused):
        rules.read_note(typed)
    assert rules.read_note(" Key checked. ") == "Key checked."
