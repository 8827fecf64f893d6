"""What the pages of cut-score studies share: how a study is kept, its panel, what is audited."""

from uuid import UUID

from sqlmodel import Session

from db.blueprints import AngoffRow
from db.items.versions import contents
from domain.accounts import Person, Role
from domain.cutscores.studies import CutScoreStudy
from domain.events import EventKind
from domain.items.content import Item
from web.common import auditing
from web.services import Services

JUDGES = (Role.EXAMINER, Role.SENIOR, Role.REVIEWER)  # who can sit on a panel


def keep(services: Services, row: AngoffRow, study: CutScoreStudy) -> None:
    """Write the study into its row."""
    row.content, row.updated_at = study.model_dump(mode="json"), services.now()


def rated_items(session: Session, study: CutScoreStudy) -> dict[UUID, Item]:
    """What the judges rate, in the order of the sheet and as it was when the study began."""
    known = contents(session, study.versions.items())
    return {item: known[item] for item in study.sheet.items if item in known}


def audit(
    services: Services, session: Session, person: Person, *, kind: EventKind, row: AngoffRow, once: str, **facts: str
) -> None:
    """Write what was done into the audit trail, under the blueprint; of a study and kind, `once` is noted once."""
    auditing.audit(
        services,
        session,
        person,
        kind=kind,
        subject=row.blueprint_id,
        key=f"{kind}:{row.id}:{once}",
        facts={"study": str(row.id)} | facts,
    )
