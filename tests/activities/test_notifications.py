"""Letters on both databases: every kind reads well, each is sent once, and a dead mail server only delays it."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from activities.credentials.signing_keys import CERTIFICATE, KEY, load_or_create_keys
from activities.notifications.letters import OF_CREDENTIAL, LetterWriter
from activities.notifications.post import LocalMailbox, Post, SmtpPost
from activities.notifications.sending import NotificationActivities
from db.accounts.people import AccountRow
from db.engine import begin
from db.notifications import MailRow
from domain.accounts import Person
from domain.notifications import Notice, NoticeKind
from ops.ports import LOOPBACK, any_port
from tests.activities.mail_server import Postman
from tests.conftest import BOTH
from tests.drafts import TEXT, assessed, credential, decline, once, opened, review, rows, trail, twice, valid
from tests.web.exams.attempts import exam_for
from tests.workflows.application import NAME
from web.services import Services

Cast = dict[str, Person]
OF_ANCHOR = {each for each in NoticeKind if each.startswith(("exam", "recording", "practical", "result", "case_l"))}
PDF = b"%PDF-1.7 certificate \r\n\x00\xff" * 9


@contextmanager
def mail_server(port: int = 0, **options: Any) -> Iterator[tuple[str, Postman]]:
    postman, port = Postman(), port or any_port()
    controller = Controller(postman, hostname=LOOPBACK, port=port, authenticator=postman.authenticate, **options)
    controller.start()
    try:
        yield f"{LOOPBACK}:{port}", postman
    finally:
        controller.stop()


def office(services: Services, post: Post | None = None) -> NotificationActivities:
    writer = LetterWriter(services.settings, services.secret, services.vault)
    return NotificationActivities(services.engine, services.now, writer, post=post or LocalMailbox())


def smtp(address: str) -> SmtpPost:
    return SmtpPost(f"smtp://{address}", "Greenroom <no-reply@example.com>")


def notice(services: Services, kind: NoticeKind, to: Person, *, subject: UUID) -> Notice:
    return Notice(id=services.ids(), kind=kind, account_id=to.id, subject=subject)


def ready(services: Services, cast: Cast, kind: NoticeKind) -> Notice:
    """A notice of this kind with all it tells about."""
    lin = cast["lin"]
    match kind:
        case kind if kind in OF_CREDENTIAL:
            return notice(services, kind, lin, subject=valid(services, cast, PDF))
        case NoticeKind.CASE_DECLINED:
            request, _ = assessed(services, lin)
            once(review(services).record_decision, request, decline(services, cast["rita"]))
            return notice(services, kind, lin, subject=request.application_id)
        case NoticeKind.APPLICATION_RECEIVED:
            return notice(services, kind, lin, subject=opened(services, lin).application_id)
        case kind if kind in OF_ANCHOR:
            return notice(services, kind, lin, subject=exam_for(services, lin).case_id)
        case _:
            return notice(services, kind, lin, subject=lin.id)


@BOTH
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_letter_is_written_once_and_reads_well(services: Services, cast: Cast, kind: NoticeKind) -> None:
    twice(office(services).notify, ready(services, cast, kind))
    (letter,) = rows(services, MailRow)
    assert (letter.kind, letter.recipient, letter.sent_at is not None) == (kind, "lin@example.com", True)
    assert "\n" not in letter.subject and letter.subject
    assert "Lin Wei" in letter.text and "Lin Wei" in letter.html
    for link in re.findall(r"https?://[^\s\"<>]+", letter.text):
        assert link.startswith("http://testserver/") and link in letter.html
    assert not re.search(r"\{\{|\{%|None|%\(|\n{4}", letter.text + letter.subject) and "{{" not in letter.html
    assert trail(services).count("letter.written") == 1


@BOTH
def test_a_declined_merchant_reads_the_reasons_and_the_reviewers_words(services: Services, cast: Cast) -> None:
    once(office(services).notify, ready(services, cast, NoticeKind.CASE_DECLINED))
    (letter,) = rows(services, MailRow)
    pack = services.library.stack_for("DE", services.today()).pack
    (reason,) = [each.text for each in pack.merchant.decline_reasons if each.key == "document_unreadable"]
    assert all(words in letter.text for words in (NAME, reason, TEXT))
    assert "<" not in letter.text


def test_markup_in_a_name_stays_words(services: Services, cast: Cast) -> None:
    with begin(services.engine) as session:
        session.get_one(AccountRow, cast["lin"].id).name = "<b>Lin</b>\r\nBcc: omar@example.com"
    request = opened(
        services, cast["lin"], changes={"business.legal_name": "<script>alert(1)</script>\nBcc: x@example.com"}
    )
    once(
        office(services).notify,
        notice(services, NoticeKind.APPLICATION_RECEIVED, cast["lin"], subject=request.application_id),
    )
    (letter,) = rows(services, MailRow)
    assert "<script" not in letter.html and "<b>" not in letter.html and "\n" not in letter.subject
    with mail_server() as (address, postman):
        smtp(address).send(letter, None)
    assert postman.letters[0]["Bcc"] is None and postman.letters[0]["To"] == "lin@example.com"


@BOTH
def test_the_certificate_goes_with_its_letter(services: Services, cast: Cast) -> None:
    message = ready(services, cast, NoticeKind.CERTIFICATE_ISSUED)
    with mail_server() as (address, postman):
        twice(office(services, smtp(address)).notify, message)
    (letter,) = postman.letters
    (attached,) = letter.iter_attachments()
    assert attached.get_content() == PDF
    assert attached.get_filename() == f"{credential(services, message.subject).number}.pdf"
    assert (letter["To"], letter["Auto-Submitted"]) == ("lin@example.com", "auto-generated")
    assert str(message.id) in letter["Message-ID"]
    assert [part.get_content_type() for part in letter.walk() if part.get_content_maintype() == "text"] == [
        "text/plain",
        "text/html",
    ]


@BOTH
def test_a_mail_server_that_is_down_delays_the_letter_and_doubles_nothing(services: Services, cast: Cast) -> None:
    message, port = ready(services, cast, NoticeKind.CONFIRM_ADDRESS), any_port()
    activities = office(services, smtp(f"{LOOPBACK}:{port}"))
    with pytest.raises(OSError):
        once(activities.notify, message)
    (written,) = rows(services, MailRow)
    with mail_server(port) as (_, postman):
        twice(activities.notify, message)
    (sent,) = rows(services, MailRow)
    assert (len(postman.letters), written.sent_at, sent.text) == (1, None, written.text)
    assert sent.sent_at and trail(services) == ["letter.written"]


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate that nobody trusts."""
    load_or_create_keys(tmp_path / "tls", "mail", datetime.now(UTC) - timedelta(days=1))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "tls" / CERTIFICATE, tmp_path / "tls" / KEY)
    return context


@pytest.fixture
def letter(services: Services, cast: Cast) -> MailRow:
    """A letter that was written and not sent."""
    once(office(services).notify, ready(services, cast, NoticeKind.CONFIRM_ADDRESS))
    return rows(services, MailRow)[0]


def test_the_line_is_encrypted_where_the_server_offers_it(letter: MailRow, tls: ssl.SSLContext) -> None:
    with mail_server(tls_context=tls, require_starttls=True) as (address, postman):
        smtp(address).send(letter, None)
    assert len(postman.letters) == 1


def test_a_password_is_not_given_to_a_server_that_cannot_prove_its_name(letter: MailRow, tls: ssl.SSLContext) -> None:
    with mail_server(tls_context=tls) as (address, postman), pytest.raises(ssl.SSLError):
        smtp(f"lin:secret@{address}").send(letter, None)
    assert (postman.letters, postman.logins) == ([], [])


def test_a_password_with_odd_characters_arrives(letter: MailRow) -> None:
    with mail_server(auth_require_tls=False) as (address, postman):
        smtp(f"lin:p%40ss%2Fw%3Ard@{address}").send(letter, None)
    assert (postman.logins, len(postman.letters)) == ([(b"p@ss/w:rd", False)], 1)
