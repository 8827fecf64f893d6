"""What an examination of a document is given, and how its findings are written down."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from domain.documents.limits import MediaType
from domain.screening import CheckStatus, Evidence, Finding

VERSION = 1
Kind = Literal["name", "number", "date"]


class DocumentFile(BaseModel, frozen=True):
    """One document as stored, opened; `label` names its kind for people ("Business licence")."""

    id: UUID
    data: bytes
    media_type: MediaType
    label: str

    @property
    def name(self) -> str:
        """Its kind within a sentence: "the business licence", "the ID card"."""
        return self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:]


class ExpectedValue(BaseModel, frozen=True):
    """A value of the form that the document must show, or one of `others`: one of several people will do.

    `field` is its key, `label` names it for people; a date is written as 1988-04-12 and only looked for in zones.
    """

    field: str
    label: str
    value: str
    kind: Kind
    others: tuple[str, ...] = ()


class Expectations(BaseModel, frozen=True):
    """What a document must show, whether it must say when it expires, and how old it may be.

    A `picture` is looked at as a photograph and not read; with `zone` the machine-readable zone is compared too.
    """

    must_show: tuple[ExpectedValue, ...] = ()
    expires: bool = False
    max_age: timedelta | None = None
    country: str = ""
    picture: bool = False
    zone: tuple[ExpectedValue, ...] | None = None


class CheckOutcome(BaseModel, frozen=True):
    """A finding before it is dated and signed with its document."""

    status: CheckStatus
    reason_code: str
    sentence: str
    evidence: tuple[Evidence, ...] = ()

    def finding(self, check: str, document: UUID, *, started: datetime, finished: datetime) -> Finding:
        """The finding about a document, with when the check started and finished."""
        evidence = tuple(each.model_copy(update={"document_id": document}) for each in self.evidence)
        return Finding(
            check=check,
            version=VERSION,
            subject=str(document),
            status=self.status,
            reason_code=self.reason_code,
            sentence=self.sentence,
            evidence=evidence,
            started_at=started,
            finished_at=finished,
        )


def skipped(reason_code: str, sentence: str) -> CheckOutcome:
    """Nothing was to be checked, or it could not be."""
    return CheckOutcome(status=CheckStatus.SKIPPED, reason_code=reason_code, sentence=sentence)
