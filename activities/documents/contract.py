"""What an examination of a document is given, and how its findings are written down."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from domain.checks.outcome import CheckOutcome
from domain.documents.limits import MediaType
from domain.message_values import Inner
from domain.screening import Finding

Kind = Literal["name", "number", "date"]


class DocumentFile(BaseModel, frozen=True):
    """One document as stored, opened; `label` names its kind for people ("Business licence")."""

    id: UUID
    data: bytes
    media_type: MediaType
    label: str

    @property
    def name(self) -> Inner:
        """Its kind within a sentence: "the business licence", "the ID card"."""
        return Inner(self.label)


class ExpectedValue(BaseModel, frozen=True):
    """A value of the form that the document must show, or one of `others`: one of several people will do.

    `field` is its key, `label` names it for people ("Registered name"); a date is written as 1988-04-12 and only
    looked for in zones.
    """

    field: str
    label: str
    value: str
    kind: Kind
    others: tuple[str, ...] = ()

    @property
    def name(self) -> Inner:
        """Its label within a sentence: "the registered name"."""
        return Inner(self.label)


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


def about_document(outcome: CheckOutcome, document: UUID, *, started: datetime, finished: datetime) -> Finding:
    """The finding about a document, each piece of evidence with where it was seen."""
    seen = tuple(each.model_copy(update={"document_id": document}) for each in outcome.evidence)
    return replace(outcome, evidence=seen).about(str(document), started=started, finished=finished)
