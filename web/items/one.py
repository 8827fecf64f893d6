"""The page of one item: a version as candidates see it, its key, its history, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from db.accounts import people as accounts
from db.audit import known
from db.corrections.marking import in_force
from db.engine import begin, read
from db.items import bank as item_bank
from db.items.versions import ItemRow, ItemVersionRow, versions_of
from domain.accounts import Act, Person
from domain.events import EventKind
from domain.items.content import Item
from domain.items.lifecycle import LIVING, OPEN, VersionStatus
from domain.messages import Message
from web.common.auditing import audit
from web.common.deps import MayApproveExams, Services
from web.common.pages import page
from web.items.changes import changes
from web.items.inputs import ItemInput, input_of
from web.items.kinds.registry import LABELS
from web.items.known import areas, categories
from web.items.preview import preview, solved
from web.loading import NO_SUCH, get_or_404, or_404

router = APIRouter()
# The largest number a row can have in both databases.
Version = Annotated[int, Query(ge=0, le=2**31 - 1)]


class ItemFile(NamedTuple):
    """An item with all that its page shows; `chosen` is the version looked at, versions come newest first.

    `keyed` is the content with the key it is scored by now, `credited` whether everybody gets its points.
    """

    item: ItemRow
    versions: Sequence[ItemVersionRow]
    chosen: ItemVersionRow
    standing: VersionStatus
    forms: dict[int, int]
    enemies: Sequence[ItemRow]
    names: dict[UUID, str]
    keyed: Item
    credited: bool

    @property
    def newest(self) -> ItemVersionRow:
        """The version that was written last."""
        return self.versions[0]

    @property
    def stamp(self) -> str:
        """When the version was last changed: a page made before that is out of date."""
        return self.chosen.updated_at.isoformat()


@dataclass(frozen=True)
class StepFaults:
    """What was typed into one of the page's forms (`step`) and is wrong with it."""

    step: str = ""
    verdict: str = ""
    note: str = ""
    errors: dict[str, Message] = field(default_factory=dict)


def form_of(row: ItemVersionRow, file: ItemFile) -> ItemInput:
    """The form that stands for a version of the item."""
    return input_of(row.item, file.item.code, [each.code for each in file.enemies])


@router.get("/items/{item_id:uuid}")
def one(request: Request, services: Services, person: MayApproveExams, item_id: UUID, version: Version = 0) -> Response:
    """One version, the newest unless another is named; reading what is asked in exams is noted once a day."""
    with read(services.engine) as session:
        file = load(session, item_id, version)
    note_reading(services, person, file.chosen)
    return show(request, services, person, file=file)


def load(session: Session, item_id: UUID, version: int = 0) -> ItemFile:
    """The item and one of its versions (0: the newest); refuses Missing."""
    item, versions = get_or_404(session, ItemRow, item_id), versions_of(session, item_id)
    chosen = or_404(next((row for row in versions if version in (0, row.version)), None), NO_SUCH[ItemRow])
    keyed, credited = in_force(session, item_id, chosen.version)
    people = {who for row in versions for who in (row.author, row.reviewer) if who}
    return ItemFile(
        item,
        versions,
        chosen,
        item_bank.standing_of(session, chosen),
        item_bank.forms_of(session, item_id),
        item_bank.rows_of(session, item.enemies),
        {row.id: row.name for row in accounts.named(session, people)},
        keyed or chosen.item,
        credited,
    )


def show(
    request: Request, services: Services, person: Person, *, file: ItemFile, noted: StepFaults | None = None
) -> Response:
    """The page of an item."""
    noted = noted or StepFaults()
    content, now = file.keyed, file.standing
    mine = now.author in (None, person.id)
    before = next((row for row in file.versions if row.version < file.chosen.version), None)
    return page(
        request,
        "items/one.html",
        422 if noted.errors else 200,
        file=file,
        content=content,
        row=file.chosen,
        sheet=preview(content, file.item.id),
        answers=solved(content),
        noted=noted,
        errors=noted.errors,
        kinds=LABELS,
        areas=areas(services, [content.area]),
        categories=categories(services),
        mine=mine,
        writes=person.may(Act.MANAGE_BANK),
        own=mine or person.id in now.writers,
        before=before,
        changed=changes(form_of(before, file), form_of(file.chosen, file)) if before else [],
        living=now.state in LIVING,
        may_begin=file.newest.state not in OPEN,
    )


def note_reading(services: Services, person: Person, row: ItemVersionRow) -> None:
    """Note that somebody read what is asked in exams: once for each person, version and day."""
    key = f"item.read:{row.item_id}:{row.version}:{person.id}:{services.today()}"
    # Looked for first: most readings are noted already, and whoever writes locks the trail's one chain.
    with read(services.engine) as session:
        if row.state not in LIVING or known(session, key):
            return
    with begin(services.engine) as session:
        audit_version(services, session, person, kind=EventKind.ITEM_READ, row=row, key=key)


def audit_version(
    services: Services,
    session: Session,
    person: Person,
    *,
    kind: EventKind,
    row: ItemVersionRow,
    key: str | None = None,
    **facts: str,
) -> None:
    """Write what somebody did with a version into the audit trail, under its item."""
    known_facts: dict[str, str | int | None] = {"version": row.version, **facts}
    audit(services, session, person, kind=kind, subject=row.item_id, key=key, facts=known_facts)
