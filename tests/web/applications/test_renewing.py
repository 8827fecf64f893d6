"""Renewing a certificate on the web: from its opening until the grace ends, once, with the answers given before."""

from collections.abc import Callable
from uuid import UUID

import pytest

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.engine import begin
from domain.accounts import Person
from domain.cases import Stage
from domain.credentials.standing import Standing
from tests.anchor_cases import certified, ends_in
from tests.cast import Browser, hidden
from tests.drafts import rows, trail
from tests.granting import certify
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


def drafts(services: Services) -> list[ApplicationRow]:
    return [row for row in rows(services, ApplicationRow) if row.submitted_at is None]


def renewed(browser: Browser, old: CredentialRow) -> UUID:
    """The draft that the button on the page opens."""
    home = f"/applications/{old.case_id}"
    opened = browser.post(f"{home}/renew", {"command": hidden(browser.get(home).text, "command")})
    assert opened.status_code == 200
    return UUID(opened.url.path.rsplit("/", 1)[1])


def test_a_renewal_starts_with_the_answers_and_without_what_was_signed(
    services: Services, browse: Browse, cast: Cast
) -> None:
    old, ana = certified(services, cast["ana"], days=60), browse().sign_in(cast["ana"])
    assert "Renew your certificate" in ana.get(f"/applications/{old.case_id}").text
    renewed(ana, old)
    (row,) = drafts(services)
    assert (row.kind, row.renews, row.form.one("identity.latin_name")) == ("anchor", old.id, "Ana Duarte")
    assert row.form.one("training.provider") and not row.form.one("conduct.agreed")
    assert not row.form.one("training.attested")
    assert "This renews your certificate" in ana.get(f"/applications/{row.id}").text
    assert trail(services) == ["renewal.begun"]


def test_a_renewal_is_begun_once(services: Services, browse: Browse, cast: Cast) -> None:
    old, ana = certified(services, cast["ana"], days=5), browse().sign_in(cast["ana"])
    draft = renewed(ana, old)
    again = ana.post(f"/applications/{old.case_id}/renew", {"command": str(services.ids())})
    assert again.url.path == f"/applications/{draft}"
    assert f"/applications/{draft}" in ana.get(f"/applications/{old.case_id}").text
    assert [row.id for row in drafts(services)] == [draft]


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ((61, Standing.VALID), "can be renewed from"),
        ((-31, Standing.VALID), "ended too long ago"),
        ((30, Standing.SUSPENDED), "is suspended"),
        ((30, Standing.REVOKED), "is revoked"),
    ],
)
def test_what_cannot_be_renewed_says_why(
    ends: tuple[int, Standing], why: str, services: Services, browse: Browse, cast: Cast
) -> None:
    old, ana = certified(services, cast["ana"], ends[0], standing=ends[1]), browse().sign_in(cast["ana"])
    assert "Renew your certificate" not in ana.get(f"/applications/{old.case_id}").text
    refused = ana.post(f"/applications/{old.case_id}/renew", {"command": str(services.ids())})
    assert refused.status_code == 409 and why in refused.text
    assert drafts(services) == []


def test_a_draft_is_refused_when_the_grace_has_ended(services: Services, browse: Browse, cast: Cast) -> None:
    old, ana = certified(services, cast["ana"], days=-30), browse().sign_in(cast["ana"])
    draft = renewed(ana, old)
    ends_in(services, old, -31)
    refused = ana.post(f"/applications/{draft}/submit", {"command": str(services.ids())})
    assert refused.status_code == 409 and "Apply anew" in refused.text


def test_nobody_renews_for_another(services: Services, browse: Browse, cast: Cast) -> None:
    old = certified(services, cast["ana"], days=5)
    answer = browse().sign_in(cast["omar"]).post(f"/applications/{old.case_id}/renew", {"command": str(services.ids())})
    assert answer.status_code == 404


def test_a_renewal_that_came_to_nothing_can_be_begun_again(services: Services, browse: Browse, cast: Cast) -> None:
    old, other = certified(services, cast["ana"], days=5), certified(services, cast["ana"], days=5)
    with begin(services.engine) as session:
        session.get_one(ApplicationRow, other.case_id).renews = old.id
        session.get_one(CaseRow, other.case_id).stage = Stage.WITHDRAWN
    renewed(browse().sign_in(cast["ana"]), old)
    assert len(drafts(services)) == 1


def test_an_expired_certificate_is_shown_as_such_to_everybody(services: Services, browse: Browse, cast: Cast) -> None:
    old = certified(services, cast["ana"], days=-1)
    certify(services, old)
    seen = browse().get(f"/verify/{old.number}")
    assert "<h1>Expired</h1>" in seen.text and "Level 1" in seen.text
    page = browse().sign_in(cast["ana"]).get(f"/applications/{old.case_id}").text
    assert "Renew it to go on air again" in page and "Start a new application" not in page


def test_an_anchor_who_applies_again_is_still_an_anchor(services: Services, browse: Browse, cast: Cast) -> None:
    old, ana = certified(services, cast["ana"], -40), browse().sign_in(cast["ana"])
    home = f"/applications/{old.case_id}"
    ana.post(f"{home}/again", {"command": hidden(ana.get(home).text, "command")})
    (row,) = drafts(services)
    assert (row.kind, row.renews, row.form.one("conduct.agreed")) == ("anchor", None, "")
