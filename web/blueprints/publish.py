"""Putting a blueprint in force: a second person, a bank that can fill it, and what it replaces is archived."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from db.blueprints import BlueprintRow, blueprint_for, published, sheets_of
from db.engine import begin, read
from domain.accounts import Act, Person, permit
from domain.blueprints.lifecycle import (
    BlueprintState,
    ChangedBlueprint,
    SettledBlueprint,
    admit_change,
    admit_second,
    replaces,
)
from domain.events import EventKind
from domain.messages import msg
from web.applications.answers import Posted, text
from web.blueprints.shared import audit
from web.blueprints.view import check_of, shown
from web.common.deps import MayApproveExams, MayReadBank, Services
from web.common.pages import page
from web.loading import get_or_404

router = APIRouter(prefix="/blueprints")


@router.post("/{row_id:uuid}/publish")
def publish(request: Request, services: Services, person: MayApproveExams, row_id: UUID, posted: Posted) -> Response:
    """Put a draft in force as it was looked at; a page that names the gaps when the bank cannot fill it."""
    with read(services.engine) as session:
        row, studies = get_or_404(session, BlueprintRow, row_id), sheets_of(session, row_id)
    _admit(row, person, text(posted, "seen"))
    # Outside of the transaction: the check takes a moment, and SQLite has one writer.
    check = check_of(services, row)
    if not check.feasible:
        return shown(request, services, person, row=row, studies=studies, check=check)
    with begin(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id, lock=True)
        _admit(row, person, text(posted, "seen"))  # once more: the check took a moment
        # Listed while it is still a draft: published, it would be among those it replaces.
        replaced = [each for each in published(session) if replaces(row.countries, each.countries)]
        row.state, row.published_at, row.published_by = BlueprintState.PUBLISHED, services.now(), person.id
        audit(services, session, person, kind=EventKind.BLUEPRINT_PUBLISHED, row=row)
        _replace(services, session, person, by=row, replaced=replaced)
    return RedirectResponse(f"/blueprints/{row_id}?done=published", 303)


@router.get("/{row_id:uuid}/archive")
def confirm(request: Request, services: Services, person: MayReadBank, row_id: UUID) -> Response:
    """Ask once more, and say what would hold then."""
    with read(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id)
        others = [each for each in published(session) if each.id != row_id]
    _admit_archive(row, person)
    falls_to = {country: blueprint_for(others, country) for country in row.countries or [""]}
    return page(request, "blueprints/archive.html", row=row, falls_to=falls_to)


@router.post("/{row_id:uuid}/archive")
def archive(services: Services, person: MayReadBank, row_id: UUID) -> Response:
    """Take a blueprint out of force, or put a draft away; attempts that were drawn keep theirs."""
    with begin(services.engine) as session:
        row = get_or_404(session, BlueprintRow, row_id, lock=True)
        _admit_archive(row, person)
        was, row.state = row.state, BlueprintState.ARCHIVED
        row.updated_at = services.now()
        audit(services, session, person, kind=EventKind.BLUEPRINT_ARCHIVED, row=row, was=was)
    return RedirectResponse(f"/blueprints/{row_id}?done=archived", 303)


def _admit(row: BlueprintRow, person: Person, seen: str) -> None:
    """Refuse SettledBlueprint, SecondPersonNeeded and ChangedBlueprint."""
    admit_change(row.state == BlueprintState.DRAFT)
    why = msg("Two-person rule: you made or changed this, so a colleague has to publish it.")
    admit_second({row.created_by, row.updated_by}, person.id, why)
    if seen != row.updated_at.isoformat():
        raise ChangedBlueprint(
            msg("This draft was changed since you opened the page. Look at it again, then publish it.")
        )


def _admit_archive(row: BlueprintRow, person: Person) -> None:
    if row.state == BlueprintState.ARCHIVED:
        raise SettledBlueprint(msg("This blueprint is archived already."))
    permit(person, Act.MANAGE_BANK if row.state == BlueprintState.DRAFT else Act.APPROVE_EXAMS)


def _replace(
    services: Services, session: Session, person: Person, *, by: BlueprintRow, replaced: Sequence[BlueprintRow]
) -> None:
    """Archive what would never be drawn from again."""
    for row in replaced:
        row.state = BlueprintState.ARCHIVED
        audit(
            services,
            session,
            person,
            kind=EventKind.BLUEPRINT_ARCHIVED,
            row=row,
            was=BlueprintState.PUBLISHED,
            replaced_by=str(by.id),
        )
