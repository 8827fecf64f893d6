"""The commands of the front end: each writes its intent and its row in one transaction, then delivers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Engine
from sqlmodel import Session

from db.applications import ApplicationRow
from db.audit import append
from db.commands import CommandRow, record
from db.engine import begin, read
from db.review import TaskRow, live_claim, open_task
from domain.accounts import Person
from domain.anchors import ClearIdentity, Rate, SendRecording
from domain.audit import AuditEvent
from domain.cases import ChangeStanding, OpenCase, Withdraw, case_of
from domain.corrections.messages import CorrectKey
from domain.events import EventKind
from domain.messages import msg
from domain.notifications import Notice, NoticeKind
from domain.refusals import Conflict, Missing
from domain.review import Decision, NotClaimed
from outbox.gateway import CommandOutcome, Envelope, Gateway, new_command


@dataclass(frozen=True)
class Outbox:
    """What a command needs: where it is recorded, how it is delivered, and the time and ids of those who send it."""

    engine: Engine
    gateway: Gateway
    clock: Callable[[], datetime]
    ids: Callable[[], UUID]

    def now(self) -> datetime:
        """The sender's time, UTC."""
        return self.clock()


# Brings the answers into their final form, within the transaction that freezes them.
Seal = Callable[[Session, ApplicationRow], None]


class AlreadySubmitted(Conflict):
    """The answers are frozen."""


def submit(outbox: Outbox, person: Person, application_id: UUID, *, command_id: UUID, seal: Seal) -> CommandOutcome:
    """Freeze the answers and start their procedure; `seal` refuses what is not complete. Missing, AlreadySubmitted."""
    with begin(outbox.engine) as session:
        application = session.get(ApplicationRow, application_id, with_for_update=True)
        if application is None or application.account_id != person.id:
            raise Missing(msg("There is no such application."))
        # The same form once more gets the first answer; only another form is refused.
        if application.submitted_at and session.get(CommandRow, command_id) is None:
            raise AlreadySubmitted(msg("This application was sent already. Nothing was sent twice."))
        command = _start_of(outbox, person, application, command_id=command_id)
        recorded = record(session, command)
        if application.submitted_at is None:
            seal(session, application)
            application.submitted_at = command.created_at
            _audit(outbox, session, person, kind=EventKind.APPLICATION_SUBMITTED, subject=str(application_id))
    # After the commit: the workflow reads what this transaction wrote.
    return outbox.gateway.dispatch(recorded)


def withdraw(outbox: Outbox, person: Person, application_id: UUID, *, command_id: UUID) -> CommandOutcome:
    """Take a submitted application back."""
    with read(outbox.engine) as session:
        application = session.get(ApplicationRow, application_id)
    trade = application.kind if application else "merchant"
    target = case_of(application_id, trade)
    envelope = _envelope(outbox, person, "withdraw", target=target, command_id=command_id)
    return outbox.gateway.send(new_command(envelope, Withdraw(id=command_id, by=person.id)))


def decide(outbox: Outbox, person: Person, case_id: UUID, *, decision: Decision) -> CommandOutcome:
    """Deliver a verdict; refuses NotClaimed unless the task is held by whoever decides."""
    with begin(outbox.engine) as session:
        target = case_of(case_id, session.get_one(ApplicationRow, case_id).kind)
        envelope = _envelope(outbox, person, "decide", target=target, command_id=decision.id)
        command = new_command(envelope, decision)
        # A repeat is not asked for its claim: the first delivery may have closed the task.
        if session.get(CommandRow, decision.id) is None:
            _admit_holder(session, person, open_task(session, case_id), now=outbox.now())
        recorded = record(session, command)
    return outbox.gateway.dispatch(recorded)


