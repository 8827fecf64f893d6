"""An office: database, gateway and workers of a house on a Temporal namespace of their own, without the site."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel, select
from temporalio.client import Client, Interceptor, WorkflowHandle

from db.accounts.people import everybody, person
from db.cases import CaseRow
from db.commands import CommandRow
from db.credentials.register import CredentialRow, of_case
from db.engine import begin, read
from db.review import TaskRow, claim, open_task, release
from domain.accounts import Person
from domain.cases import ChangeStanding, Stage, case_of
from domain.credentials.standing import Standing, StandingChange
from domain.review import Decision
from domain.review import DecisionOutcome as Verdict
from outbox import commands
from outbox.gateway import CommandOutcome
from settings import Settings
from tests.cast import enrol
from tests.workers import Workers, hurry
from tests.workflows.application import PAPERS, application, document, paper
from web.services import build

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)
DECLINE: dict[str, Any] = {
    "outcome": Verdict.DECLINE,
    "reason_codes": ("document_unreadable",),
    "text": "Please send the extract from the register again.",
}


class Office:
    """What a test does in an office: apply, submit, decide, and wait for what the tables then say."""

    def __init__(self, settings: Settings, interceptors: Sequence[Interceptor] = ()) -> None:
        self.services = build(settings)
        with read(self.services.engine) as session:
            known = {account.email.split("@")[0]: person(account) for account in everybody(session)}
        self.cast: Mapping[str, Person] = known or enrol(self.services)
        self.workers = Workers(settings, self.services.engine, interceptors)

    def open(self) -> None:
        """Let the gateway deliver."""
        self.workers.call(self.services.gateway.open())

    def apply(self, papers: Mapping[str, bytes] | None = None, who: str = "lin") -> UUID:
        """Write an application with its papers; Lin's three unless told otherwise."""
        now = self.services.now()
        papers = {kind: paper(kind, now) for kind in PAPERS} if papers is None else papers
        with begin(self.services.engine) as session:
            row = application(self.services, self.cast[who].id)
            session.add(row)
            session.flush()
            session.add_all([document(self.services, row.id, kind, data=data) for kind, data in papers.items()])
        return row.id

    def submit(self, case: UUID, who: str = "lin") -> CommandOutcome:
        """Send an application."""
        return commands.submit(
            self.services.outbox, self.cast[who], case, command_id=self.services.ids(), seal=lambda *_: None
        )

    def submitted(self, papers: Mapping[str, bytes] | None = None, who: str = "lin") -> UUID:
        """An application that is sent, without papers unless told otherwise: its case."""
        case = self.apply({} if papers is None else papers, who)
        self.submit(case, who)
        return case

    def in_review(self, papers: Mapping[str, bytes] | None = None, who: str = "lin") -> UUID:
        """A case that waits for its reviewer."""
        case = self.submitted(papers, who)
        self.until(lambda: self.stage(case) == Stage.IN_REVIEW)
        return case

    def certified(self) -> CredentialRow:
        """A credential that is valid."""
        case = self.in_review()
        self.decide(case).raise_if_refused()
        return self.until(lambda: self.credential(case, Standing.VALID))

    def verdict(self, by: str = "rita", **more: Any) -> Decision:
        """A decision that somebody has written: an approval unless told otherwise."""
        decision_id, person = self.services.ids(), self.cast[by]
        fields: dict[str, Any] = {"outcome": Verdict.APPROVE} | more
        if fields["outcome"] == Verdict.APPROVE:
            fields = {"credential_id": commands.credential_for(decision_id)} | fields
        return Decision(id=decision_id, by=person.id, role=person.role, at=self.services.now(), **fields)

    def decide(self, case: UUID, by: str = "rita", **more: Any) -> CommandOutcome:
        """Claim the task, if it is there and whoever holds it, and decide."""
        with begin(self.services.engine) as session:
            if task := open_task(session, case):
                for colleague in self.cast.values():
                    release(session, task.id, colleague.id)
                assert claim(session, task.id, self.cast[by].id, now=self.services.now())
        return commands.decide(self.services.outbox, self.cast[by], case, decision=self.verdict(by, **more))

    def withdraw(self, case: UUID) -> CommandOutcome:
        """Lin takes the application back."""
        return commands.withdraw(self.services.outbox, self.cast["lin"], case, command_id=self.services.ids())

    def change(self, credential: CredentialRow, change: StandingChange) -> CommandOutcome:
        """Sam changes a credential's standing."""
        sam = self.cast["sam"]
        message = ChangeStanding(
            id=self.services.ids(),
            credential_id=credential.id,
            change=change,
            by=sam.id,
            role=sam.role,
            reason="Complaints about the goods were found to be true.",
        )
        return commands.change_standing(self.services.outbox, sam, message)

    def stage(self, case: UUID) -> Stage | None:
        """Where the case stands; None before it is opened."""
        return next((row.stage for row in self.rows(CaseRow) if row.id == case), None)

    def credential(self, case: UUID, standing: Standing) -> CredentialRow | None:
        """The case's credential, if it stands so."""
        with read(self.services.engine) as session:
            row = of_case(session, case)
        return row if row and row.standing == standing else None

    def task(self, case: UUID) -> TaskRow:
        """The case's only task."""
        (task,) = [row for row in self.rows(TaskRow) if row.case_id == case]
        return task

    def command(self, command_id: UUID) -> CommandRow:
        """A recorded command."""
        with read(self.services.engine) as session:
            return session.get_one(CommandRow, command_id)

    def commands_to(self, case: UUID) -> list[CommandRow]:
        """The commands that went to a case, oldest first."""
        return [row for row in self.rows(CommandRow) if row.target == case_of(case)]

    def rows(self, table: type[Row]) -> list[Row]:
        """All rows of a table."""
        with read(self.services.engine) as session:
            return list(session.exec(select(table)).all())

    def client(self) -> Client:
        """A client with the house's keys."""
        return self.workers.call(self.workers.client())

    def workflow(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        """A workflow by its id."""
        return self.client().get_workflow_handle(workflow_id)

    def result(self, case: UUID) -> str:
        """How the procedure of a case ends, once it does."""
        return str(self.workers.call(self.workflow(case_of(case)).result(), 20))

    def hurry_until(self, workflow_id: str, happens: Callable[[], T]) -> T:
        """Wait like `until`, and have whatever the workflow tries again tried soon."""
        client = self.client()

        def hurried() -> T | None:
            self.workers.call(hurry(client, workflow_id))
            return happens()

        return self.until(hurried, pause=0.3)

    def until(self, happens: Callable[[], T | None], within: float = 60, pause: float = 0.03) -> T:
        """What `happens` returns as soon as that is something; fails when it stays nothing."""
        end = time.monotonic() + within
        while not (found := happens()):
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(pause)
        return found


@contextmanager
def open_office(settings: Settings, interceptors: Sequence[Interceptor] = (), working: bool = True) -> Iterator[Office]:
    """An office that is open until the block ends; its workers run unless told otherwise."""
    made = Office(settings, interceptors)
    made.open()
    if working:
        made.workers.start()
    try:
        yield made
    finally:
        made.workers.close()
        made.services.engine.dispose()
