"""The paths of an anchor's procedures, walked for their histories."""

from datetime import timedelta

from db.corrections.proposals import CorrectionRow
from db.engine import begin
from db.exams.attempts import AttemptRow
from domain.cases import Stage, case_of
from domain.credentials.renewals import Sweep
from domain.exams.attempts import attempt_workflow
from outbox import commands
from tests.anchor_cases import certified
from tests.samples import text_pdf
from tests.workflows.anchor_turns import clears, corrected, sends_rubbish
from tests.workflows.anchors import CLIENT, AnchorOffice
from tests.workflows.office import Office
from web.exams.sitting import start
from workflows.limits import WF


def anchor_certified(office: Office) -> str:
    """Exam passed, three raters, a certificate."""
    school = AnchorOffice(office)
    case = school.apply()
    school.sit(school.attempt(case))
    recording = school.record(case)
    for who, score in (("eli", 4), ("noor", 2), ("kai", 4)):
        school.rate(case, recording, who, score=score).raise_if_refused()
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    office.decide(case, levels={"food": "L1"}).raise_if_refused()
    return case_of(case, "anchor")


def anchor_withdrawn(office: Office) -> str:
    """An exam failed, the next one drawn, and then taken back."""
    school = AnchorOffice(office)
    case = school.apply()
    school.sit(school.attempt(case), right=0.4)
    school.attempt(case, 2)
    commands.withdraw(office.services.outbox, school.ana, case, command_id=office.services.ids()).raise_if_refused()
    return case_of(case, "anchor")


def exam_handed_in(office: Office) -> str:
    """An exam that the candidate ends."""
    school = AnchorOffice(office)
    attempt = school.attempt(school.apply())
    school.sit(attempt)
    school.result(attempt)
    return attempt_workflow(attempt.id)


def exam_ran_out(office: Office) -> str:
    """An exam that the deadline ends, after more time was given."""
    school = AnchorOffice(office)
    attempt = school.attempt(school.apply())
    with begin(office.services.engine) as session:
        row = session.get_one(AttemptRow, attempt.id)
        row.closes_at, row.grace_seconds = office.services.now() + timedelta(seconds=3), 0
    start(office.services, school.ana, attempt.id, CLIENT)
    school.extend(attempt, timedelta(seconds=2))
    school.answer(attempt)
    assert school.result(attempt).ended_by == "deadline"
    return attempt_workflow(attempt.id)


def anchor_returned(office: Office) -> str:
    """Papers cleared, a recording that cannot be rated, a key that fails the exam, one that passes it again."""
    school = AnchorOffice(office)
    case = school.apply(paper=text_pdf(("A ticket",)))
    office.until(lambda: office.stage(case) == Stage.IDENTITY)
    clears(school, case, "sam").raise_if_refused()
    first = school.attempt(case)
    school.sit(first, right=32 / 40)
    sends_rubbish(school, case)
    recording = school.record(case)
    for who in ("eli", "noor"):
        school.rate(case, recording, who).raise_if_refused()
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    corrected(school, first, seq=1, right="b")
    school.attempt(case, 2)
    corrected(school, first, seq=40)
    office.until(lambda: office.stage(case) == Stage.IN_REVIEW)
    office.decide(case, levels={"food": "L1"}).raise_if_refused()
    return case_of(case, "anchor")


def anchor_lapsed(office: Office) -> str:
    """An exam that nobody begins."""
    return case_of(AnchorOffice(office).apply(), "anchor")


def key_corrected(office: Office) -> str:
    """A corrected key that passes who had failed, told to the certification and by letter."""
    school = AnchorOffice(office)
    attempt = school.attempt(school.apply())
    school.sit(attempt, right=31 / 40)
    school.result(attempt)
    corrected(school, attempt, seq=40)
    (row,) = office.rows(CorrectionRow)
    return f"rekey:{row.id}"


def swept(office: Office) -> str:
    """A night's sweep over two pages, with a letter each."""
    for days in (30, 60, -1):
        certified(office.services, office.cast["ana"], days)
    client = office.client()
    office.workers.call(client.start_workflow("DailySweep", Sweep(most=2), id="sweep", task_queue=WF))
    return "sweep"
