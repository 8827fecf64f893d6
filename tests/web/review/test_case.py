"""The page of one case: what it shows, to whom."""

from sqlmodel import Session, select

from db.audit import AuditRow
from domain.review import DecisionOutcome
from tests.cast import Browser
from tests.web.review.cases_written import close, spoil, write_case
from tests.web.review.reading import DECLINE, Cast, Open
from tests.web.review.rows import Written
from web.services import Services


def test_a_case_shows_findings_with_their_page_and_both_values(
    services: Services, case: Written, rita: Browser
) -> None:
    spoil(services, case)
    page = rita.get(f"/cases/{case.id}").text
    assert page.index("<dt>Form says</dt><dd>Lin Trading Ltd</dd>") < page.index("<dt>Read</dt><dd>Lin Trding Ltd</dd>")
    assert f"/cases/{case.id}?document={case.papers[0]}#page-1" in page
    assert page.index("Failed") < page.index("Passed")
    assert f'src="/documents/{case.papers[0]}/pages/1"' in page
    other = rita.get(f"/cases/{case.id}?document={case.papers[1]}").text
    assert f'src="/documents/{case.papers[1]}/pages/1"' in other


def test_opening_a_case_is_noted_once_an_hour_and_person(
    services: Services, case: Written, rita: Browser, sam: Browser
) -> None:
    for browser in (rita, rita, sam):
        browser.get(f"/cases/{case.id}")
    with Session(services.engine) as session:
        reads = session.exec(select(AuditRow).where(AuditRow.kind == "case.read")).all()
    assert [row.subject for row in reads] == [str(case.id)] * 2


def test_an_unknown_case_is_missing_and_an_applicant_sees_none(
    services: Services, cast: Cast, case: Written, rita: Browser, browse: Open
) -> None:
    assert rita.get(f"/cases/{services.ids()}").status_code == 404
    lin = browse().sign_in(cast["lin"])
    assert [lin.get(path).status_code for path in ("/review", "/cases", f"/cases/{case.id}")] == [403] * 3


def test_an_auditor_reads_everything_and_changes_nothing(
    services: Services, cast: Cast, case: Written, browse: Open
) -> None:
    granted = write_case(services, cast["omar"], "Granted")
    close(services, granted, cast["sam"], outcome=DecisionOutcome.APPROVE)
    iris = browse().sign_in(cast["iris"])
    for path in ("/review", "/cases", f"/cases/{case.id}", f"/cases/{granted.id}"):
        page = iris.get(path)
        assert page.status_code == 200
        main = page.text.partition("<main")[2].partition("</main>")[0]
        assert main and 'method="post"' not in main and ">Revoke<" not in main
    posts = ("/review/claim-next", f"/cases/{case.id}/claim", f"/cases/{case.id}/decision", f"/cases/{case.id}/release")
    assert [iris.post(path, DECLINE).status_code for path in posts] == [403] * 4
    assert iris.get(f"/cases/{granted.id}/credential/standing?change=revoke").status_code == 403
