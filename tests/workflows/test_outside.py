"""Outside services and tools that are away: a case is never refused for it, and never held up by the post."""

from pathlib import Path

import pytesseract
import pytest
from pydantic import SecretStr

from db.cases import FindingRow, findings_of
from db.engine import read
from db.notifications import MailRow
from domain.cases import Stage, case_of
from domain.credentials.standing import Standing
from domain.review import OverrideNeeded
from domain.screening import CheckStatus
from settings import Settings
from tests.samples import scanned_pdf
from tests.workflows.office import Office, open_office
from tests.workflows.stand_ins import mail_server, nobody, vat_register

SCAN = {"registration_proof": scanned_pdf()}


def finding(office: Office, check: str) -> FindingRow | None:
    return next((row for row in office.rows(FindingRow) if row.check == check), None)


def test_a_register_that_stays_away_brings_the_case_to_a_person(on_temporal: Settings, short_wait_packs: Path) -> None:
    more = {"vies_url": nobody("http"), "policies_dir": short_wait_packs}
    with open_office(on_temporal.model_copy(update=more)) as office:
        case = office.in_review()
        seen = finding(office, "identifier.register")
        assert seen and (seen.status, seen.reason_code) == (CheckStatus.ERROR, "REGISTER_AWAY")
        assert office.task(case).tags == ["check_incomplete"]
        assert isinstance(office.decide(case, by="rita").refusal, OverrideNeeded)
        assert office.decide(case, by="sam", note="The register was asked by telephone.").state == "applied"
        assert office.result(case) == "approved"


def test_a_register_that_comes_back_passes_the_merchant(on_temporal: Settings) -> None:
    with (
        vat_register(failures=1) as (url, register),
        open_office(on_temporal.model_copy(update={"vies_url": url})) as office,
    ):
        case = office.submitted()
        away = office.until(lambda: finding(office, "identifier.register"))
        assert (away.status, office.stage(case)) == (CheckStatus.ERROR, Stage.CHECKING)
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
        back = finding(office, "identifier.register")
        assert back and (back.status, back.reason_code) == (CheckStatus.PASS, "IN_REGISTER")
        assert office.task(case).tags == []
        assert register.asked == 2


def test_missing_text_recognition_is_our_error_and_never_the_merchants(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "tesseract-is-not-here")
    case = office.submitted(SCAN)
    office.hurry_until(case_of(case), lambda: office.stage(case) == Stage.IN_REVIEW)
    with read(office.services.engine) as session:
        statuses = {row.check: row.status for row in findings_of(session, case) if row.check.startswith("document")}
    assert statuses == {"document.structure": CheckStatus.PASS, "document.legible": CheckStatus.ERROR}
    assert office.task(case).tags == ["check_incomplete"]


def test_a_dead_mail_server_holds_up_neither_case_nor_certificate(on_temporal: Settings) -> None:
    with open_office(on_temporal.model_copy(update={"smtp_url": SecretStr(nobody("smtp"))})) as office:
        case = office.in_review()
        assert office.decide(case).state == "applied"
        assert office.until(lambda: office.credential(case, Standing.VALID))
        assert {row.sent_at for row in office.until(lambda: office.rows(MailRow))} == {None}


def test_a_letter_that_was_refused_is_sent_once_when_it_is_taken(on_temporal: Settings) -> None:
    with (
        mail_server(refusals=1) as (url, mailman),
        open_office(on_temporal.model_copy(update={"smtp_url": SecretStr(url)})) as office,
    ):
        case = office.submitted()
        office.hurry_until(case_of(case), lambda: [row for row in office.rows(MailRow) if row.sent_at])
        office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
        assert len(mailman.taken) == 1
        assert "lin@example.com" in mailman.taken[0]
