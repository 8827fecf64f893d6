"""Exams for tests: an anchor's case in stage EXAM with an attempt over items of every kind, written into the tables."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session

from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from db.exams.attempts import AttemptRow
from db.exams.sittings import SittingRow, accommodation_of
from db.items.versions import ItemPictureRow, ItemRow, ItemVersionRow
from db.policy.pins import pin
from domain.accounts import Person
from domain.blueprints.parts import Area, Blueprint, Cell, ExamForm, FormItem
from domain.cases import Stage
from domain.exams.clock import Accommodation, start_deadline
from domain.items.content import Item, ItemState
from domain.items.parts import Kind
from tests.samples import png
from tests.web.exams.items_of_every_kind import ITEMS, PICTURE, SPACE
from vault.files import picture_name
from web.services import Services

AREAS = (Area(key="claims_prices", label="Claims and prices", floor=60), Area(key="conduct", label="Conduct"))
ANSWERS = {"identity": {"identity.latin_name": "Ana Duarte"}, "work": {"work.categories": ["food"]}}


def exam_for(services: Services, person: Person, minutes: int = 40, *, items: Sequence[Item] = ITEMS) -> AttemptRow:
    """An attempt that the person can begin now: items in this order, options as their author wrote them."""
    with begin(services.engine) as session:
        case = _case(services, session, person)
        row = _attempt(services, case, minutes, form=form_of(_stock(services, session, items)))
        session.add(row)
    return row


def another(services: Services, attempt: AttemptRow, opens_in: timedelta = timedelta(0)) -> AttemptRow:
    """The next attempt of the same case, over the same items."""
    with begin(services.engine) as session:
        case = session.get_one(CaseRow, attempt.case_id)
        row = _attempt(services, case, attempt.minutes, form=attempt.drawn)
        row.id, row.number = services.ids(), attempt.number + 1
        row.opens_at = services.now() + opens_in
        row.closes_at = row.opens_at + timedelta(days=60)
        session.add(row)
    return row


def begin_sitting(services: Services, attempt: AttemptRow, client: str = "client-a1") -> SittingRow:
    """The attempt begun now in a tab, with what its person is granted."""
    now = services.now()
    with begin(services.engine) as session:
        held = accommodation_of(session, attempt.account_id, now)
        granted = held.granted if held else Accommodation()
        row = SittingRow(
            attempt_id=attempt.id,
            account_id=attempt.account_id,
            started_at=now,
            deadline_at=start_deadline(now, attempt.minutes, granted, closes_at=attempt.closes_at),
            grace_seconds=attempt.grace_seconds,
            breaks_left=granted.breaks,
            break_minutes=granted.break_minutes,
            lease=client,
            leased_at=now,
            seen_at=now,
        )
        session.add(row)
    return row


def form_of(items: Sequence[tuple[UUID, Item]]) -> ExamForm:
    """The items as a form, nothing shuffled."""

    def place(item_id: UUID, item: Item) -> FormItem:
        none: tuple[tuple[str, ...], ...] = ((),) * len(item.questions)
        return FormItem(item=item_id, version=1, area=item.area, options=none, targets=none)

    return ExamForm(seed=1, items=tuple(place(*each) for each in items))


def _case(services: Services, session: Session, person: Person) -> CaseRow:
    now, stacked = services.now(), services.library.stack_for("DE", services.today())
    pin(session, stacked)
    application = ApplicationRow(
        id=services.ids(),
        account_id=person.id,
        kind="anchor",
        country="DE",
        legal_form="person",
        answers={"sections": ANSWERS},
        created_at=now,
        updated_at=now,
        submitted_at=now,
    )
    session.add(application)
    session.flush()
    case = CaseRow(
        id=application.id,
        kind="anchor",
        applicant=person.id,
        title=person.name,
        country="DE",
        legal_form="person",
        pack=stacked.ref.id,
        pack_version=stacked.ref.version,
        pack_hash=stacked.ref.hash,
        stage=Stage.EXAM,
        opened_at=now,
        checked_at=now,
    )
    session.add(case)
    session.flush()
    return case


def _attempt(services: Services, case: CaseRow, minutes: int, *, form: ExamForm) -> AttemptRow:
    now = services.now()
    cells = tuple(Cell(area=each.key, count=4) for each in AREAS)
    blueprint = Blueprint(areas=AREAS, cells=cells, minutes=minutes)
    return AttemptRow(
        id=services.ids(),
        case_id=case.id,
        account_id=case.applicant,
        number=1,
        minutes=minutes,
        cut_percent=80.0,
        blueprint=blueprint.model_dump(mode="json"),
        form=form.model_dump(mode="json"),
        grace_seconds=30,
        prepared_at=now,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=60),
    )


def _stock(services: Services, session: Session, items: Sequence[Item]) -> list[tuple[UUID, Item]]:
    """Put the items into the bank, once; their ids come from their titles."""
    placed = [(uuid5(SPACE, each.title), each) for each in items]
    if any(each.picture for each in items) and session.get(ItemPictureRow, PICTURE) is None:
        data = png()
        sealed = services.vault.put(picture_name(PICTURE), data)
        known: dict[str, Any] = {"media_type": "image/png", "size": len(data), "sealed_key": sealed}
        session.add(ItemPictureRow(id=PICTURE, created_at=services.now(), **known))
    for item_id, item in placed:
        if session.get(ItemRow, item_id) is None:
            session.add(ItemRow(id=item_id, code=f"T-{item_id.hex[:8]}", created_at=services.now()))
            session.flush()
            session.add(_version(services, item_id, item))
            session.flush()
    return placed


def _version(services: Services, item_id: UUID, item: Item) -> ItemVersionRow:
    return ItemVersionRow(
        item_id=item_id,
        version=1,
        state=ItemState.ACTIVE,
        area=item.area,
        title=item.title,
        content=item.model_dump(mode="json"),
        created_at=services.now(),
        updated_at=services.now(),
    )


def item_id_of(kind: Kind | str) -> UUID:
    """The id of the sample item of a kind (`case_set`, `picture` too)."""
    return next(uuid5(SPACE, each.title) for each in ITEMS if each.title == str(kind))
