"""The auditor's pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from db.audit import AuditRow, append
from db.engine import begin
from domain.accounts import Person
from domain.audit import AuditEvent
from tests.cast import Browser
from web.services import Services

Browse = Callable[[], Browser]


def fill(services: Services, count: int) -> None:
    with begin(services.engine) as session:
        for number in range(count):
            subject = "odd-case" if number % 2 else "even-case"
            append(
                session,
                AuditEvent(kind=f"case.{number}", at=services.now(), actor=None, role="system", subject=subject),
            )


def test_the_auditor_pages_back_through_everything(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    fill(services, 120)
    iris, path, seen = browse().sign_in(cast["iris"]), "/audit", list[str]()
    while path:
        html = iris.get(path).text
        seen += re.findall(r"<strong>case\.(\d+)</strong>", html)
        older = re.search(r'class="older" href="([^"]+)"', html)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == [str(number) for number in reversed(range(120))]


def test_the_auditor_sees_one_case_alone(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    fill(services, 6)
    html = browse().sign_in(cast["iris"]).get("/audit?subject=odd-case").text
    assert re.findall(r"<strong>case\.(\d)</strong>", html) == ["5", "3", "1"]
    assert "No event fits" in browse().sign_in(cast["iris"]).get("/audit?subject=nothing").text


def test_the_chain_page_tells_whether_it_holds(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    iris = browse().sign_in(cast["iris"])
    assert "The chain is empty" in iris.get("/audit/chain").text
    fill(services, 5)
    assert "The chain holds" in iris.get("/audit/chain").text
    with begin(services.engine) as session:
        # Past the system, as an intruder with the database's files would.
        now = datetime.now(UTC)
        session.add(AuditRow(seq=6, kind="forged", at=now, actor=None, role="", subject="", facts={}, hash="0" * 64))
    answer = iris.get("/audit/chain").text
    assert "The chain is broken" in answer
    assert "Broken at no. 6" in answer


def test_reviewers_and_applicants_do_not_read_the_trail(cast: dict[str, Person], browse: Browse) -> None:
    for who in ("lin", "rita"):
        assert browse().sign_in(cast[who]).get("/audit").status_code == 403
