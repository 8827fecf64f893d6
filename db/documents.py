"""Uploaded documents, and the pictures of their pages that reviewers look at."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from db.applications import ApplicationRow


class DocumentRow(SQLModel, table=True):
    """One uploaded file, written by the web; a replaced or removed one keeps its row. The bytes lie in the vault."""

    __tablename__ = "documents"
    id: UUID = Field(primary_key=True)
    application_id: UUID = Field(foreign_key="applications.id", index=True)
    kind: str
    filename: str
    media_type: str
    size: int
    pages: int
    sha256: str = Field(index=True)
    sealed_key: str
    uploaded_at: datetime
    removed_at: datetime | None = None


class PageRow(SQLModel, table=True):
    """A picture of one page (from 1), made by the document check; `name` is its place in the vault."""

    __tablename__ = "document_pages"
    document_id: UUID = Field(primary_key=True, foreign_key="documents.id")
    number: int = Field(primary_key=True)
    media_type: str
    name: str
    sealed_key: str


def of_application(session: Session, application_id: UUID) -> Sequence[DocumentRow]:
    """The documents in force, oldest first."""
    mine = DocumentRow.application_id == application_id, col(DocumentRow.removed_at).is_(None)
    return session.exec(select(DocumentRow).where(*mine).order_by(col(DocumentRow.uploaded_at))).all()


def all_of_application(session: Session, application_id: UUID) -> Sequence[DocumentRow]:
    """All documents an application ever had, also those that were taken out."""
    return session.exec(select(DocumentRow).where(DocumentRow.application_id == application_id)).all()


def pages(session: Session, document_ids: Sequence[UUID]) -> Sequence[PageRow]:
    """The page pictures of several documents, in order."""
    these = col(PageRow.document_id).in_(document_ids)
    return session.exec(select(PageRow).where(these).order_by(col(PageRow.number))).all()


def same_file_elsewhere(session: Session, application: ApplicationRow) -> Sequence[tuple[DocumentRow, DocumentRow]]:
    """Pairs (own document, same bytes in a submitted application of another account)."""
    own, other = DocumentRow, aliased(DocumentRow)
    pairs = (
        select(own, other)
        .join(other, col(other.sha256) == own.sha256)
        .join(ApplicationRow, col(ApplicationRow.id) == other.application_id)
        .where(own.application_id == application.id, col(own.removed_at).is_(None), col(other.removed_at).is_(None))
        .where(ApplicationRow.account_id != application.account_id, col(ApplicationRow.submitted_at).is_not(None))
    )
    return session.exec(pairs).all()
