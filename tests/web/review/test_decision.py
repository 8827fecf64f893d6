"""Deciding; Temporal is away, so what is sent is recorded and waits."""

from typing import Any

import pytest

from db.commands import record_answer
from db.engine import begin
from domain.review import DecisionOutcome, OverrideNeeded
from domain.screening import CheckStatus
from tests.cast import Browser
from tests.web.review.cases_written import close, spoil
from tests.web.review.reading import DECLINE, WORDS, Cast, commands, confirmed, holder, run_out
from tests.web.review.rows import Written
from web.services import Services


def test_a_decision_is_confirmed_recorded_and_sent_once(
    services: Services, cast: Cast, case: Written, rita: Browser
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    form = confirmed(rita, case, DECLINE)
    assert commands(services) == []
    answers = [rita.post(f"/cases/{case.id}/decision", form) for _ in range(2)]
    for answer in answers:
        assert answer.url.path == f"/cases/{case.id}"
        assert "will be applied when the worker is back" in answer.text
    (sent,) = commands(services)
    assert (sent.name, sent.actor, str(sent.id)) == ("decide", cast["rita"].id, form["command"])
    kept = {"outcome": "decline", "text": WORDS, "reason_codes": ["details_differ"], "credential_id": None}
    assert kept.items() <= sent.payload.items()


def test_an_approval_names_the_credential_and_carries_no_text(services: Services, case: Written, rita: Browser) -> None:
    rita.post(f"/cases/{case.id}/claim")
    rita.post(f"/cases/{case.id}/decision", confirmed(rita, case, DECLINE | {"outcome": "approve"}))
    (sent,) = commands(services)
    assert sent.payload["credential_id"] and not sent.payload["reason_codes"] and sent.payload["text"] == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"outcome": ""}, "Choose whether to approve or to decline."),
        ({"reason_codes": []}, "Choose at least one reason."),
        ({"reason_codes": "no_such_reason"}, "Choose at least one reason."),
        ({"text": "Too short"}, "in 20 characters or more."),
        ({"text": "x" * 4001}, "Use at most 4,000 characters"),
    ],
)
def test_an_unfit_decision_comes_back_with_all_that_was_typed(
    services: Services, case: Written, rita: Browser, change: dict[str, Any], sentence: str
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    for step in ({"step": "check"}, {"step": "record", "command": str(services.ids())}):
        page = rita.post(f"/cases/{case.id}/decision", DECLINE | change | step)
        assert page.status_code == 422 and sentence in page.text
        assert "Called the register." in page.text and (DECLINE | change)["text"] in page.text
    assert commands(services) == []


def test_a_reviewer_is_told_before_that_only_a_senior_may_overrule(
    services: Services, case: Written, rita: Browser
) -> None:
    spoil(services, case, CheckStatus.ERROR)
    page = rita.post(f"/cases/{case.id}/claim").text
    assert "Only a senior reviewer can approve this case" in page and 'value="approve"' not in page
    forced = rita.post(f"/cases/{case.id}/decision", DECLINE | {"outcome": "approve"})
    assert forced.status_code == 403 and "Called the register." in forced.text


def test_a_senior_overrules_with_a_note_only(services: Services, case: Written, sam: Browser) -> None:
    spoil(services, case)
    sam.post(f"/cases/{case.id}/claim")
    form = {"outcome": "approve", "note": "fine"}
    assert "Say why you overrule" in sam.post(f"/cases/{case.id}/decision", form).text
    note = {"note": "I called the register: it is a slip of the clerk."}
    assert "You overrule 1 check" in sam.post(f"/cases/{case.id}/decision", form | note).text


def test_a_lost_claim_keeps_the_words_and_can_be_had_again(
    services: Services, cast: Cast, case: Written, rita: Browser, sam: Browser
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    form = confirmed(rita, case, DECLINE)
    run_out(services, case)
    sam.post(f"/cases/{case.id}/claim")
    lost = rita.post(f"/cases/{case.id}/decision", form)
    assert lost.status_code == 409 and "Sam Okafor works on this case" in lost.text and WORDS in lost.text
    assert rita.post(f"/cases/{case.id}/decision", form | {"step": "claim"}).status_code == 409
    sam.post(f"/cases/{case.id}/release")
    again = rita.post(f"/cases/{case.id}/decision", form | {"step": "claim"})
    assert again.status_code == 200 and WORDS in again.text
    assert holder(services, case) == cast["rita"].id and commands(services) == []


def test_a_case_that_a_colleague_decided_meanwhile_says_who_and_keeps_the_words(
    services: Services, cast: Cast, case: Written, rita: Browser
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    form = confirmed(rita, case, DECLINE)
    close(services, case, cast["sam"], outcome=DecisionOutcome.APPROVE)
    late = rita.post(f"/cases/{case.id}/decision", form)
    assert late.status_code == 409 and "approved by Sam Okafor" in late.text
    assert "What you had written" in late.text and WORDS in late.text
    assert commands(services) == []


def test_a_second_decision_is_refused_while_the_first_one_waits(
    services: Services, case: Written, rita: Browser, sam: Browser
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    rita.post(f"/cases/{case.id}/decision", confirmed(rita, case, DECLINE))
    run_out(services, case)
    sam.post(f"/cases/{case.id}/claim")
    second = sam.post(f"/cases/{case.id}/decision", DECLINE)
    assert second.status_code == 409 and "recorded already" in second.text
    assert len(commands(services)) == 1


def test_a_decision_that_was_recorded_and_then_refused_is_back_in_the_form(
    services: Services, case: Written, rita: Browser
) -> None:
    rita.post(f"/cases/{case.id}/claim")
    rita.post(f"/cases/{case.id}/decision", confirmed(rita, case, DECLINE))
    with begin(services.engine) as session:
        refused = OverrideNeeded("A check failed after you decided.")
        record_answer(session, commands(services)[0].id, services.now(), refusal=refused)
    page = rita.get(f"/cases/{case.id}").text
    assert "A check failed after you decided." in page and WORDS in page
