"""What can happen to Ana on her way: an exam voided, a key corrected, a recording that cannot be rated."""

from uuid import UUID

from db.commands import record
from db.corrections.proposals import CorrectionRow
from db.engine import begin
from db.exams.attempts import AttemptRow
from db.exams.sittings import SittingRow
from db.items.versions import contents
from db.notifications import MailRow
from db.practical.streams import RecordingPartRow, RecordingRow
from db.review import claim, open_task, release
from domain.anchors import ClearIdentity, SendRecording
from domain.cases import Stage
from domain.corrections.messages import CorrectKey
from domain.exams.attempts import SubmitExam, attempt_workflow
from domain.invigilation.actions import void
from domain.notifications import NoticeKind
from outbox import commands
from outbox.gateway import CommandOutcome, Envelope, new_command
from tests.workflows.anchors import AnchorOffice

WHY = "The light went out in the whole building."


def voided(school: AnchorOffice, attempt: AttemptRow) -> None:
    """Ana begins, and an invigilator ends the exam so that it counts for nothing."""
    school.begin(attempt)
    noor, now = school.office.cast["noor"], school.services.now()
    message = SubmitExam(id=school.services.ids(), by=noor.id)
    with begin(school.services.engine) as session:
        row = session.get_one(SittingRow, attempt.id)
        row.set_clock(void(row.clock, WHY, now))
        envelope = Envelope(message.id, "end_exam", attempt_workflow(attempt.id), noor.id, now)
        waiting = record(session, new_command(envelope, message))
    school.services.gateway.dispatch(waiting)


def corrected(school: AnchorOffice, attempt: AttemptRow, seq: int, *, right: str = "") -> None:
    """The key of the item that Ana answered as her `seq`-th is another, or everybody is credited for it."""
    places = sorted(attempt.drawn.items, key=lambda each: each.area in ("conduct", "category"))
    place, eli, noor = places[seq - 1], school.office.cast["eli"], school.office.cast["noor"]
    row = CorrectionRow(
        id=school.services.ids(),
        item_id=place.item,
        version=place.version,
        keys=[],
        credit_all=not right,
        reason="Two options are right.",
        proposed_by=eli.id,
        proposed_at=school.services.now(),
        approved_by=noor.id,
        approved_at=school.services.now(),
    )
    with begin(school.services.engine) as session:
        item = contents(session, [(place.item, place.version)])[place.item]
        keys = [question.key.model_copy(update={"options": (right,)} if right else {}) for question in item.questions]
        row.keys = [key.model_dump(mode="json") for key in keys]
        session.add(row)
    commands.correct_key(
        school.services.outbox, noor, CorrectKey(id=row.id, by=noor.id), approve=lambda _: None
    ).raise_if_refused()


def sends_rubbish(school: AnchorOffice, case: UUID) -> UUID:
    """Ana sends a file that is no video, once a recording is asked for, and is asked for another."""
    school.office.until(lambda: school.office.stage(case) == Stage.PRACTICAL)
    data, recording, now = b"x" * 4000, school.services.ids(), school.services.now()
    name = f"recordings/{recording}/0"
    row = RecordingRow(
        id=recording,
        case_id=case,
        filename="stream.mp4",
        size=len(data),
        received=len(data),
        created_at=now,
        sent_at=now,
    )
    part = RecordingPartRow(
        recording_id=recording, offset=0, size=len(data), name=name, sealed_key=school.services.vault.put(name, data)
    )
    with begin(school.services.engine) as session:
        session.add(row)
        session.flush()
        session.add(part)
    sent = SendRecording(id=school.services.ids(), by=school.ana.id, recording_id=recording)
    commands.send_recording(school.services.outbox, school.ana, case, sent=sent).raise_if_refused()
    school.office.until(lambda: letters(school, NoticeKind.RECORDING_UNFIT))
    return recording


def clears(school: AnchorOffice, case: UUID, who: str) -> CommandOutcome:
    """Somebody holds the look at the papers, whoever held it, and finds them good."""
    person = school.office.cast[who]
    with begin(school.services.engine) as session:
        if task := open_task(session, case):
            for colleague in school.office.cast.values():
                release(session, task.id, colleague.id)
            claim(session, task.id, person.id, now=school.services.now())
    cleared = ClearIdentity(
        id=school.services.ids(), by=person.id, role=person.role, note="Compared with the original."
    )
    return commands.clear_identity(school.services.outbox, person, case, cleared=cleared)


def letters(school: AnchorOffice, kind: NoticeKind) -> list[MailRow]:
    """The letters of a kind that were written to Ana."""
    return [row for row in school.office.rows(MailRow) if row.kind == kind]
