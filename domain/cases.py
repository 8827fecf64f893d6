"""Cases of both trades: the stages of a case and the messages between its workflow and its activities."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from domain.credentials.standing import StandingChange
from domain.policy.pack import Trade
from domain.risk import RiskBand
from domain.screening import Verdict


class Stage(StrEnum):
    """Where a case stands; a merchant's goes from checking to review at once."""

    CHECKING = "checking"
    IDENTITY = "identity"
    EXAM = "exam"
    PRACTICAL = "practical"
    RATING = "rating"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN_STAGES = frozenset({Stage.CHECKING, Stage.IDENTITY, Stage.EXAM, Stage.PRACTICAL, Stage.RATING, Stage.IN_REVIEW})


class OpenCase(BaseModel, frozen=True):
    """Start of a vetting or a certification; the case has the application's id."""

    application_id: UUID
    applicant: UUID


class CaseOpened(BaseModel, frozen=True):
    """What the procedure must know of the case it runs: ids, durations of the pinned pack, no personal data."""

    case_id: UUID
    documents: tuple[UUID, ...]
    look_up_vat: bool
    patience: timedelta


class CheckDocument(BaseModel, frozen=True):
    """One document of one case to look into."""

    case_id: UUID
    document_id: UUID


class AssessCase(BaseModel, frozen=True):
    """All verdicts of a case, to be weighed."""

    case_id: UUID
    verdicts: tuple[Verdict, ...]


class Assessed(BaseModel, frozen=True):
    """The band, and the task a person was given."""

    task_id: UUID
    band: RiskBand | None


class Withdraw(BaseModel, frozen=True):
    """The applicant takes the application back."""

    id: UUID
    by: UUID


class IssueCredential(BaseModel, frozen=True):
    """Which credential to issue, in which revision."""

    credential_id: UUID
    revision: int = 1


class StoredFile(BaseModel, frozen=True):
    """A file in the vault: SHA-256 (hex), its place and the wrapped key."""

    sha256: str
    name: str
    sealed_key: str


class StoredCertificate(StoredFile, frozen=True):
    """A stored certificate, its bytes, and the portrait that is printed on it."""

    size: int
    portrait: StoredFile | None = None


class CredentialHolder(BaseModel, frozen=True):
    """Whose credential it is: the account that letters go to."""

    account_id: UUID


class ChangeStanding(BaseModel, frozen=True):
    """Suspend, reinstate or revoke a credential; `reason` is public."""

    id: UUID
    credential_id: UUID
    change: StandingChange
    by: UUID
    role: str
    reason: str


def case_of(application_id: UUID, trade: Trade = "merchant") -> str:
    """Id of the workflow that runs a case: a vetting or a certification."""
    # One fixed id for each case: a start that is delivered twice finds the workflow that runs.
    return f"{'cert' if trade == 'anchor' else 'vet'}:{application_id}"
