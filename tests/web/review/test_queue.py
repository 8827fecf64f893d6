"""The queue and the claims."""

from datetime import timedelta

from tests.cast import Browser
from tests.web.review.cases_written import write_case
from tests.web.review.reading import DECLINE, Cast, holder, run_out
from tests.web.review.rows import Written
from web.services import Services


def test_the_queue_is_in_the_order_of_due_and_names_who_works(
    services: Services, cast: Cast, rita: Browser, sam: Browser
) -> None:
    write_case(services, cast["lin"], "Later", due=timedelta(days=4))
    late = write_case(services, cast["lin"], "Late", due=timedelta(hours=-3))
    assert sam.post(f"/cases/{late.id}/claim").status_code == 200
    page = rita.get("/review").text
    assert page.index(">Late<") < page.index(">Later<")
    assert "Overdue, 3 hours ago" in page and "1 overdue" in page
    assert "Sam Okafor" in page


def test_claim_next_gives_two_reviewers_two_cases_and_then_says_so_kindly(
    services: Services, cast: Cast, rita: Browser, sam: Browser
) -> None:
    second = write_case(services, cast["lin"], "Second", due=timedelta(days=2))
    first = write_case(services, cast["lin"], "First", due=timedelta(days=1))
    assert rita.post("/review/claim-next").url.path == f"/cases/{first.id}"
    assert sam.post("/review/claim-next").url.path == f"/cases/{second.id}"
    assert "Nothing left to claim" in sam.post("/review/claim-next").text
    assert (holder(services, first), holder(services, second)) == (cast["rita"].id, cast["sam"].id)


def test_nobody_gets_their_own_application(services: Services, cast: Cast, rita: Browser) -> None:
    own = write_case(services, cast["rita"])
    assert "Nothing left to claim" in rita.post("/review/claim-next").text
    assert rita.post(f"/cases/{own.id}/claim").status_code == 403
    assert rita.post(f"/cases/{own.id}/decision", DECLINE | {"step": "claim"}).status_code == 403
    assert "Nobody looks into the review of their own" in rita.get(f"/cases/{own.id}").text
    assert holder(services, own) is None


def test_a_held_case_is_refused_with_the_holders_name_until_the_claim_runs_out(
    services: Services, cast: Cast, case: Written, rita: Browser, sam: Browser
) -> None:
    sam.post(f"/cases/{case.id}/claim")
    refused = rita.post(f"/cases/{case.id}/claim")
    assert refused.status_code == 409 and "Sam Okafor works on this case until" in refused.text
    run_out(services, case)
    assert rita.post(f"/cases/{case.id}/claim").status_code == 200
    assert holder(services, case) == cast["rita"].id


def test_a_claim_is_renewed_as_a_piece_of_the_page(services: Services, case: Written, rita: Browser) -> None:
    rita.post(f"/cases/{case.id}/claim")
    piece = rita.post(f"/cases/{case.id}/claim", headers={"HX-Request": "true"}).text
    assert piece.lstrip().startswith('<div id="claim" class="claim mine"') and "<html" not in piece
    run_out(services, case)
    assert "Nobody works on this case" in rita.get(f"/cases/{case.id}/claim").text


def test_a_released_case_is_free_again(services: Services, case: Written, rita: Browser, sam: Browser) -> None:
    rita.post(f"/cases/{case.id}/claim")
    sam.post(f"/cases/{case.id}/release")
    assert holder(services, case) is not None
    rita.post(f"/cases/{case.id}/release")
    assert holder(services, case) is None
