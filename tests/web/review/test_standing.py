"""Suspending, reinstating, revoking."""

from domain.review import DecisionOutcome
from tests.cast import Browser, hidden
from tests.web.review.cases_written import close, write_case
from tests.web.review.reading import Cast, commands
from tests.web.review.rows import Written
from web.services import Services


def test_a_revocation_needs_a_public_reason_and_a_confirmation(
    services: Services, cast: Cast, case: Written, rita: Browser
) -> None:
    credential = close(services, case, cast["sam"], outcome=DecisionOutcome.APPROVE)
    address, form = f"/cases/{case.id}/credential/standing", {"change": "revoke", "reason": "Fake goods"}
    assert rita.get(f"{address}?change=revoke").status_code == 200
    short = rita.post(address, form)
    assert short.status_code == 422 and ">\nFake goods<" in short.text
    form["reason"] = "The goods that were sold were proven counterfeit."
    page = rita.post(address, form)
    assert form["reason"] in page.text and commands(services) == []
    form |= {"command": hidden(page.text, "command"), "step": "record"}
    for _ in range(2):
        assert "will be applied when the worker is back" in rita.post(address, form).text
    (sent,) = commands(services)
    assert sent.name == "change_standing" and sent.payload["credential_id"] == str(credential)


def test_a_standing_that_cannot_change_so_is_refused(
    services: Services, cast: Cast, case: Written, rita: Browser
) -> None:
    assert rita.get(f"/cases/{case.id}/credential/standing?change=revoke").status_code == 404
    close(services, case, cast["sam"], outcome=DecisionOutcome.APPROVE)
    assert rita.get(f"/cases/{case.id}/credential/standing?change=reinstate").status_code == 409
    own = write_case(services, cast["rita"], "Own")
    close(services, own, cast["sam"], outcome=DecisionOutcome.APPROVE)
    assert rita.get(f"/cases/{own.id}/credential/standing?change=suspend").status_code == 403
