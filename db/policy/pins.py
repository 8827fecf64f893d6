"""The packs that cases were opened under, kept whole, so that a change of the files leaves open cases alone."""

from typing import Any

from sqlmodel import JSON, Column, Field, Session, SQLModel

from db.cases import CaseRow
from domain.policy.pack import Pack
from domain.policy.stacking import StackedPack


class PolicyPinRow(SQLModel, table=True):
    """One stacked pack, by the SHA-256 of its content. Written by activities alone."""

    __tablename__ = "policy_pins"
    hash: str = Field(primary_key=True)
    id: str
    version: str
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


def pin(session: Session, stacked: StackedPack) -> None:
    """Keep the pack, once."""
    if session.get(PolicyPinRow, stacked.ref.hash) is None:
        content = stacked.pack.model_dump(mode="json")
        session.merge(PolicyPinRow(**stacked.ref.model_dump(), content=content))


def pinned(session: Session, case: CaseRow) -> Pack:
    """The pack a case was opened under."""
    return Pack.model_validate(session.get_one(PolicyPinRow, case.pack_hash).content)
