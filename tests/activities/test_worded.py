"""Letters and certificates come in the language and on the clock of whoever receives them."""

import io
from datetime import timedelta

import pypdfium2
import pytest

from activities.notifications.letters import LetterWriter
from db.accounts.people import choose
from db.cases import CaseRow
from db.engine import begin
from domain.accounts import Person
from domain.cases import IssueCredential
from domain.notifications import Notice, NoticeKind
from tests.activities.credentials.test_certificates import maker
from tests.drafts import assessed, decline, granted, once, review
from tests.web.exams.attempts import exam_for
from web.services import Services

Cast = dict[str, Person]


@pytest.fixture
def abroad(pseudo_language: None, services: Services, cast: Cast) -> Services:
    """Lin reads the pseudo-language, in Shanghai."""
    with begin(services.engine) as session:
        choose(session, cast["lin"].id, language="en-XA", time_zone="Asia/Shanghai")
    return services


def test_a_letter_is_worded_for_its_receiver(abroad: Services, cast: Cast) -> None:
    case = exam_for(abroad, cast["lin"]).case_id
    notice = Notice(id=abroad.ids(), kind=NoticeKind.RECORDING_DUE, account_id=cast["lin"].id, subject=case)
    with begin(abroad.engine) as session:
        due = abroad.now() + timedelta(days=3)
        session.get_one(CaseRow, case).due_at = due
        letter = LetterWriter(abroad.settings, abroad.secret, abroad.vault).write(session, notice, now=abroad.now())
    assert letter.subject.startswith("⟦") and '<html lang="en-XA"' in letter.html
    # In Shanghai it is tomorrow for eight hours of each day; then the day in UTC stands there, too.
    assert "+0800 (" in letter.text and f"{due:%H:%M} UTC)" in letter.text


def test_the_reasons_of_a_decline_are_worded_too(abroad: Services, cast: Cast) -> None:
    request, _ = assessed(abroad, cast["lin"])
    once(review(abroad).record_decision, request, decline(abroad, cast["rita"]))
    case = request.application_id
    notice = Notice(id=abroad.ids(), kind=NoticeKind.CASE_DECLINED, account_id=cast["lin"].id, subject=case)
    with begin(abroad.engine) as session:
        letter = LetterWriter(abroad.settings, abroad.secret, abroad.vault).write(session, notice, now=abroad.now())
    (reason,) = (line for line in letter.text.splitlines() if line.startswith("- "))
    assert reason.startswith("- ⟦")


def test_a_certificate_is_worded_for_its_holder(abroad: Services, cast: Cast) -> None:
    made = once(maker(abroad).render_certificate, IssueCredential(credential_id=granted(abroad, cast)))
    page = pypdfium2.PdfDocument(io.BytesIO(abroad.vault.get(made.name, made.sealed_key)))[0]
    assert "éé" in page.get_textpage().get_text_range()
