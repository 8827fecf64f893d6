"""What a merchant may know of their own case: stage, public state of the checks, who acts next, and the outcome."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from db import cases as vetting
from db import documents
from db.applications import ApplicationRow
from db.audit import AuditRow
from db.cases import CaseRow, FindingRow
from db.commands import CommandRow, pending_for, refused_for
from db.credentials import register as credentials
from db.credentials.register import CredentialRow
from db.documents import DocumentRow
from db.policy.pins import pinned
from db.review import DecisionRow, TaskRow, decision_of, open_task
from domain.cases import OPEN_STAGES, Stage, case_of
from domain.checks.check import PUBLIC_LABELS, PublicLine
from domain.checks.registry import find_check
from domain.credentials.standing import Standing
from domain.messages import Message
from domain.policy.parts import ApplicationPolicy
from domain.screening import CheckStatus
from web.anchors import AnchorProgress, progress_of
from web.applications.draft import form_of
from web.applications.renewal_terms import RenewalTerms, renewal_of
from web.common.wording import worded
from web.services import Services

CLOSED = (Stage.APPROVED, Stage.DECLINED, Stage.WITHDRAWN, Stage.LAPSED)
# How long a case may take to be opened before the page says that the checking service is away.
PATIENCE = timedelta(seconds=8)


class CheckState(StrEnum):
    """What a merchant is told of a check."""

    RUNNING = "running"
    DONE = "done"
    CLOSER_LOOK = "closer_look"
    BY_HAND = "by_hand"


class PublicCheck(NamedTuple):
    """One line of the list of checks: what it is called, the file's name if it is about one, and how it stands."""

    title: Message | str
    file: str
    state: CheckState


class CaseProgress(NamedTuple):
    """The whole status page; `stage` is None until the case is opened.

    `turns` are what happened to the certificate, `too_late` is a withdrawal that came after the decision.
    """

    row: ApplicationRow
    case: CaseRow | None
    checks: list[PublicCheck]
    task: TaskRow | None
    decision: DecisionRow | None
    reasons: list[str]
    credential: CredentialRow | None
    standing: Standing | None
    turns: Sequence[AuditRow]
    withdrawing: CommandRow | None
    too_late: CommandRow | None
    late: bool
    anchor_progress: AnchorProgress | None = None
    renewal: RenewalTerms | None = None

    @property
    def stage(self) -> Stage | None:
        """Where the case stands."""
        return self.case.stage if self.case else None

    @property
    def pause(self) -> int:
        """Seconds until the page should look again; 0 when everything is settled."""
        making = self.standing == Standing.PENDING
        # Soon while machines are at work, once a minute while people are.
        if self.stage in (None, Stage.CHECKING) or self.withdrawing or making:
            return 3
        if self.stage == Stage.EXAM and self.anchor_progress and self.anchor_progress.attempt is None:
            return 3
        return 60 if self.stage in OPEN_STAGES else 0

    @property
    def told(self) -> tuple[object, ...]:
        """All that can change on the page."""
        late = self.withdrawing is not None, self.too_late is not None
        attempt = self.anchor_progress.attempt.number if self.anchor_progress and self.anchor_progress.attempt else 0
        return self.stage, tuple(self.checks), self.standing, len(self.turns), attempt, *late


def case_progress_of(services: Services, session: Session, row: ApplicationRow) -> CaseProgress:
    """The case of an application as its owner may see it."""
    case = session.get(CaseRow, row.id)
    decision = decision_of(session, row.id)
    credential = credentials.of_case(session, row.id)
    over = case is not None and case.stage in CLOSED
    # Until the case is opened no pack is pinned to it.
    pack = worded(pinned(session, case)) if case else form_of(services, row).pack
    asks = pack.part(row.kind)
    return CaseProgress(
        row=row,
        case=case,
        checks=_checks(
            pack.part(row.kind),
            documents.of_application(session, row.id),
            vetting.findings_of(session, row.id),
            case=case,
        ),
        task=open_task(session, row.id) if case else None,
        decision=decision,
        reasons=_reasons(asks, decision),
        credential=credential,
        standing=credential.worth(services.today()) if credential else None,
        turns=credentials.turns_of(session, row.id) if credential else [],
        # A case that is closed has taken or outrun the withdrawal, even where the outbox still waits for its answer.
        withdrawing=None if over else _withdrawal(session, row),
        too_late=refused_for(session, case_of(row.id, row.kind), "withdraw") if decision else None,
        late=case is None and _late(row, services.now()),
        anchor_progress=progress_of(session, case, pack) if case and case.kind == "anchor" else None,
        renewal=renewal_of(session, credential, services.today()) if credential else None,
    )


def _withdrawal(session: Session, row: ApplicationRow) -> CommandRow | None:
    waiting = pending_for(session, case_of(row.id, row.kind))
    return next((each for each in waiting if each.name == "withdraw"), None)


def _late(row: ApplicationRow, now: datetime) -> bool:
    return row.submitted_at is not None and now - row.submitted_at > PATIENCE


def _reasons(asks: ApplicationPolicy, decision: DecisionRow | None) -> list[str]:
    texts = {each.key: each.text for each in asks.decline_reasons}
    return [texts[code] for code in decision.reason_codes if code in texts] if decision else []


def _checks(
    asks: ApplicationPolicy, files: Sequence[DocumentRow], found: Sequence[FindingRow], *, case: CaseRow | None
) -> list[PublicCheck]:
    labels = {rule.key: rule.label for rule in asks.documents}
    lines = [
        PublicCheck(labels.get(each.kind, each.filename), each.filename, _state(_about(found, each))) for each in files
    ]
    others = _behind(PublicLine.OTHERS, found)
    # Who gave no numbers is not told of a look at them, once that is known; a register is named once it was asked.
    shown = {
        PublicLine.IDENTIFIERS: bool(_behind(PublicLine.IDENTIFIERS, found)) or not others,
        PublicLine.REGISTER: bool(_behind(PublicLine.REGISTER, found)),
        PublicLine.OTHERS: True,
    }
    lines += [PublicCheck(PUBLIC_LABELS[line], "", _state(_behind(line, found))) for line in shown if shown[line]]
    # A check that was never made is not shown as running for ever.
    running = case is None or case.stage == Stage.CHECKING
    return [each for each in lines if running or each.state != CheckState.RUNNING]


def _about(found: Sequence[FindingRow], file: DocumentRow) -> list[FindingRow]:
    return [each for each in found if each.subject == str(file.id)]


def _behind(line: PublicLine, found: Sequence[FindingRow]) -> list[FindingRow]:
    """The findings that the applicant is shown as this one line."""
    return [each for each in found if (check := find_check(each.check)) and check.line is line]


def _state(found: Sequence[FindingRow]) -> CheckState:
    """Done unless there is something in the open: the merchant is told that a person looks, not what was found."""
    if not found:
        return CheckState.RUNNING
    if any(each.status == CheckStatus.ERROR for each in found):
        return CheckState.BY_HAND
    seen = [each for each in found if (check := find_check(each.check)) and check.doubts_shown]
    doubtful = any(each.status in (CheckStatus.WARN, CheckStatus.FAIL) for each in seen)
    return CheckState.CLOSER_LOOK if doubtful else CheckState.DONE
