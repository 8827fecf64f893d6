"""What Ana and the staff do in an office: apply as an anchor, sit the exam, send a stream, rate, decide."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.commands import CommandRow
from db.engine import begin, read
from db.exams.attempts import AttemptRow, ResultRow, attempts_of
from db.exams.sittings import SittingRow
from db.items.versions import contents
from db.policy.pins import pinned
from db.practical.streams import RatingRow, RecordingRow
from db.review import TaskRow
from domain.anchors import Rate, SendRecording
from domain.applications.kept_answers import Answers
from domain.cases import Stage
from domain.exams.attempts import attempt_workflow
from domain.exams.clock import Save
from domain.practical.rating import Rating
from domain.review import TaskKind, TaskState
from outbox import commands
from outbox.gateway import CommandOutcome
from tests.workflows.application import document
from tests.workflows.bank import response_to, stock
from tests.workflows.office import Office
from web.exams.saving import save_answer
from web.exams.sitting import start, submit

CLIENT = "tab-of-ana"
ANSWERS: dict[str, str | list[str]] = {
    "identity.latin_name": "Ana Duarte",
    "identity.local_name": "安娜",
    "identity.birth_date": "1996-05-14",
    "identity.document_number": "P4366918",
    "identity.nationality": "DE",
    "identity.email": "ana@example.com",
    "work.categories": ["food"],
    "work.topics": [],
    "work.agency": "",
}


class AnchorOffice:
    """An office with a bank, seen from Ana's side and the examiners'."""

    def __init__(self, office: Office, per_area: int = 30) -> None:
        self.office, self.services = office, office.services
        self.ana = office.cast["ana"]
        stock(self.services, per_area)

    def apply(
        self, country: str = "DE", renews: UUID | None = None, paper: bytes = b"", **changes: str | list[str]
    ) -> UUID:
        """Ana's application, sent: its case."""
        now, sections = self.services.now(), dict[str, dict[str, str | list[str]]]()
        for key, value in (ANSWERS | changes).items():
            sections.setdefault(key.split(".")[0], {})[key] = value
        row = ApplicationRow(
            id=self.services.ids(),
            account_id=self.ana.id,
            kind="anchor",
            country=country,
            legal_form="person",
            renews=renews,
            answers=Answers(sections=sections).model_dump(),
            created_at=now,
            updated_at=now,
        )
        with begin(self.services.engine) as session:
            session.add(row)
            session.flush()
            session.add_all([document(self.services, row.id, "licence_medical", data=paper)] if paper else [])
        commands.submit(
            self.services.outbox, self.ana, row.id, command_id=self.services.ids(), seal=lambda *_: None
        ).raise_if_refused()
        return row.id

    def attempt(self, case: UUID, number: int = 1) -> AttemptRow:
        """The case's attempt of this number, as soon as it is prepared."""

        def look() -> AttemptRow | None:
            with read(self.services.engine) as session:
                return next((row for row in attempts_of(session, case) if row.number == number), None)

        return self.office.until(look)

    def sit(self, attempt: AttemptRow, right: float = 1.0) -> None:
        """Begin, answer this share of the questions right (all others wrong), hand in."""
        self.begin(attempt)
        self.answer(attempt, right)
        submit(self.services, self.ana, attempt.id)

    def begin(self, attempt: AttemptRow) -> None:
        """Begin; the procedure hears of it at once, which people leave to the relay."""
        start(self.services, self.ana, attempt.id, CLIENT)
        with read(self.services.engine) as session:
            command = session.exec(select(CommandRow).where(CommandRow.target == attempt_workflow(attempt.id))).one()
        self.services.gateway.dispatch(command)

    def answer(self, attempt: AttemptRow, right: float = 1.0) -> None:
        """Answer everything."""
        with read(self.services.engine) as session:
            asked = contents(session, ((each.item, each.version) for each in attempt.drawn.items))
        # What is answered wrong lies in areas without a minimum, as far as those reach.
        places = sorted(attempt.drawn.items, key=lambda each: each.area in ("conduct", "category"))
        for seq, place in enumerate(places, start=1):
            response = response_to(asked[place.item], right=seq <= right * len(places))
            save = Save(item=place.item, response=response, seq=seq, client=CLIENT)
            save_answer(self.services, self.ana, attempt.id, save)

    def extend(self, attempt: AttemptRow, more: timedelta) -> None:
        """Move the deadline, as an invigilator does."""
        with begin(self.services.engine) as session:
            session.get_one(SittingRow, attempt.id).deadline_at += more

    def result(self, attempt: AttemptRow) -> ResultRow:
        """The attempt's result, as soon as it is there."""

        def look() -> ResultRow | None:
            with read(self.services.engine) as session:
                return session.get(ResultRow, attempt.id)

        return self.office.until(look)

    def record(self, case: UUID) -> UUID:
        """Send a link to a sample stream, once it is asked for."""
        self.office.until(lambda: self.office.stage(case) == Stage.PRACTICAL)
        row = RecordingRow(
            id=self.services.ids(), case_id=case, link="https://example.com/v/1", created_at=self.services.now()
        )
        with begin(self.services.engine) as session:
            session.add(row)
        sent = SendRecording(id=self.services.ids(), by=self.ana.id, recording_id=row.id)
        self.office.until(
            lambda: commands.send_recording(self.services.outbox, self.ana, case, sent=sent).state == "applied"
        )
        return row.id

    def rate(self, case: UUID, recording: UUID, who: str, *, score: int = 4, **others: int) -> CommandOutcome:
        """One of the examiners hands in a sheet with the same score everywhere but for the `others`."""
        tasks = self.office.until(lambda: self.rating_tasks(recording))
        rater, now = self.office.cast[who], self.services.now()
        with begin(self.services.engine) as session:
            criteria = pinned(session, session.get_one(CaseRow, case)).anchor.practical.criteria
            sheet = Rating(rater=rater.id, scores={each.key: score for each in criteria} | others)
            session.add(
                RatingRow(
                    id=self.services.ids(),
                    recording_id=recording,
                    task_id=tasks[0].id,
                    rater=rater.id,
                    rubric_version="1",
                    sheet=sheet.model_dump(mode="json"),
                    updated_at=now,
                    submitted_at=now,
                )
            )
        rate = Rate(id=self.services.ids(), recording_id=recording, by=rater.id)
        return commands.rate(self.services.outbox, rater, case, rated=rate)

    def rate_again(self, case: UUID, recording: UUID, who: str) -> CommandOutcome:
        """The same examiner hands in a second time, as another command."""
        rate = Rate(id=self.services.ids(), recording_id=recording, by=self.office.cast[who].id)
        return commands.rate(self.services.outbox, self.office.cast[who], case, rated=rate)

    def pause(self, case: UUID) -> timedelta:
        """The wait after a first failure."""
        with read(self.services.engine) as session:
            return pinned(session, session.get_one(CaseRow, case)).anchor.exam.cooldowns[0]

    def rating_tasks(self, recording: UUID) -> list[TaskRow]:
        """The open tasks of a recording."""
        mine = TaskRow.recording_id == recording, TaskRow.kind == TaskKind.RATE, TaskRow.state == TaskState.OPEN
        with read(self.services.engine) as session:
            return list(session.exec(select(TaskRow).where(*mine).order_by(col(TaskRow.id))).all())

    def in_review(self) -> UUID:
        """A case with a passed exam and a passed practical, before its reviewer."""
        case = self.apply()
        self.prove(case)
        return case

    def prove(self, case: UUID) -> None:
        """Pass the exam and the practical of a case."""
        self.sit(self.attempt(case))
        recording = self.record(case)
        for who in ("eli", "noor"):
            self.rate(case, recording, who).raise_if_refused()
        self.office.until(lambda: self.office.stage(case) == Stage.IN_REVIEW)
