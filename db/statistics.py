"""What statistics are made of: exams that count, the versions they asked, and the answers to one of them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlmodel import Session, col

from db.exams.attempts import AttemptRow, ResultRow
from db.exams.sittings import ResponseRow
from db.items.versions import ItemRow, ItemVersionRow
from domain.exams.clock import EndedBy
from domain.items.content import ItemState
from domain.statistics.sat_exams import AskedItem, SatExam, Version


class CountedExam(NamedTuple):
    """One exam that counts: begun, ended and not voided."""

    attempt: UUID
    blueprint: UUID | None
    sat: SatExam


class TitledVersion(NamedTuple):
    """What a table says of a version; `points` is the most it can earn."""

    code: str
    title: str
    area: str
    state: ItemState
    points: float


def counted(session: Session) -> list[CountedExam]:
    """Every exam that counts, by attempt."""
    row, result = AttemptRow, ResultRow
    begun = col(result.voided).is_(False), col(result.ended_by) != EndedBy.NEVER_STARTED
    what = cast(col(row.form), Text), col(row.cut_percent), col(result.marks), col(result.passed), col(result.areas)
    query = select(col(row.id), col(row.blueprint_id), *what).join(ResultRow, col(result.attempt_id) == row.id)
    found = session.execute(query.where(*begun).order_by(col(row.id)).execution_options(yield_per=100))
    # One form at a time, and each version once: a million little objects together would take longer than all else.
    known: dict[tuple[str, int, bool], AskedItem] = {}
    return [
        CountedExam(attempt, blueprint, SatExam(_asked(form, known), marks, cut, passed, areas))
        for attempt, blueprint, form, cut, marks, passed, areas in found
    ]


def titled(session: Session) -> dict[Version, TitledVersion]:
    """Every version that may have been asked."""
    row = ItemVersionRow
    what = col(row.title), col(row.area), col(row.state), col(row.content)
    query = select(col(row.item_id), col(row.version), col(ItemRow.code), *what)
    query = query.join(ItemRow, col(ItemRow.id) == row.item_id)
    asked = col(row.state).not_in((ItemState.DRAFT, ItemState.REVIEW))
    return {
        Version(str(item), number): TitledVersion(code, title, area, state, _points(content))
        for item, number, code, title, area, state, content in session.execute(query.where(asked))
    }


def answers_to(session: Session, item_id: UUID) -> dict[UUID, Sequence[dict[str, Any]]]:
    """What was answered to an item, in any version, by attempt: dumped `Reply`, question by question."""
    query = select(col(ResponseRow.attempt_id), col(ResponseRow.response)).where(col(ResponseRow.item_id) == item_id)
    return dict(session.execute(query).all())


def _asked(form: str, known: dict[tuple[str, int, bool], AskedItem]) -> tuple[AskedItem, ...]:
    # Read as it lies there: to have the rules validate three thousand forms would take seconds.
    found = []
    for each in json.loads(form)["items"]:
        key = (each["item"], each["version"], each["pilot"])
        asked = known.get(key)
        if asked is None:
            asked = known[key] = AskedItem(Version(each["item"], each["version"]), each["pilot"])
        found.append(asked)
    return tuple(found)


def _points(content: dict[str, Any]) -> float:
    return float(sum(question["points"] for question in content["questions"]))


def families(exams: Sequence[CountedExam]) -> Iterator[tuple[UUID | None, list[CountedExam]]]:
    """The exams by the blueprint that their forms were drawn by, the most sat first; None: the pack's own."""
    found: dict[UUID | None, list[CountedExam]] = {}
    for exam in exams:
        found.setdefault(exam.blueprint, []).append(exam)
    yield from sorted(found.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
