"""A bank of plain items for tests, and the right and wrong answers to them."""

from typing import Any
from uuid import UUID, uuid5

from db.engine import begin
from db.items.versions import ItemRow, ItemVersionRow
from domain.items.content import Difficulty, Item, ItemState, Reference, Response
from domain.items.parts import Key, Kind, Option, Reply
from domain.items.questions import Question
from web.services import Services

SPACE = UUID("018f0000-0000-7000-8000-00000000a4a0")


def stock(services: Services, per_area: int = 30) -> None:
    """Fill the bank with plain items for every area of the base pack: the first option is right."""
    areas = [each.key for each in services.library.stack_for("DE", services.today()).pack.anchor.exam.areas]
    wanted = [(area, number) for area in areas for number in range(per_area)]
    with begin(services.engine) as session:
        for area, number in wanted:
            code = f"{area}-{number}"
            session.add(ItemRow(id=uuid5(SPACE, f"{area}:{number}"), code=code, created_at=services.now()))
        session.flush()
        session.add_all(
            [_version(services, uuid5(SPACE, f"{area}:{number}"), plain(area, number)) for area, number in wanted]
        )


def plain(area: str, number: int) -> Item:
    """A single choice of four, the first of which is right."""
    options = tuple(Option(key=key, text=f"Answer {key}") for key in "abcd")
    question = Question(kind=Kind.SINGLE, stem=f"Question {number}", options=options, key=Key(options=("a",)))
    reference = Reference(kind="design", basis="Made for tests")
    difficulty = list(Difficulty)[number % 3]
    return Item(title=f"{area} {number}", area=area, difficulty=difficulty, reference=reference, questions=(question,))


def response_to(item: Item, right: bool) -> Response:
    """The right answer to an item of single choices, or a wrong one."""
    keys = ((question.key.options[0], question.options) for question in item.questions)
    return tuple(
        Reply(options=(key if right else next(each.key for each in options if each.key != key),))
        for key, options in keys
    )


def _version(services: Services, item_id: UUID, item: Item) -> ItemVersionRow:
    known: dict[str, Any] = {"state": ItemState.ACTIVE, "area": item.area, "title": item.title}
    return ItemVersionRow(
        item_id=item_id,
        version=1,
        content=item.model_dump(mode="json"),
        created_at=services.now(),
        updated_at=services.now(),
        **known,
    )