def clear_identity(outbox: Outbox, person: Person, case_id: UUID, *, cleared: ClearIdentity) -> CommandOutcome:
    """Let an anchor go on to the exam; refuses NotClaimed unless the task is held by whoever looked."""
    target = case_of(case_id, "anchor")
    envelope = _envelope(outbox, person, "clear_identity", target=target, command_id=cleared.id)
    with begin(outbox.engine) as session:
        if session.get(CommandRow, cleared.id) is None:
            _admit_holder(session, person, open_task(session, case_id), now=outbox.now())
        recorded = record(session, new_command(envelope, cleared))
    return outbox.gateway.dispatch(recorded)


def send_recording(outbox: Outbox, person: Person, case_id: UUID, *, sent: SendRecording) -> CommandOutcome:
    """Hand a complete sample stream to the raters."""
    target = case_of(case_id, "anchor")
    envelope = _envelope(outbox, person, "send_recording", target=target, command_id=sent.id)
    return outbox.gateway.send(new_command(envelope, sent))


def rate(outbox: Outbox, person: Person, case_id: UUID, *, rated: Rate) -> CommandOutcome:
    """Hand in a rater's finished sheet."""
    envelope = _envelope(outbox, person, "rate", target=case_of(case_id, "anchor"), command_id=rated.id)
    return outbox.gateway.send(new_command(envelope, rated))


def correct_key(
    outbox: Outbox, person: Person, correction: CorrectKey, *, approve: Callable[[Session], None]
) -> CommandOutcome:
    """Approve a correction of a key, once, and have it applied; `approve` refuses what may not be approved."""
    target = f"rekey:{correction.id}"
    envelope = _envelope(outbox, person, "correct_key", target=target, command_id=correction.id)
    with begin(outbox.engine) as session:
        if session.get(CommandRow, correction.id) is None:
            approve(session)
        recorded = record(session, new_command(envelope, correction))
    return outbox.gateway.dispatch(recorded)


def change_standing(outbox: Outbox, person: Person, message: ChangeStanding) -> CommandOutcome:
    """Suspend, reinstate or revoke a credential."""
    target = f"standing:{message.credential_id}:{message.id}"
    envelope = _envelope(outbox, person, "change_standing", target=target, command_id=message.id)
    return outbox.gateway.send(new_command(envelope, message))


def write_letter(outbox: Outbox, kind: NoticeKind, account_id: UUID) -> CommandOutcome:
    """Have a letter to an account written and sent: the ones that no workflow writes by itself."""
    notice = Notice(id=outbox.ids(), kind=kind, account_id=account_id, subject=account_id)
    envelope = Envelope(notice.id, "mail", f"mail:{notice.id}", account_id, outbox.now())
    return outbox.gateway.send(new_command(envelope, notice))


def credential_for(command_id: UUID) -> UUID:
    """The id of the credential that an approving command grants: a repeat grants the same one."""
    return uuid5(command_id, "credential")


def _start_of(outbox: Outbox, person: Person, application: ApplicationRow, *, command_id: UUID) -> CommandRow:
    trade, message = application.kind, OpenCase(application_id=application.id, applicant=person.id)
    name = "certify" if trade == "anchor" else "submit"
    target = case_of(application.id, trade)
    return new_command(_envelope(outbox, person, name, target=target, command_id=command_id), message)


def _admit_holder(session: Session, person: Person, task: TaskRow | None, *, now: datetime) -> None:
    # Without a task the workflow has the word: it knows whether the case is closed or not open yet.
    claim = live_claim(session, task.id, now) if task else None
    if task and (claim is None or claim.reviewer != person.id):
        raise NotClaimed(msg("Your claim on this case has run out, or a colleague holds it. Claim it again."))


def _envelope(outbox: Outbox, person: Person, name: str, *, target: str, command_id: UUID) -> Envelope:
    return Envelope(command_id, name, target, person.id, outbox.now())


def _audit(outbox: Outbox, session: Session, person: Person, *, kind: EventKind, subject: str) -> None:
    append(session, AuditEvent(kind=kind, at=outbox.now(), actor=person.id, role=person.role, subject=subject))
