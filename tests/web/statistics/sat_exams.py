"""Many exams that were sat, made up from a seed and written at once: stronger people earn more."""

from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import insert

from db.engine import begin
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import ResponseRow
from domain.accounts import Person
from domain.exams.clock import EndedBy
from domain.items.content import Item
from tests.web.exams.attempts import exam_for
from tests.web.exams.items_of_every_kind import SINGLE, SPACE, item
from web.services import Services

AREAS = ("claims_prices", "conduct")


def plain_items(count: int) -> list[Item]:
    """Single choices, the first option right, in two areas."""
    return [item(f"item {number}", SINGLE, area=AREAS[number % 2]) for number in range(count)]


def id_of(number: int) -> UUID:
    """The id of a plain item."""
    return uuid5(SPACE, f"item {number}")


def sit_many(services: Services, person: Person, people: int, *, items: int = 10, pilots: int = 0) -> list[UUID]:
    """So many results of a form that asks all of the bank's items. The attempts, weakest people first."""
    first = exam_for(services, person, items=plain_items(items))
    dice, attempts, results, responses = Random(5), [], [], []
    for number in range(people):
        row = first.model_dump() | {"id": services.ids(), "number": number + 2}
        asked = [each | {"pilot": place < pilots} for place, each in enumerate(first.form["items"])]
        marks = {each["item"]: float(_right(dice, number / people, each["item"])) for each in asked}
        attempts.append(row | {"form": {"seed": number, "items": asked}})
        results.append(_result(services, row["id"], marks, asked=asked))
        responses += [_response(services, dice, row["id"], item_id=item, mark=mark) for item, mark in marks.items()]
    with begin(services.engine) as session:
        session.execute(insert(AttemptRow), attempts)
        session.execute(insert(ResultRow), results)
        if responses:
            session.execute(insert(ResponseRow), responses)
    return [row["id"] for row in attempts]


def _right(dice: Random, strength: float, item_id: str) -> bool:
    ease = UUID(item_id).int % 5 / 10 + 0.1
    return dice.random() < min(0.97, ease + 0.6 * strength)


def _result(
    services: Services, attempt: UUID, marks: dict[str, float], *, asked: list[dict[str, Any]]
) -> dict[str, Any]:
    scored = [each["item"] for each in asked if not each["pilot"]]
    points = sum(marks[each] for each in scored)
    percent = 100 * points / len(scored)
    areas = [
        {
            "area": area,
            "label": area.replace("_", " ").capitalize(),
            "percent": percent,
            "floor": floor,
            "met": percent >= (floor or 0),
        }
        for area, floor in zip(AREAS, (60, None), strict=True)
    ]
    return {
        "attempt_id": attempt,
        "ended_at": services.now(),
        "ended_by": EndedBy.CANDIDATE,
        "scored_at": services.now(),
        "points": points,
        "of": float(len(scored)),
        "percent": percent,
        "passed": percent >= 80,
        "voided": False,
        "areas": areas,
        "marks": marks,
        "answered": len(asked),
        "revision": 1,
    }


def _response(services: Services, dice: Random, attempt: UUID, *, item_id: str, mark: float) -> dict[str, Any]:
    chosen = "a" if mark else dice.choice("bbc")
    return {
        "attempt_id": attempt,
        "item_id": UUID(item_id),
        "flagged": False,
        "seq": 1,
        "client": "client-a1",
        "saved_at": services.now(),
        "late": False,
        "response": [{"options": [chosen], "pairs": {}, "number": "", "text": ""}],
    }
