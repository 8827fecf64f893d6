"""Exams that were sat and scored for real over five plain items, and what staff do to correct a key."""

from uuid import UUID

from activities.corrections import CorrectionActivities
from activities.exams import ExamActivities
from db.credentials.register import CredentialRow
from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import ResponseRow, SittingRow
from domain.accounts import Person
from domain.corrections.messages import Corrected, CorrectKey
from domain.credentials.standing import Standing
from domain.exams.attempts import FinishAttempt
from domain.items.parts import Reply
from tests.cast import Browser, hidden
from tests.drafts import once
from tests.web.exams.attempts import another, begin_sitting, exam_for
from tests.web.statistics.sat_exams import id_of, plain_items
from web.services import Services

REASON = "The law was changed in May, so the second answer is right."
PATH = f"/items/{id_of(3)}/correction"


def sat(services: Services, person: Person, chosen: str, *, after: AttemptRow | None = None) -> AttemptRow:
    """A scored exam: one option for each of the five items, `-` for no answer; 80 percent pass, `a` is right."""
    attempt = another(services, after) if after else exam_for(services, person, items=plain_items(5))
    begin_sitting(services, attempt)
    now = services.now()
    with begin(services.engine) as session:
        for number, option in enumerate(chosen):
            reply = Reply(options=(option,)).model_dump(mode="json")
            row = ResponseRow(
                attempt_id=attempt.id, item_id=id_of(number), response=[reply], seq=1, client="client-a1", saved_at=now
            )
            session.add_all([row] if option != "-" else [])
        session.get_one(SittingRow, attempt.id).submitted_at = now
    once(ExamActivities(services.engine, services.now).finish_attempt, FinishAttempt(attempt_id=attempt.id))
    return attempt


def scored(services: Services, attempt: AttemptRow) -> tuple[float, bool, int]:
    """Percent, whether passed, and the revision of a result."""
    with read(services.engine) as session:
        row = session.get_one(ResultRow, attempt.id)
        return row.percent, row.passed, row.revision


def certified(services: Services, attempt: AttemptRow, number: str = "GR-A-0000-0001") -> CredentialRow:
    """A living credential of the attempt's case."""
    now = services.now()
    row = CredentialRow(
        id=services.ids(),
        case_id=attempt.case_id,
        account_id=attempt.account_id,
        number=number,
        kind="anchor",
        holder="Ana Duarte",
        legal_form="person",
        country="DE",
        categories=["food"],
        issuer="Test Market",
        issued_on=now.date(),
        valid_from=now.date(),
        valid_until=now.date().replace(year=now.year + 1),
        standing=Standing.VALID,
        standing_at=now,
    )
    with begin(services.engine) as session:
        session.add(row)
    return row


def proposed(browser: Browser, path: str = PATH, **typed: str) -> str:
    """A correction proposed by the form: its id. The second option is right unless told otherwise."""
    command = hidden(browser.get(path).text, "command")
    fields = {"command": command, "version": "1", "q0": "b", "reason": REASON} | typed
    shown = browser.post(path, fields | {"do": "preview"})
    assert shown.status_code == 200, shown.text
    answer = browser.post(path, fields | {"do": "propose", "seen": hidden(shown.text, "seen")})
    assert answer.status_code == 200 and str(answer.url.path) == f"/corrections/{command}"
    return command


def approved(browser: Browser, correction: str) -> str:
    """The colleague's approval of what the page shows: the page that follows."""
    seen = hidden(browser.get(f"/corrections/{correction}").text, "seen")
    answer = browser.post(f"/corrections/{correction}/approve", {"seen": seen})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def applied(services: Services, correction: str, by: Person) -> list[Corrected]:
    """What the procedure's activity does once it is delivered."""
    work = CorrectionActivities(services.engine, services.now)
    return once(work.apply_correction, CorrectKey(id=UUID(correction), by=by.id))
