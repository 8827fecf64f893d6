"""The administrator's and the auditor's pages, and the local mailbox."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from db.accounts.people import AccountRow, by_email
from db.audit import AuditRow
from db.commands import CommandRow
from db.engine import begin, read
from db.notifications import MailRow
from domain.accounts import Person, Role
from domain.notifications import NoticeKind
from settings import Settings
from tests.cast import Browser
from web.app import create_app
from web.services import Services

Browse = Callable[[], Browser]


def trail(services: Services) -> list[AuditRow]:
    with read(services.engine) as session:
        return list(session.exec(select(AuditRow).order_by(AuditRow.seq)).all())  # type: ignore[arg-type]


def role_of(services: Services, account_id: UUID) -> Role:
    with read(services.engine) as session:
        return session.get_one(AccountRow, account_id).role


def test_a_new_colleague_gets_an_account_and_a_letter(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    ada = browse().sign_in(cast["ada"])
    form = {"name": "Rui Costa", "email": "rui@example.com", "role": "reviewer"}
    assert "The e-mail is on its way" in ada.post("/staff/new", form).text
    with read(services.engine) as session:
        row = by_email(session, "rui@example.com")
        letter = session.exec(select(CommandRow)).one()
    assert row
    assert (row.role, row.password_hash, row.email_confirmed_at) == (Role.REVIEWER, "", None)
    assert (letter.payload["kind"], letter.payload["account_id"]) == (NoticeKind.RESET_PASSWORD, str(row.id))
    assert [(each.kind, each.actor, each.facts) for each in trail(services)] == [
        ("account.added", cast["ada"].id, {"role": "reviewer"})
    ]
    assert browse().post("/sign-in", {"email": "rui@example.com", "password": ""}).status_code == 422


def test_an_address_or_role_that_does_not_fit_is_refused_beside_its_field(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    ada = browse().sign_in(cast["ada"])
    answer = ada.post("/staff/new", {"name": "", "email": "nonsense", "role": "king"})
    assert answer.status_code == 422
    assert all(f'href="#{field}"' in answer.text for field in ("name", "email", "role"))
    answer = ada.post("/staff/new", {"name": "Lin", "email": "lin@example.com", "role": "auditor"})
    assert answer.status_code == 422
    assert "There is an account with this address" in answer.text
    assert trail(services) == []


def test_a_changed_role_counts_at_once_and_signs_the_account_out(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    ada, rita = browse().sign_in(cast["ada"]), browse().sign_in(cast["rita"])
    assert "The role is changed" in ada.post(f"/staff/{cast['rita'].id}/role", {"role": "senior"}).text
    assert role_of(services, cast["rita"].id) == Role.SENIOR
    assert "/sign-in" in str(rita.get("/account").url)
    assert trail(services)[0].facts == {"was": "reviewer", "now": "senior"}
    assert ada.post(f"/staff/{cast['rita'].id}/role", {"role": "king"}).status_code == 422


def test_a_closed_account_is_out_until_it_is_opened_again(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    ada, omar = browse().sign_in(cast["ada"]), browse().sign_in(cast["omar"])
    where = f"/staff/{cast['omar'].id}"
    for _ in range(2):
        ada.post(f"{where}/disable")
    assert "/sign-in" in str(omar.get("/account").url)
    ada.post(f"{where}/enable")
    assert omar.sign_in(cast["omar"]).get("/account", follow_redirects=False).status_code == 200
    ada.post(f"{where}/sign-out")
    assert "/sign-in" in str(omar.get("/account").url)
    kinds = [each.kind for each in trail(services)]
    assert kinds == ["account.disabled", "account.enabled", "account.signed_out_by_admin"]


def test_an_administrator_cannot_close_or_demote_themself(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    ada = browse().sign_in(cast["ada"])
    where = f"/staff/{cast['ada'].id}"
    assert ada.post(f"{where}/disable").status_code == 403
    assert ada.post(f"{where}/role", {"role": "applicant"}).status_code == 403
    assert role_of(services, cast["ada"].id) == Role.ADMIN
    assert "Close the account" not in ada.get(where).text
    assert trail(services) == []


@pytest.mark.parametrize("who", ["lin", "rita", "sam", "iris"])
def test_only_an_administrator_manages_accounts(who: str, cast: dict[str, Person], browse: Browse) -> None:
    browser = browse().sign_in(cast[who])
    assert browser.get("/staff").status_code == 403
    assert browser.post(f"/staff/{cast['omar'].id}/disable").status_code == 403
    assert browser.post("/staff/new", {"name": "x", "email": "x@example.com", "role": "admin"}).status_code == 403


def test_an_account_that_is_not_there_is_not_found(cast: dict[str, Person], browse: Browse) -> None:
    ada = browse().sign_in(cast["ada"])
    assert ada.get(f"/staff/{uuid4()}").status_code == 404
    assert ada.post(f"/staff/{uuid4()}/disable").status_code == 404


def letter(services: Services, account_id: UUID) -> UUID:
    row = MailRow(
        id=services.ids(),
        account_id=account_id,
        kind="confirm_address",
        recipient="lin@example.com",
        subject="Hello <b>Lin</b>",
        text="Open http://testserver/confirm/abc",
        created_at=services.now(),
        html="<style>p { color: red }</style><p>Hello</p><script>alert(1)</script>",
    )
    with begin(services.engine) as session:
        session.add(row)
    return row.id


def test_the_mailbox_shows_letters_and_their_links(services: Services, cast: dict[str, Person], browse: Browse) -> None:
    browser = browse()
    assert "No e-mails yet" in browser.get("/mailbox").text
    written = letter(services, cast["lin"].id)
    assert "Hello &lt;b&gt;Lin&lt;/b&gt;" in browser.get("/mailbox").text
    assert f'src="/mailbox/{written}/html"' in browser.get(f"/mailbox/{written}").text
    assert 'href="http://testserver/confirm/abc"' in browser.get(f"/mailbox/{written}?plain=true").text
    assert browser.get(f"/mailbox/{uuid4()}").status_code == 404


def test_a_letter_in_its_frame_runs_and_loads_nothing(
    services: Services, cast: dict[str, Person], browse: Browse
) -> None:
    policy = browse().get(f"/mailbox/{letter(services, cast['lin'].id)}/html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "sandbox" in policy
    assert "unsafe" not in policy
    assert "script" not in policy


def test_there_is_no_mailbox_where_mail_is_sent(
    settings: Settings, services: Services, cast: dict[str, Person]
) -> None:
    written = letter(services, cast["lin"].id)
    sending = Services(**{**vars(services), "settings": settings.model_copy(update={"mode": "production"})})
    with TestClient(create_app(sending.settings, sending)) as client:
        for path in ("/mailbox", f"/mailbox/{written}", f"/mailbox/{written}/html"):
            assert client.get(path).status_code == 404
