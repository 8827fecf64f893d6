"""The list of all cases."""

import re
from html import unescape

from sqlmodel import Session

from db.credentials import register as credentials
from db.engine import read
from domain.review import DecisionOutcome
from tests.cast import Browser
from tests.web.review.cases_written import close, write_case
from tests.web.review.reading import Cast
from tests.web.review.rows import Written
from web.services import Services


def test_cases_are_found_by_title_number_and_stage(services: Services, cast: Cast, rita: Browser) -> None:
    tea = write_case(services, cast["lin"], "Lin Tea 100%")
    write_case(services, cast["omar"], "Omar Toys")
    close(services, tea, cast["sam"], outcome=DecisionOutcome.APPROVE)
    with read(services.engine) as session:
        number = review_number(session, tea)
    for query in ("?q=tea", "?q=100%25", f"?q={number.lower()}", "?stage=approved"):
        page = rita.get(f"/cases{query}").text
        assert "Lin Tea 100%" in page and "Omar Toys" not in page, query
    assert "No case fits" in rita.get("/cases?q=_").text


def test_the_list_of_cases_turns_pages_both_ways(services: Services, cast: Cast, rita: Browser) -> None:
    for number in range(27):
        write_case(services, cast["lin"], f"Shop {number:02}")
    first = rita.get("/cases")
    assert "Shop 26" in first.text and "Shop 01" not in first.text and "Newer" not in first.text
    second = rita.get(link(first.text, "before"))
    assert "Shop 01" in second.text and "Shop 26" not in second.text and "Older" not in second.text
    assert "Shop 26" in rita.get(link(second.text, "after")).text


def review_number(session: Session, case: Written) -> str:
    """The number of the certificate that a case granted."""
    granted = credentials.of_case(session, case.id)
    assert granted
    return granted.number


def link(html: str, mark: str) -> str:
    """The address of the link to the next page that has this mark."""
    found = re.search(rf'href="(/cases\?[^"]*{mark}=[^"]*)"', html)
    assert found
    return unescape(found[1])
