"""Identifiers of the form, and duplicates across applications."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.countries import country_name
from db import cases as vetting
from db import documents
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from db.policy.pins import pinned
from db.screening import same_marks
from domain.cases import OpenCase
from domain.identifiers.check import IdentifierStatus, IdentifierVerdict, bare, judge
from domain.policy.pack import Pack
from domain.policy.parts import Field
from domain.screening import CheckStatus, Evidence, Finding, Verdict, verdict

STATUS = {
    IdentifierStatus.VALID: CheckStatus.PASS,
    IdentifierStatus.COUNTRY_MISMATCH: CheckStatus.WARN,
    IdentifierStatus.UNKNOWN_SCHEME: CheckStatus.WARN,
}
ACCOUNT, PERSON = "payout.account", "identity.document_number"


class CheckResult(NamedTuple):
    """A finding before it is dated."""

    check: str
    subject: str
    status: CheckStatus
    code: str
    sentence: str
    evidence: Sequence[Evidence] = ()


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
            results = [*_identifiers(pinned(session, case), application), _same_file(session, application)]
            results += _same_values(session, case)
            findings = [_finding(each, started, self._clock()) for each in results]
            vetting.store_findings(session, application.id, findings)
        return [verdict(each) for each in findings]


def identifier_fields(pack: Pack) -> list[Field]:
    """The questions whose answer is an identifier."""
    return [field for field in pack.merchant.fields if field.scheme]


def _identifiers(pack: Pack, application: ApplicationRow) -> Iterator[CheckResult]:
    for field in identifier_fields(pack):
        value = application.form.one(field.key)
        if not value or field.scheme is None:
            continue
        judged = judge(field.scheme, value, application.country)
        status = STATUS.get(judged.status, CheckStatus.FAIL)
        code, sentence = judged.status.upper(), _told(judged, application.country)
        proof = [Evidence(field=field.key, raw=value)]
        yield CheckResult("identifier.format", field.key, status, code, sentence, proof)


def _told(judged: IdentifierVerdict, country: str) -> str:
    """For the reviewer: a number from abroad is a fact to weigh, not a slip to correct."""
    if judged.status != IdentifierStatus.COUNTRY_MISMATCH or not judged.country:
        return str(judged.sentence)
    return f"This number is from {country_name(judged.country)}; the business is in {country_name(country)}."


def _same_file(session: Session, application: ApplicationRow) -> CheckResult:
    pairs = documents.same_file_elsewhere(session, application)
    if not pairs:
        sentence = "No document of this application was sent with an application of another account."
        return CheckResult("duplicate.file", "application", CheckStatus.PASS, "NO_DUPLICATE", sentence)
    proof = [Evidence(document_id=own.id, raw=str(other.application_id)) for own, other in pairs]
    sentence = f"{len(pairs)} file(s) of this application were also sent with an application of another account."
    return CheckResult("duplicate.file", "application", CheckStatus.FAIL, "SAME_FILE", sentence, proof)


def marks_of(pack: Pack, application: ApplicationRow) -> dict[str, str]:
    """The bare values that name this business or its account, or this person, by their question.

    Not the codes of banks and registers: thousands of honest merchants share those.
    """
    if application.kind == "anchor":
        person = [application.form.one(key) for key in ("identity.nationality", "identity.document_number")]
        return {PERSON: bare("".join(person))} if all(person) else {}
    named = {field.key: field.scheme for field in identifier_fields(pack) if field.section == "business"}
    schemes = named | {field.key: field.scheme for field in pack.merchant.fields if field.key == ACCOUNT}
    values = {key: _mark(scheme, application.form.one(key), application.country) for key, scheme in schemes.items()}
    return {key: value for key, value in values.items() if value}


def _mark(scheme: str | None, value: str, country: str) -> str:
    """The value in one spelling: 136 695 976 and DE136695976 are the same number."""
    return bare(judge(scheme, value, country).normal) if scheme and value else bare(value)


def _same_values(session: Session, case: CaseRow) -> Iterator[CheckResult]:
    pairs = same_marks(session, case)
    for check, what in (("duplicate.account", "payout account"), ("duplicate.identifier", "identifier")):
        hits = [(own, other) for own, other in pairs if (own.field == ACCOUNT) == (check == "duplicate.account")]
        if hits:
            proof = [Evidence(field=own.field, raw=str(other.case_id)) for own, other in hits]
            sentence = f"An application of another account names the same {what}."
            yield CheckResult(check, "application", CheckStatus.WARN, "SAME_VALUE", sentence, proof)
        else:
            sentence = f"No application of another account names the same {what}."
            yield CheckResult(check, "application", CheckStatus.PASS, "NO_DUPLICATE", sentence)


def _finding(result: CheckResult, started: datetime, finished: datetime) -> Finding:
    return Finding(
        check=result.check,
        version=1,
        subject=result.subject,
        status=result.status,
        reason_code=result.code,
        sentence=result.sentence,
        evidence=tuple(result.evidence),
        started_at=started,
        finished_at=finished,
    )
