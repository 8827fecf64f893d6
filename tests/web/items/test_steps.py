"""From draft to retirement: who moves an item on, what a new version replaces, and what the trail tells."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from db.audit import AuditRow
from domain.accounts import Person
from domain.items.content import ItemState
from tests.cast import Browser
from tests.drafts import rows
from tests.web.items.bank import put, states, step, versions
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def eli(browse: Browse, cast: Cast) -> Browser:
    """Eli's browser, signed in: the author."""
    return browse().sign_in(cast["eli"])


@pytest.fixture
def noor(browse: Browse, cast: Cast) -> Browser:
    """Noor's browser, signed in: the reviewer."""
    return browse().sign_in(cast["noor"])


@pytest.fixture
def draft(services: Services, cast: Cast) -> UUID:
    """A draft of Eli's."""
    return put(services, cast["eli"], ItemState.DRAFT)


def kinds(services: Services) -> list[str]:
    return [row.kind for row in rows(services, AuditRow) if row.kind != "item.read"]


def test_an_item_goes_from_draft_by_pilot_to_active_and_retires(
    services: Services, eli: Browser, noor: Browser, draft: UUID
) -> None:
    assert "Sent." in step(eli, draft, "send").text
    assert "Taken." in step(noor, draft, "review", verdict="pilot", note="Read twice.").text
    assert step(eli, draft, "promote").status_code == 403
    assert "It counts" in step(noor, draft, "promote").text
    assert "Retired." in step(eli, draft, "retire", note="The law has changed.").text
    row = versions(services, draft)[1]
    assert (row.state, str(row.note), row.reviewer) == (ItemState.RETIRED, "The law has changed.", row.reviewer)
    assert kinds(services) == ["item.sent", "item.reviewed", "item.promoted", "item.retired"]
    assert {row.subject for row in rows(services, AuditRow)} == {str(draft)}


def test_nobody_takes_their_own_item(services: Services, eli: Browser, draft: UUID) -> None:
    step(eli, draft, "send")
    answer = step(eli, draft, "review", verdict="active", note="It is fine.")
    assert answer.status_code == 403 and "You wrote on this version yourself" in answer.text
    assert states(services, draft) == {1: "review"} and "What becomes of it" not in eli.get(f"/items/{draft}").text


def test_a_verdict_needs_a_choice_and_a_note_and_keeps_what_was_typed(
    services: Services, eli: Browser, noor: Browser, draft: UUID
) -> None:
    step(eli, draft, "send")
    without = step(noor, draft, "review", note="Two options are right.")
    assert without.status_code == 422 and "Two options are right.</textarea>" in without.text
    assert step(noor, draft, "review", verdict="retired", note="Never.").status_code == 422
    silent = step(noor, draft, "review", verdict="draft", note=" ")
    assert silent.status_code == 422 and 'value="draft" id="verdict-3" checked' in silent.text
    assert step(noor, draft, "review", verdict="draft", note="Two options are right.").status_code == 200
    assert states(services, draft) == {1: "draft"} and "Two options are right." in eli.get(f"/items/{draft}").text


def test_the_author_takes_back_what_nobody_has_judged(
    services: Services, eli: Browser, noor: Browser, draft: UUID
) -> None:
    step(eli, draft, "send")
    assert step(noor, draft, "take-back").status_code == 403
    step(eli, draft, "take-back")
    assert states(services, draft) == {1: "draft"}


def test_nobody_judges_a_text_that_changed_after_they_opened_it(
    services: Services, eli: Browser, noor: Browser, draft: UUID
) -> None:
    step(eli, draft, "send")
    seen = versions(services, draft)[1].updated_at.isoformat()
    step(eli, draft, "take-back")
    step(eli, draft, "send")
    typed = {"version": "1", "seen": seen, "verdict": "active", "note": "Fine."}
    answer = noor.post(f"/items/{draft}/review", typed)
    assert answer.status_code == 409 and "Read it again first" in answer.text and "Fine.</textarea>" in answer.text
    assert states(services, draft) == {1: "review"}


def test_a_living_version_stays_until_the_next_one_is_taken(
    services: Services, cast: Cast, eli: Browser, noor: Browser
) -> None:
    item_id = put(services, cast["noor"], ItemState.ACTIVE)
    assert eli.get(f"/items/{item_id}/edit").status_code == 409
    for _ in range(2):  # pressed twice: one draft
        assert step(eli, item_id, "versions").url.path == f"/items/{item_id}/edit"
    assert states(services, item_id) == {1: "active", 2: "draft"}
    step(eli, item_id, "send", version=2)
    assert states(services, item_id) == {1: "active", 2: "review"}
    step(noor, item_id, "review", version=2, verdict="pilot", note="Better than before.")
    assert states(services, item_id) == {1: "retired", 2: "pilot"}
    assert str(versions(services, item_id)[1].note) == "Replaced by version 2."
    assert kinds(services) == ["item.created", "item.sent", "item.reviewed", "item.retired"]


def test_a_second_open_version_is_refused(services: Services, noor: Browser, draft: UUID) -> None:
    answer = step(noor, draft, "versions")
    assert answer.status_code == 409 and "Version 1 is not finished" in answer.text


def test_an_old_version_can_come_back_as_a_new_one(services: Services, cast: Cast, eli: Browser) -> None:
    item_id = put(services, cast["noor"], ItemState.RETIRED)
    step(eli, item_id, "versions")
    old, new = versions(services, item_id)[1], versions(services, item_id)[2]
    assert new.content == old.content and new.author == cast["eli"].id and new.reviewer is None


def test_who_took_a_draft_over_and_who_began_it_do_not_review_it(
    services: Services, browse: Browse, cast: Cast, eli: Browser, noor: Browser
) -> None:
    item_id = put(services, cast["eli"], ItemState.DRAFT)
    assert noor.get(f"/items/{item_id}/edit").status_code == 403
    assert "yours now" in step(noor, item_id, "take-over").text
    assert step(eli, item_id, "send").status_code == 403
    step(noor, item_id, "send")
    verdict: Any = {"verdict": "active", "note": "Fine by me."}
    assert [step(each, item_id, "review", **verdict).status_code for each in (eli, noor)] == [403, 403]
    assert step(browse().sign_in(cast["kai"]), item_id, "review", **verdict).status_code == 200


@pytest.mark.parametrize("verb", ["send", "take-back", "promote", "retire", "review", "take-over"])
def test_a_button_for_a_state_that_has_passed_is_refused(services: Services, noor: Browser, verb: str) -> None:
    item_id = put(services, None, ItemState.RETIRED)
    assert step(noor, item_id, verb, verdict="active", note="Late.").status_code == 409
    assert states(services, item_id) == {1: "retired"}


def test_a_retirement_says_why(services: Services, noor: Browser) -> None:
    item_id = put(services, None, ItemState.ACTIVE)
    assert step(noor, item_id, "retire", note="").status_code == 422
    assert states(services, item_id) == {1: "active"}
