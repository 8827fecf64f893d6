"""Identifiers of the form, and duplicates across applications."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from db import applications, documents, vetting
from db.applications import ApplicationRow
from db.engine import begin
from db.policy_pins import pinned
from db.vetting import CaseRow
from domain.identifiers import IdentifierStatus, judge, mask, same_identifier
from domain.policy import Field, Pack
from domain.screening import CheckStatus, Evidence, Finding, Verdict, verdict
from domain.vetting import VetMerchant

STATUS = {
    IdentifierStatus.VALID: CheckStatus.PASS,
    IdentifierStatus.COUNTRY_MISMATCH: CheckStatus.WARN,
    IdentifierStatus.UNKNOWN_SCHEME: CheckStatus.WARN,
}
ACCOUNTS = ("payout.account",)
Draft = tuple[str, str, CheckStatus, str, str, Sequence[Evidence]]


class ScreeningActivities:
    """What can be told from the answers alone, and from what others have sent."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def screen_merchant(self, request: VetMerchant) -> list[Verdict]:
        """Judge each identifier, and look for the same file, identifier or account elsewhere."""
        started = self._clock()
        with begin(self._engine) as session:
            application = session.get_one(ApplicationRow, request.application_id)
            pack = pinned(session, session.get_one(CaseRow, application.id))
            drafts = [*_identifiers(pack, application), _same_file(session, application)]
            drafts += _same_values(session, pack, application)
            findings = [_finding(draft, started, self._clock()) for draft in drafts]
            vetting.store_findings(session, application.id, findings)
        return [verdict(each) for each in findings]


def identifier_fields(pack: Pack) -> list[Field]:
    """The questions whose answer is an identifier."""
    return [field for field in pack.merchant.fields if field.scheme]


def _identifiers(pack: Pack, application: ApplicationRow) -> Iterator[Draft]:
    for field in identifier_fields(pack):
        value = application.form.one(field.key)
        if not value or field.scheme is None:
            continue
        judged = judge(field.scheme, value, application.country)
        status = STATUS.get(judged.status, CheckStatus.FAIL)
        proof = [Evidence(field=field.key, raw=mask(value))]
        yield "identifier.format", field.key, status, judged.status.upper(), judged.sentence, proof


def _same_file(session: Session, application: ApplicationRow) -> Draft:
    pairs = documents.same_file_elsewhere(session, application)
    if not pairs:
        sentence = "No document of this application was sent with another merchant's application."
        return "duplicate.file", "application", CheckStatus.PASS, "NO_DUPLICATE", sentence, ()
    proof = [Evidence(document_id=own.id, raw=str(other.application_id)) for own, other in pairs]
    sentence = f"{len(pairs)} file(s) of this application were also sent with another merchant's application."
    return "duplicate.file", "application", CheckStatus.FAIL, "SAME_FILE", sentence, proof


def _same_values(session: Session, pack: Pack, application: ApplicationRow) -> Iterator[Draft]:
    others = applications.submitted_others(session, application)
    # Only what names the business: thousands of honest merchants share a bank's code.
    identifiers = tuple(field.key for field in identifier_fields(pack) if field.section == "business")
    kinds = {"duplicate.account": ACCOUNTS, "duplicate.identifier": identifiers}
    for check, keys in kinds.items():
        hits = [(key, other) for key in keys for other in others if _shares(application, other, key)]
        what = "payout account" if check == "duplicate.account" else "identifier"
        if hits:
            proof = [Evidence(field=key, raw=str(other.id)) for key, other in hits]
            sentence = f"Another merchant's application names the same {what}."
            yield check, "application", CheckStatus.WARN, "SAME_VALUE", sentence, proof
        else:
            sentence = f"No other merchant's application names the same {what}."
            yield check, "application", CheckStatus.PASS, "NO_DUPLICATE", sentence, ()


def _shares(one: ApplicationRow, other: ApplicationRow, key: str) -> bool:
    return same_identifier(one.form.one(key), other.form.one(key))


def _finding(draft: Draft, started: datetime, finished: datetime) -> Finding:
    check, subject, status, code, sentence, proof = draft
    return Finding(
        check=check, version=1, subject=subject, status=status, reason_code=code, sentence=sentence,
        evidence=tuple(proof), started_at=started, finished_at=finished,
    )  # fmt: skip
