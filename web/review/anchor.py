"""What an anchor's case shows beside its documents: exams, practicals, conflicts of interest, and the levels earned."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from db import invigilation
from db.accounts.people import named
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.conflicts import conflict_of
from db.exams import attempts as exams
from db.exams.attempts import AttemptRow, ResultRow
from db.exams.levels import levels_earned
from db.practical import streams as practical
from db.practical.streams import PracticalRow, ProbeRow, RecordingRow
from domain.accounts import Person
from domain.conflicts import ConflictKind
from domain.policy.anchor import Level
from domain.policy.pack import Pack
from domain.policy.parts import Choice
from domain.practical.rating import Rating, rating_of
from web.invigilation.signals import SignalLine, summed


class ExamTaken(BaseModel):
    """One attempt with its result, what was noticed in it, and the seed that draws its form again."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    attempt: AttemptRow
    result: ResultRow | None
    noticed: list[SignalLine]


class PracticalTaken(BaseModel):
    """One sample stream, what was found in it, how it ended, and the raters' sheets by name."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    recording: RecordingRow
    probe: ProbeRow | None
    result: PracticalRow | None
    sheets: list[tuple[str, Rating]]


class AnchorFile(BaseModel):
    """All of it; `raters` are those who may not decide, beside whom a conflict of interest rules out."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    sat: list[ExamTaken]
    rated: list[PracticalTaken]
    applied_for: list[Choice]
    levels: list[Level]
    raters: frozenset[UUID]
    conflict: ConflictKind | None

    @property
    def best(self) -> float | None:
        """The best passed exam, in percent."""
        return max((each.result.percent for each in self.sat if each.result and each.result.passed), default=None)


def anchor_file(
    session: Session, person: Person, case: CaseRow, *, application: ApplicationRow, pack: Pack
) -> AnchorFile | None:
    """What belongs to an anchor's case; None for a merchant's."""
    if case.kind != "anchor":
        return None
    attempts = exams.attempts_of(session, case.id)
    results = exams.results_of(session, [row.id for row in attempts])
    sat = [
        ExamTaken(attempt=row, result=results.get(row.id), noticed=summed(invigilation.signals_of(session, row.id)))
        for row in attempts
    ]
    rated = _rated(session, case.id)
    wanted = application.form.all("work.categories")
    return AnchorFile(
        sat=sat,
        rated=rated,
        applied_for=[each for each in pack.anchor.categories if each.key in wanted],
        levels=levels_earned(session, case.id, pack),
        conflict=conflict_of(session, case, person.id),
        raters=frozenset(sheet.rater for each in rated for _, sheet in each.sheets),
    )


def _rated(session: Session, case_id: UUID) -> list[PracticalTaken]:
    results = {row.recording_id: row for row in practical.practicals_of(session, case_id)}
    # What was not handed in is not for others to see.
    sent = [row for row in practical.recordings_of(session, case_id) if row.sent_at]
    return [
        PracticalTaken(
            recording=row, probe=session.get(ProbeRow, row.id), result=results.get(row.id), sheets=_sheets(session, row)
        )
        for row in sent
    ]


def _sheets(session: Session, recording: RecordingRow) -> list[tuple[str, Rating]]:
    rows = practical.ratings_of(session, recording.id)
    names = {each.id: each.name for each in named(session, {row.rater for row in rows})}
    return [(names.get(row.rater, ""), rating_of(row.rater, row.sheet)) for row in rows]


def level_choices(typed: Sequence[str]) -> dict[str, str]:
    """Level by category from the form's `category:level` values; a category that is not granted is left out."""
    pairs = (each.partition(":") for each in typed)
    return {category: level for category, _, level in pairs if level}
