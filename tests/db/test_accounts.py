"""Sessions on both databases: who sits behind a browser, and when nobody does any more."""

from datetime import timedelta

import pytest

from db import accounts
from db.accounts import AccountRow, SessionRow
from db.engine import begin, read
from domain.accounts import Person
from tests.conftest import BOTH
from web.house import House

Cast = dict[str, Person]
TOKEN = "a token that only the browser knows"


def sign_in(house: House, who: Person, token: str = TOKEN) -> None:
    with begin(house.engine) as session:
        accounts.open_session(session, token, session.get_one(AccountRow, who.id), house.now(), "B" * 900)


def seated(house: House, after: timedelta = timedelta(), token: str = TOKEN) -> Person | None:
    with read(house.engine) as session:
        seat = accounts.who(session, token, house.now() + after)
        return seat.person if seat else None


@BOTH
def test_a_browser_that_signed_in_is_known_by_its_token(house: House, cast: Cast) -> None:
    sign_in(house, cast["lin"])
    assert seated(house) == cast["lin"]
    assert seated(house, token="another token") is None


@BOTH
@pytest.mark.parametrize(("who", "hours"), [("lin", 14 * 24), ("rita", 12), ("ada", 12)])
def test_applicants_stay_two_weeks_and_staff_a_working_day(house: House, cast: Cast, who: str, hours: int) -> None:
    sign_in(house, cast[who])
    assert seated(house, timedelta(hours=hours, minutes=-1)) == cast[who]
    assert seated(house, timedelta(hours=hours)) is None


@BOTH
def test_a_disabled_account_is_out_of_every_browser(house: House, cast: Cast) -> None:
    sign_in(house, cast["rita"])
    with begin(house.engine) as session:
        session.get_one(AccountRow, cast["rita"].id).disabled_at = house.now()
    assert seated(house) is None


@BOTH
def test_signing_out_ends_one_browser_only(house: House, cast: Cast) -> None:
    sign_in(house, cast["lin"])
    sign_in(house, cast["lin"], "telephone")
    with begin(house.engine) as session:
        accounts.close_session(session, TOKEN, house.now())
    assert (seated(house), seated(house, token="telephone")) == (None, cast["lin"])


@BOTH
def test_nobody_ends_anothers_session_and_everybody_all_of_theirs(house: House, cast: Cast) -> None:
    sign_in(house, cast["lin"])
    sign_in(house, cast["lin"], "telephone")
    with begin(house.engine) as session:
        accounts.close_one_session(session, cast["omar"].id, accounts.token_hash(TOKEN), house.now())
        assert len(accounts.live_sessions(session, cast["lin"].id, house.now())) == 2
        accounts.close_one_session(session, cast["lin"].id, accounts.token_hash(TOKEN), house.now())
    assert (seated(house), seated(house, token="telephone")) == (None, cast["lin"])
    with begin(house.engine) as session:
        accounts.close_all_sessions(session, cast["lin"].id, house.now())
    assert seated(house, token="telephone") is None


@BOTH
def test_the_token_itself_is_nowhere_in_the_database(house: House, cast: Cast) -> None:
    sign_in(house, cast["lin"])
    with read(house.engine) as session:
        row = session.get_one(SessionRow, accounts.token_hash(TOKEN))
    assert TOKEN not in row.model_dump_json()
    assert len(row.browser) == 200


@BOTH
def test_people_are_found_by_address_and_by_id(house: House, cast: Cast) -> None:
    with read(house.engine) as session:
        lin = accounts.by_email(session, "lin@example.com")
        assert lin and accounts.person(lin) == cast["lin"]
        assert accounts.by_email(session, "LIN@example.com") is None
        assert [row.name for row in accounts.named(session, {cast["sam"].id})] == ["Sam Okafor"]
        assert len(accounts.everybody(session)) == len(cast)
