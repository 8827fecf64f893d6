"""The page of a case while something is recorded but not yet applied, and evidence put into words."""

from datetime import date

from db.cases import CaseRow, store_findings
from db.engine import begin
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.message_values import Inner
from domain.messages import msg
from domain.risk import RiskBand
from domain.screening import CheckStatus, Evidence
from tests.cast import Browser
from tests.web.review.cases_written import finding
from tests.web.review.reading import DECLINE, Cast, Open, confirmed
from tests.web.review.rows import Written
from web.services import Services
from words.reader import Reader
from words.wording import word


def test_a_withdrawal_that_waits_is_told_to_reviewers(
    services: Services, cast: Cast, case: Written, rita: Browser, browse: Open
) -> None:
    assert "asked to withdraw" not in rita.get(f"/cases/{case.id}").text
    browse().sign_in(cast["lin"]).post(f"/applications/{case.id}/withdraw", {"command": str(services.ids())})
    page = rita.get(f"/cases/{case.id}").text
    assert "The applicant has asked to withdraw." in page and "closed without a decision" in page
    rita.post(f"/cases/{case.id}/claim")
    page = rita.post(f"/cases/{case.id}/decision", confirmed(rita, case, DECLINE)).text
    assert "whichever is applied first counts" in page and "A decision is recorded" in page


def test_while_a_decision_waits_nothing_more_is_offered(case: Written, rita: Browser) -> None:
    rita.post(f"/cases/{case.id}/claim")
    assert all(each in rita.get(f"/cases/{case.id}").text for each in ("Renew now", "Release", "To the decision"))
    page = rita.post(f"/cases/{case.id}/decision", confirmed(rita, case, DECLINE)).text
    assert "A decision is recorded, and will be applied when the worker is back." in page
    assert not any(each in page for each in ("Renew now", "Release", "To the decision", "A decision is due"))


def test_a_code_of_a_check_is_not_shown_as_what_was_read(services: Services, case: Written, rita: Browser) -> None:
    found = finding(
        services, "document.structure", CheckStatus.WARN, paper=case.papers[0], sentence="The file holds a program."
    )
    proof = Evidence(document_id=case.papers[0], page=1, raw="PDF_SCRIPT")
    with begin(services.engine) as session:
        store_findings(session, case.id, [found.model_copy(update={"evidence": (proof,)})])
    page = rita.get(f"/cases/{case.id}").text
    assert "The file holds a program." in page and "PDF_SCRIPT" not in page
    assert f"/cases/{case.id}?document={case.papers[0]}#page-1" in page


def test_a_finding_of_a_check_that_no_longer_exists_is_still_shown(
    services: Services, case: Written, rita: Browser
) -> None:
    old = finding(services, "document.stamp", CheckStatus.FAIL, paper=case.papers[0], sentence="The stamp is missing.")
    known = finding(services, "document.expiry", CheckStatus.FAIL, paper=case.papers[0], sentence="It is too old.")
    with begin(services.engine) as session:
        store_findings(session, case.id, [old, known.model_copy(update={"reason_code": "EXPIRED"})])
    page = rita.get(f"/cases/{case.id}").text
    assert "<h3>document.stamp" in page and "The stamp is missing." in page
    assert '<h3 title="Expired">Dates' in page


def test_a_finding_is_worded_in_the_language_of_whoever_reads_it(
    pseudo_language: None, services: Services, case: Written, rita: Browser
) -> None:
    sentence = msg("The {document} expired on {day}.", document=Inner("Portrait"), day=date(2026, 4, 30))
    seen = Evidence(document_id=case.papers[0], page=1, note=msg("It has {size} pixels.", size="9 x 9"))
    expired = CheckOutcome(CheckKey.EXPIRY, Reason.EXPIRED, sentence, evidence=(seen,))
    old = finding(services, "document.shows", CheckStatus.FAIL, paper=case.papers[0], sentence="It shows another name.")
    now = services.now()
    with begin(services.engine) as session:
        store_findings(session, case.id, [expired.about(str(case.papers[0]), started=now, finished=now), old])
    rita.post("/account/reading", {"language": "en-XA", "back": "/account"})
    page = rita.get(f"/cases/{case.id}").text
    assert word(sentence, Reader("en-XA")) in page and "expired on" not in page and "9 x 9" in page
    assert "30 April 2026" in page and "<p>It shows another name.</p>" in page


def test_the_reasons_of_a_risk_stand_open_unless_it_is_low(services: Services, case: Written, rita: Browser) -> None:
    assert '<details class="rules">' in rita.get(f"/cases/{case.id}").text
    with begin(services.engine) as session:
        session.get_one(CaseRow, case.id).risk_band = RiskBand.MEDIUM
    assert '<details class="rules" open>' in rita.get(f"/cases/{case.id}").text
