"""Identifiers of the form, and duplicates across applications."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from db import cases as vetting
from db import documents
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from db.policy.pins import pinned
from db.screening import same_marks
from domain.cases import OpenCase
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.identifiers.check import IdentifierStatus, IdentifierVerdict, bare, judge
from domain.message_values import Country
from domain.messages import Message, msg, msg_n
from domain.policy.pack import Pack
from domain.policy.parts import Field
from domain.screening import Evidence, Verdict, verdict

ACCOUNT, PERSON = "payout.account", "identity.document_number"
APPLICATION = "application"  # the subject of what compares the whole application with others


@dataclass(frozen=True)
class SharedValue:
    """What a check for the same value elsewhere says when it finds one, and when not."""

    check: CheckKey
    same: Message
    none: Message


SHARED_ACCOUNT = SharedValue(
    CheckKey.SAME_ACCOUNT,
    same=msg("An application of another account names the same payout account."),
    none=msg("No application of another account names the same payout account."),
)
SHARED_IDENTIFIER = SharedValue(
    CheckKey.SAME_IDENTIFIER,
    same=msg("An application of another account names the same identifier."),
    none=msg("No application of another account names the same identifier."),
)


class ScreeningActivities:
    """What can be told from the answers alone, and from what others have sent."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def screen_merchant(self, request: OpenCase) -> list[Verdict]:
        """Judge each identifier, and look for the same file, identifier or account elsewhere."""
        started = self._clock()
        with begin(self._engine) as session:
            application = session.get_one(ApplicationRow, request.application_id)
            case = session.get_one(CaseRow, application.id)
            found = dict(_identifiers(pinned(session, case), application))
            whole = [_same_file(session, application), *_same_values(session, case)]
            told = [*found.items(), *((APPLICATION, each) for each in whole)]
            findings = [each.about(subject, started=started, finished=self._clock()) for subject, each in told]
            vetting.store_findings(session, application.id, findings)
        return [verdict(each) for each in findings]


def identifier_fields(pack: Pack) -> list[Field]:
    """The questions whose answer is an identifier."""
    return [field for field in pack.merchant.fields if field.scheme]


def _identifiers(pack: Pack, application: ApplicationRow) -> Iterator[tuple[str, CheckOutcome]]:
    """Each question that was answered with a number, and how the number does."""
    for field in identifier_fields(pack):
        value = application.form.one(field.key)
        if not value or field.scheme is None:
            continue
        judged = judge(field.scheme, value, application.country)
        proof = (Evidence(field=field.key, raw=value),)
        sentence = _told(judged, application.country)
        yield field.key, CheckOutcome(CheckKey.FORMAT, Reason[judged.status.name], sentence, evidence=proof)


def _told(judged: IdentifierVerdict, country: str) -> Message:
    """For the reviewer: a number from abroad is a fact to weigh, not a slip to correct."""
    if judged.status != IdentifierStatus.COUNTRY_MISMATCH or not judged.country:
        return judged.sentence
    return msg(
        "This number is from {embedded}; the business is in {country}.",
        embedded=Country(judged.country),
        country=Country(country),
    )


def _same_file(session: Session, application: ApplicationRow) -> CheckOutcome:
    pairs = documents.same_file_elsewhere(session, application)
    if not pairs:
        sentence = msg("No document of this application was sent with an application of another account.")
        return CheckOutcome(CheckKey.SAME_FILE, Reason.NO_DUPLICATE, sentence)
    proof = tuple(Evidence(document_id=own.id, raw=str(other.application_id)) for own, other in pairs)
    sentence = msg_n(
        "{n} file of this application was also sent with an application of another account.",
        "{n} files of this application were also sent with an application of another account.",
        n=len(pairs),
    )
    return CheckOutcome(CheckKey.SAME_FILE, Reason.SAME_FILE, sentence, evidence=proof)


def marks_of(pack: Pack, application: ApplicationRow) -> dict[str, str]:
    """The bare values that name this business or its account, or this person, by their question.

    Not the codes of banks and registers: thousands of honest merchants share those.
    """
    if application.kind == "anchor":
        # The number of a passport or card is unique within its country alone.
        person = [application.form.one(key) for key in ("identity.nationality", "identity.document_number")]
        return {PERSON: bare("".join(person))} if all(person) else {}
    named = {field.key: field.scheme for field in identifier_fields(pack) if field.section == "business"}
    schemes = named | {field.key: field.scheme for field in pack.merchant.fields if field.key == ACCOUNT}
    values = {key: _mark(scheme, application.form.one(key), application.country) for key, scheme in schemes.items()}
    return {key: value for key, value in values.items() if value}


def _mark(scheme: str | None, value: str, country: str) -> str:
    """The value in one spelling: 136 695 976 and DE136695976 are the same number."""
    return bare(judge(scheme, value, country).normal) if scheme and value else bare(value)


def _same_values(session: Session, case: CaseRow) -> Iterator[CheckOutcome]:
    pairs = same_marks(session, case)
    for shared in (SHARED_ACCOUNT, SHARED_IDENTIFIER):
        hits = [(own, other) for own, other in pairs if (own.field == ACCOUNT) == (shared is SHARED_ACCOUNT)]
        if hits:
            proof = tuple(Evidence(field=own.field, raw=str(other.case_id)) for own, other in hits)
            yield CheckOutcome(shared.check, Reason.SAME_VALUE, shared.same, evidence=proof)
        else:
            yield CheckOutcome(shared.check, Reason.NO_DUPLICATE, shared.none)
