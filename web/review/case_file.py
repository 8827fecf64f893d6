"""A case with all that belongs to it, read at once, and what may be done with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import audit, documents, review
from db import cases as vetting
from db.accounts import people as accounts
from db.applications import ApplicationRow
from db.audit import AuditRow
from db.cases import CaseRow, FindingRow
from db.commands import CommandRow, pending_for
from db.credentials import register as credentials
from db.credentials.register import CredentialRow
from db.documents import DocumentRow
from db.policy.pins import pinned
from db.review import ClaimRow, DecisionRow, TaskRow
from domain.accounts import Act, Person
from domain.cases import OPEN_STAGES, Stage, case_of
from domain.checks.registry import find_check
from domain.messages import msg
from domain.policy.pack import Pack
from domain.policy.parts import ApplicationPolicy
from domain.review import DecisionState, OwnCase, blocking
from domain.screening import Verdict, verdict
from web.common.wording import worded
from web.loading import get_or_404
from web.review.anchor import AnchorFile, anchor_file

MOST_EVENTS = 300


@dataclass(frozen=True)
class CaseFile:
    """Rows only; `pages` are the numbers of the page pictures by document, `names` those of all people in it."""

    case: CaseRow
    application: ApplicationRow
    pack: Pack
    task: TaskRow | None
    claim: ClaimRow | None
    findings: Sequence[FindingRow]
    documents: Sequence[DocumentRow]
    pages: Mapping[UUID, list[int]]
    decision: DecisionRow | None
    waiting: CommandRow | None
    withdrawing: CommandRow | None
    refused: CommandRow | None
    credential: CredentialRow | None
    waiting_change: CommandRow | None
    events: Sequence[AuditRow]
    others: Mapping[UUID, CaseRow]
    names: Mapping[UUID, str]
    anchor: AnchorFile | None = None

    @property
    def asks(self) -> ApplicationPolicy:
        """The part of the pinned pack that speaks of this trade."""
        return self.pack.part(self.case.kind)

    @property
    def deciding(self) -> DecisionState:
        """The case as the rules of review know it."""
        ended = "" if self.case.stage in OPEN_STAGES else self.case.stage.value
        open_for = self.case.stage in (Stage.IN_REVIEW, Stage.IDENTITY)
        # What a senior overruled before the exam is not asked about again.
        verdicts = self.verdicts if self.overruled else []
        return DecisionState(applicant=self.case.applicant, open_for_decision=open_for, ended=ended, verdicts=verdicts)

    @property
    def verdicts(self) -> list[Verdict]:
        """The findings without their evidence."""
        return [verdict(row.result) for row in self.findings]

    @property
    def overruled(self) -> int:
        """How many checks an approval would overrule."""
        cleared = self.anchor is not None and self.case.stage != Stage.IDENTITY  # a senior did it before the exam
        return 0 if cleared else len(blocking(self.verdicts))

    @property
    def holder(self) -> str:
        """Who holds the case now, or an empty text."""
        return self.names.get(self.claim.reviewer, "") if self.claim else ""


def load(session: Session, person: Person, case_id: UUID, *, now: datetime) -> CaseFile:
    """Read a case for somebody who may read cases; refuses Missing, OwnCase."""
    case = get_or_404(session, CaseRow, case_id)
    if case.applicant == person.id:
        raise OwnCase(msg("Nobody looks into the review of their own application."))
    task = review.open_task(session, case_id)
    papers = documents.of_application(session, case_id)
    findings = vetting.findings_of(session, case_id)
    events = audit.newest(session, subject=str(case_id), most=MOST_EVENTS)
    credential = credentials.of_case(session, case_id)
    decision, claim = review.decision_of(session, case_id), review.live_claim(session, task.id, now) if task else None
    pending = {each.name: each for each in pending_for(session, case_of(case_id, case.kind))}
    # Either takes the case on: while one waits for its answer, nobody decides.
    waiting = pending.get("decide") or pending.get("clear_identity")
    application, pack = session.get_one(ApplicationRow, case_id), worded(pinned(session, case))
    people = {case.applicant, person.id, *(row.actor for row in events)}
    people |= {claim.reviewer if claim else None, waiting.actor if waiting else None, decision.by if decision else None}
    return CaseFile(
        case=case,
        application=application,
        pack=pack,
        task=task,
        anchor=anchor_file(session, person, case, application=application, pack=pack),
        claim=claim,
        findings=findings,
        documents=papers,
        pages=_pages(session, papers),
        decision=decision,
        waiting=waiting,
        withdrawing=pending.get("withdraw"),
        refused=review.refused_decision(session, case_id, person.id),
        credential=credential,
        waiting_change=credentials.waiting_change(session, credential.id) if credential else None,
        events=events,
        others=vetting.cases_with(session, set(other_cases(findings))),
        names={row.id: row.name for row in accounts.named(session, {each for each in people if each})},
    )


def holds(file: CaseFile, person: Person) -> bool:
    """Whether the live claim is this person's."""
    return file.claim is not None and file.claim.reviewer == person.id


def may_claim(file: CaseFile, person: Person) -> bool:
    """Whether this person may work on the case: an open task, not their own application."""
    return file.task is not None and person.may(Act.DECIDE) and file.case.applicant != person.id


def other_cases(findings: Sequence[FindingRow]) -> Iterator[UUID]:
    """The other applications that duplicates were found in."""
    for row in findings:
        if names_cases(row):
            yield from (each for proof in row.proof if (each := read_id(proof.raw)))


def names_cases(row: FindingRow) -> bool:
    """Whether what was read is the id of another application."""
    check = find_check(row.check)
    return check is not None and check.names_cases


def read_id(text: str | None) -> UUID | None:
    """The id in a text, if it is one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _pages(session: Session, papers: Sequence[DocumentRow]) -> dict[UUID, list[int]]:
    numbers: dict[UUID, list[int]] = {row.id: [] for row in papers}
    for page in documents.pages(session, list(numbers)):
        numbers[page.document_id].append(page.number)
    return numbers
