"""Cases and the findings of their checks. Written by activities alone."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, func, select, tuple_

from db.columns import MessageText, word
from domain.cases import Stage
from domain.messages import Message
from domain.policy.pack import PackRef, Trade
from domain.risk import RiskBand
from domain.screening import GRAVITY, CheckStatus, Evidence, Finding


class CaseRow(SQLModel, table=True):
    """All about deciding one application (same id); pins the packs it was opened under."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_newest", "opened_at", "id"),)
    id: UUID = Field(primary_key=True, foreign_key="applications.id")
    kind: Trade = Field(default="merchant", sa_type=String)
    applicant: UUID = Field(foreign_key="accounts.id", index=True)
    title: str
    country: str
    legal_form: str
    pack: str
    pack_version: str
    pack_hash: str
    stage: Stage = Field(index=True, sa_type=word(Stage))
    opened_at: datetime
    checked_at: datetime | None = None
    closed_at: datetime | None = None
    # Until when the applicant has to act, where the stage gives a day.
    due_at: datetime | None = None
    risk_score: int | None = None
    risk_band: RiskBand | None = Field(default=None, sa_type=word(RiskBand))
    risk_reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))

    @property
    def policy(self) -> PackRef:
        """The pinned packs."""
        return PackRef(id=self.pack, version=self.pack_version, hash=self.pack_hash)


class FindingRow(SQLModel, table=True):
    """The latest result of one check of one subject in a case."""

    __tablename__ = "findings"
    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    check: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    version: int
    status: CheckStatus = Field(sa_type=word(CheckStatus))
    reason_code: str
    sentence: Message = Field(sa_type=MessageText)
    evidence: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    started_at: datetime
    finished_at: datetime

    @property
    def result(self) -> Finding:
        """The finding as the rules know it."""
        return Finding.model_validate(self, from_attributes=True)

    @property
    def proof(self) -> list[Evidence]:
        """Where it was seen."""
        return [Evidence.model_validate(each) for each in self.evidence]


class CaseSearch(SQLModel):
    """What to look for: words of the title, a stage; older than the case `before` or newer than the case `after`."""

    words: str = ""
    stage: Stage | None = None
    before: UUID | None = None
    after: UUID | None = None


def store_findings(session: Session, case_id: UUID, findings: Sequence[Finding]) -> None:
    """Write the findings; a repeated check replaces its earlier result."""
    for finding in findings:
        fields = finding.model_dump(exclude={"evidence", "sentence"})
        evidence = [each.model_dump(mode="json", exclude_none=True) for each in finding.evidence]
        session.merge(FindingRow(case_id=case_id, sentence=finding.sentence, evidence=evidence, **fields))


def findings_of(session: Session, case_id: UUID) -> Sequence[FindingRow]:
    """All findings of a case, the gravest first."""
    rows = session.exec(select(FindingRow).where(FindingRow.case_id == case_id)).all()
    return sorted(rows, key=lambda row: (GRAVITY.index(row.status), row.check, row.subject))


def cases_of(session: Session, account_id: UUID) -> dict[UUID, CaseRow]:
    """The cases of an account, by application."""
    rows = session.exec(select(CaseRow).where(CaseRow.applicant == account_id)).all()
    return {row.id: row for row in rows}


def cases_with(session: Session, ids: Collection[UUID]) -> dict[UUID, CaseRow]:
    """These cases, by id; an id without a case is left out."""
    if not ids:
        return {}
    rows = session.exec(select(CaseRow).where(col(CaseRow.id).in_(ids))).all()
    return {row.id: row for row in rows}


def search_cases(session: Session, search: CaseSearch, most: int = 25) -> list[CaseRow]:
    """One page of cases, the newest first."""
    query = select(CaseRow)
    if search.words:
        query = query.where(func.lower(CaseRow.title).contains(search.words.lower(), autoescape=True))
    if search.stage:
        query = query.where(CaseRow.stage == search.stage)
    # By place and not by offset: cases that are opened meanwhile do not shift the pages.
    place = tuple_(col(CaseRow.opened_at), col(CaseRow.id))
    if after := session.get(CaseRow, search.after) if search.after else None:
        newer = query.where(place > tuple_(after.opened_at, after.id))
        # The nearest of the newer ones: read upwards, then turned round.
        rows = session.exec(newer.order_by(col(CaseRow.opened_at), col(CaseRow.id)).limit(most)).all()
        return list(reversed(rows))
    if before := session.get(CaseRow, search.before) if search.before else None:
        query = query.where(place < tuple_(before.opened_at, before.id))
    return list(session.exec(query.order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc()).limit(most)).all())
