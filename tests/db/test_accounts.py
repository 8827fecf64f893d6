"""Sessions on both databases: who sits behind a browser, and when nobody does any more."""

from datetime import timedelta

import pytest

from db.accounts import people as accounts
from db.accounts.people import AccountRow, SessionRow
from db.engine import begin, read
from domain.accounts import Person
from tests.conftest import BOTH
from web.services import Services

Cast = dict[str, Person]
TOKEN = "a token that only the browser knows"


def sign_in(services: Services, who: Person, token: str = TOKEN) -> None:
    with begin(services.engine) as session:
        accounts.open_session(
            session, token, session.get_one(AccountRow, who.id), now=services.now(), browser="B" * 900
        )


def seated(services: Services, after: timedelta = timedelta(), token: str = TOKEN) -> Person | None:
    with read(services.engine) as session:
        seat = accounts.session_of(session, token, services.now() + after)
        return seat.person if seat else None


@BOTH
def test_a_browser_that_signed_in_is_known_by_its_token(services: Services, cast: Cast) -> None:
    sign_in(services, cast["lin"])
    assert seated(services) == cast["lin"]
    assert seated(services, token="another token") is None


@BOTH
@pytest.mark.parametrize(("who", "hours"), [("lin", 14 * 24), ("rita", 12), ("ada", 12)])
def test_applicants_stay_two_weeks_and_staff_a_working_day(
    services: Services, cast: Cast, who: str, hours: int
) -> None:
    sign_in(services, cast[who])
    assert seated(services, timedelta(hours=hours, minutes=-1)) == cast[who]
    assert seated(services, timedelta(hours=hours)) is None


@BOTH
def test_a_disabled_account_is_out_of_every_browser(services: Services, cast: Cast) -> None:
    sign_in(services, cast["rita"])
    with begin(services.engine) as session:
        session.get_one(AccountRow, cast["rita"].id).disabled_at = services.now()
    assert seated(services) is None


@BOTH
def test_signing_out_ends_one_browser_only(services: Services, cast: Cast) -> None:
    sign_in(services, cast["lin"])
    sign_in(services, cast["lin"], "telephone")
    with begin(services.engine) as session:
        accounts.close_session(session, TOKEN, services.now())
    assert (seated(services), seated(services, token="telephone")) == (None, cast["lin"])


@BOTH
def test_nobody_ends_anothers_session_and_everybody_all_of_theirs(services: Services, cast: Cast) -> None:
    sign_in(services, cast["lin"])
    sign_in(services, cast["lin"], "telephone")
    with begin(services.engine) as session:
        accounts.close_one_session(session, cast["omar"].id, accounts.token_hash(TOKEN), now=services.now())
        assert len(accounts.live_sessions(session, cast["lin"].id, services.now())) == 2
        accounts.close_one_session(session, cast["lin"].id, accounts.token_hash(TOKEN), now=services.now())
    assert (seated(services), seated(services, token="telephone")) == (None, cast["lin"])
    with begin(services.engine) as session:
        accounts.close_all_sessions(session, cast["lin"].id, services.now())
    assert seated(services, token="telephone") is None


@BOTH
def test_the_token_itself_is_nowhere_in_the_database(services: Services, cast: Cast) -> None:
    sign_in(services, cast["lin"])
    with read(services.engine) as session:
        row = session.get_one(SessionRow, accounts.token_hash(TOKEN))
    assert TOKEN not in row.model_dump_json()
    assert len(row.browser) == 200


@BOTH
def test_people_are_found_by_address_and_by_id(services: Services, cast: Cast) -> None:
    with read(services.engine) as session:
        lin = accounts.by_email(session, "lin@example.com")
        assert lin and accounts.person(lin) == cast["lin"]
        assert accounts.by_email(session, "LIN@example.com") is None
        assert [row.name for row in accounts.named(session, {cast["sam"].id})] == ["Sam Okafor"]
        assert len(accounts.everybody(session)) == len(cast)
