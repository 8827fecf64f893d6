"""The commands of the front end: each writes its intent and its row in one transaction, then delivers it."""

from collections.abc import Callable
from uuid import UUID, uuid5

from sqlmodel import Session

from db.applications import ApplicationRow
from db.audit import append
from db.commands import CommandRow, record
from db.engine import begin
from db.review import live_claim, open_task
from domain.accounts import Person
from domain.audit import AuditEvent
from domain.notifications import Notice, NoticeKind
from domain.refusals import Conflict, Missing
from domain.review import Decision, NotClaimed
from domain.vetting import ChangeStanding, VetMerchant, Withdraw, case_of
from web.gateway import Envelope, Outcome, new_command
from web.house import House

# Brings the answers into their final form, within the transaction that freezes them.
Seal = Callable[[Session, ApplicationRow], None]


class AlreadySubmitted(Conflict):
    """The answers are frozen."""


def submit(house: House, person: Person, application_id: UUID, command_id: UUID, seal: Seal) -> Outcome:
    """Freeze the answers and start the vetting; `seal` refuses what is not complete. Missing, AlreadySubmitted."""
    message = VetMerchant(application_id=application_id, applicant=person.id)
    command = new_command(_envelope(house, person, ("submit", case_of(application_id)), command_id), message)
    with begin(house.engine) as session:
        application = session.get(ApplicationRow, application_id, with_for_update=True)
        if application is None or application.account_id != person.id:
            raise Missing("There is no such application.")
        if application.submitted_at and session.get(CommandRow, command_id) is None:
            raise AlreadySubmitted("This application was sent already. Nothing was sent twice.")
        recorded = record(session, command)
        if application.submitted_at is None:
            seal(session, application)
            application.submitted_at = command.created_at
            _audit(house, session, person, "application.submitted", str(application_id))
    return house.gateway.dispatch(recorded)


def withdraw(house: House, person: Person, application_id: UUID, command_id: UUID) -> Outcome:
    """Take a submitted application back."""
    envelope = _envelope(house, person, ("withdraw", case_of(application_id)), command_id)
    return house.gateway.send(new_command(envelope, Withdraw(id=command_id, by=person.id)))


def decide(house: House, person: Person, case_id: UUID, decision: Decision) -> Outcome:
    """Deliver a verdict; refuses NotClaimed unless the task is held by whoever decides."""
    command = new_command(_envelope(house, person, ("decide", case_of(case_id)), decision.id), decision)
    with begin(house.engine) as session:
        if session.get(CommandRow, decision.id) is None:
            task = open_task(session, case_id)
            claim = live_claim(session, task.id, house.now()) if task else None
            if task and (claim is None or claim.reviewer != person.id):
                raise NotClaimed("Your claim on this case has run out, or a colleague holds it. Claim it again.")
        recorded = record(session, command)
    return house.gateway.dispatch(recorded)


def change_standing(house: House, person: Person, message: ChangeStanding) -> Outcome:
    """Suspend, reinstate or revoke a credential."""
    target = f"standing:{message.credential_id}:{message.id}"
    return house.gateway.send(new_command(_envelope(house, person, ("change_standing", target), message.id), message))


def write_letter(house: House, kind: NoticeKind, account_id: UUID) -> Outcome:
    """Have a letter to an account written and sent: the ones that no workflow writes by itself."""
    notice = Notice(id=house.ids(), kind=kind, account_id=account_id, subject=account_id)
    envelope = Envelope(notice.id, "mail", f"mail:{notice.id}", account_id, house.now())
    return house.gateway.send(new_command(envelope, notice))


def credential_for(command_id: UUID) -> UUID:
    """The id of the credential that an approving command grants: a repeat grants the same one."""
    return uuid5(command_id, "credential")


def _envelope(house: House, person: Person, what: tuple[str, str], command_id: UUID) -> Envelope:
    name, target = what
    return Envelope(command_id, name, target, person.id, house.now())


def _audit(house: House, session: Session, person: Person, kind: str, subject: str) -> None:
    append(session, AuditEvent(kind=kind, at=house.now(), actor=person.id, role=person.role, subject=subject))
