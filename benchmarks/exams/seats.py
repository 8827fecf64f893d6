"""Candidates by the thousand: accounts, signed-in browsers, cases and attempts of 40 items, written in bulk."""

from datetime import timedelta
from itertools import cycle, islice
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from itsdangerous import Signer
from sqlmodel import Session

from benchmarks.exams.plan import PlannedItem, PlannedSeat
from benchmarks.exams.replies import reply
from db.accounts.people import LIFETIME, AccountRow, SessionRow, token_hash
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from db.exams.attempts import AttemptRow
from db.items.versions import ItemRow, ItemVersionRow
from db.policy.pins import pin
from domain.accounts import Role
from domain.blueprints.parts import Blueprint, Cell
from domain.cases import Stage
from domain.items.content import Item, ItemState
from domain.policy.pack import PackRef
from tests.web.exams.attempts import ANSWERS, AREAS, form_of
from tests.web.exams.items_of_every_kind import ITEMS
from web.common.deps import COOKIE
from web.common.security import CSRF_COOKIE
from web.services import Services

SPACE = UUID("018f0000-0000-7000-8000-0000000be0c4")
QUESTIONS = 40
GRACE = 30  # seconds, as the base pack has it
CHOICES = ("a", "b", "c")

Paper = list[tuple[UUID, Item]]


def paper() -> Paper:
    """Forty items of every kind but pictures."""
    kinds = islice(cycle(each for each in ITEMS if each.picture is None), QUESTIONS)
    named = (each.model_copy(update={"title": f"{each.title} {number}"}) for number, each in enumerate(kinds, 1))
    return [(uuid5(SPACE, each.title), each) for each in named]


def questions(asked: Paper) -> list[PlannedItem]:
    """What candidates answer to each."""
    return [PlannedItem(str(item_id), [_response(item, choice) for choice in CHOICES]) for item_id, item in asked]


def seat(services: Services, many: int, minutes: int, *, asked: Paper) -> list[PlannedSeat]:
    """So many candidates who may begin now and then have so many minutes."""
    people = [Ids(services.ids(), services.ids()) for _ in range(many)]
    with begin(services.engine) as session:
        _stock(services, session, asked)
        stacked = services.library.stack_for("DE", services.today())
        pin(session, stacked)
        form = form_of(asked).model_dump(mode="json")
        for rows in (
            (_account(services, each) for each in people),
            (_session(services, each) for each in people),
            (_application(services, each) for each in people),
            (_case(services, each, stacked.ref) for each in people),
            (_attempt(services, each, minutes, form=form) for each in people),
        ):
            session.add_all(rows)
            session.flush()
            session.expunge_all()
    return [_seat(services, each) for each in people]


class Ids(NamedTuple):
    """A person; and the application, which is the case and the attempt too."""

    person: UUID
    attempt: UUID

    @property
    def token(self) -> str:
        """Of the browser's session."""
        return f"{self.person}-{self.attempt}"


def _account(services: Services, ids: Ids) -> AccountRow:
    return AccountRow(
        id=ids.person,
        email=f"{ids.person.hex}@example.com",
        name="A Candidate",
        role=Role.APPLICANT,
        password_hash="none: nobody signs in by it",
        created_at=services.now(),
        email_confirmed_at=services.now(),
    )


def _session(services: Services, ids: Ids) -> SessionRow:
    now, mark = services.now(), token_hash(ids.token)
    return SessionRow(token_hash=mark, account_id=ids.person, created_at=now, seen_at=now, expires_at=now + LIFETIME)


def _application(services: Services, ids: Ids) -> ApplicationRow:
    now = services.now()
    return ApplicationRow(
        id=ids.attempt,
        account_id=ids.person,
        kind="anchor",
        country="DE",
        legal_form="person",
        answers={"sections": ANSWERS},
        created_at=now,
        updated_at=now,
        submitted_at=now,
    )


def _case(services: Services, ids: Ids, policy: PackRef) -> CaseRow:
    now = services.now()
    return CaseRow(
        id=ids.attempt,
        kind="anchor",
        applicant=ids.person,
        title="A Candidate",
        country="DE",
        legal_form="person",
        pack=policy.id,
        pack_version=policy.version,
        pack_hash=policy.hash,
        stage=Stage.EXAM,
        opened_at=now,
        checked_at=now,
    )


def _attempt(services: Services, ids: Ids, minutes: int, *, form: dict[str, Any]) -> AttemptRow:
    now = services.now()
    blueprint = Blueprint(areas=AREAS, cells=tuple(Cell(area=each.key, count=20) for each in AREAS), minutes=minutes)
    return AttemptRow(
        id=ids.attempt,
        case_id=ids.attempt,
        account_id=ids.person,
        number=1,
        minutes=minutes,
        cut_percent=80.0,
        blueprint=blueprint.model_dump(mode="json"),
        form=form,
        grace_seconds=GRACE,
        prepared_at=now,
        opens_at=now,
        closes_at=now + timedelta(days=60),
    )


def _stock(services: Services, session: Session, asked: Paper) -> None:
    now = services.now()
    for item_id, item in asked:
        if session.get(ItemRow, item_id) is None:
            session.add(ItemRow(id=item_id, code=f"B-{item_id.hex[:8]}", created_at=now))
            session.flush()
            version = ItemVersionRow(
                item_id=item_id,
                version=1,
                state=ItemState.ACTIVE,
                area=item.area,
                title=item.title,
                content=item.model_dump(mode="json"),
                created_at=now,
                updated_at=now,
            )
            session.add(version)


def _seat(services: Services, ids: Ids) -> PlannedSeat:
    """The cookies and the token that this browser would have from signing in and from its page."""
    signed = Signer(services.secret, salt="session").sign(ids.token).decode()
    nonce = ids.attempt.hex
    kept = Signer(services.secret, salt="csrf-cookie").sign(nonce).decode()
    token = Signer(services.secret, salt="csrf").get_signature(f"{nonce}.{signed}").decode()
    return PlannedSeat(str(ids.attempt), f"{COOKIE}={signed}; {CSRF_COOKIE}={kept}", token, f"tab-{nonce[-12:]}")


def _response(item: Item, choice: str) -> list[dict[str, Any]]:
    """Replies that fit each question, different for each choice; right ones among them."""
    return [reply(question, CHOICES.index(choice)) for question in item.questions]
