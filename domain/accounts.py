"""Who may do what: roles, permissions and the rules for passwords and addresses."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from domain.lengths import LONGEST_PASSWORD, SHORTEST_PASSWORD
from domain.messages import Message, msg
from domain.refusals import Forbidden, Invalid

SHORTEST_NAME = 4


class Role(StrEnum):
    """What an account is; one role each."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    SENIOR = "senior"
    ADMIN = "admin"
    AUDITOR = "auditor"
    EXAMINER = "examiner"

    @property
    def label(self) -> Message:
        """What people call it."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.APPLICANT: msg("Applicant"),
    Role.REVIEWER: msg("Reviewer"),
    Role.SENIOR: msg("Senior reviewer"),
    Role.ADMIN: msg("Administrator"),
    Role.AUDITOR: msg("Auditor"),
    Role.EXAMINER: msg("Examiner"),
}


class Purpose(StrEnum):
    """What a link is for; a link for one purpose never serves another."""

    CONFIRM = "confirm"
    RESET = "reset"


class Act(StrEnum):
    """What can be permitted."""

    APPLY = "apply"
    READ_CASES = "read_cases"
    DECIDE = "decide"
    OVERRIDE = "override"
    CHANGE_STANDING = "change_standing"
    READ_AUDIT = "read_audit"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_BANK = "manage_bank"
    APPROVE_EXAMS = "approve_exams"
    RATE = "rate"
    INVIGILATE = "invigilate"
    STATE_CONFLICTS = "state_conflicts"


PERMITTED: dict[Role, frozenset[Act]] = {
    Role.APPLICANT: frozenset({Act.APPLY}),
    Role.REVIEWER: frozenset({Act.READ_CASES, Act.DECIDE, Act.CHANGE_STANDING, Act.STATE_CONFLICTS}),
    Role.SENIOR: frozenset(
        {
            Act.READ_CASES,
            Act.DECIDE,
            Act.OVERRIDE,
            Act.CHANGE_STANDING,
            Act.READ_AUDIT,
            Act.APPROVE_EXAMS,
            Act.INVIGILATE,
            Act.STATE_CONFLICTS,
        }
    ),
    Role.EXAMINER: frozenset({Act.MANAGE_BANK, Act.APPROVE_EXAMS, Act.RATE, Act.INVIGILATE, Act.STATE_CONFLICTS}),
    Role.ADMIN: frozenset({Act.MANAGE_ACCOUNTS, Act.READ_AUDIT, Act.STATE_CONFLICTS}),
    Role.AUDITOR: frozenset({Act.READ_CASES, Act.READ_AUDIT}),
}


class Person(BaseModel, frozen=True):
    """Somebody who is signed in; an empty language or time zone was not chosen yet."""

    id: UUID
    email: str
    name: str
    role: Role
    language: str = ""
    time_zone: str = ""

    def may(self, act: Act) -> bool:
        """Whether the role permits the act."""
        return act in PERMITTED[self.role]


class NotPermitted(Forbidden):
    """The role does not permit this."""


class WeakPassword(Invalid):
    """The password is too short, too long or holds the address."""


def permit(person: Person, act: Act) -> None:
    """Refuse an act that the person's role does not permit: NotPermitted."""
    if not person.may(act):
        raise NotPermitted(msg("Your role ({role}) does not permit this.", role=person.role.label))


def check_password(password: str, email: str) -> None:
    """Refuse a weak password: WeakPassword (length per NIST SP 800-63B, no composition rules)."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(msg("Use {fewest} to {most} characters.", fewest=SHORTEST_PASSWORD, most=LONGEST_PASSWORD))
    local = email.partition("@")[0].lower()
    # A short name such as "li" is part of many good passwords.
    if (len(local) >= SHORTEST_NAME and local in password.lower()) or len(set(password)) < 4:
        raise WeakPassword(msg("Choose something that is harder to guess than your e-mail address."))
