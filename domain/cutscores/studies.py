"""A cut-score study on its way: who may rate when, and what a round needs before it is closed."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from pydantic import Field as Bounds

from domain.cutscores.angoff import Judgement, PanelSheet, RecommendedCut, Round, admit_sheet, recommended, summed
from domain.items.parts import ItemPart
from domain.messages import msg
from domain.refusals import Conflict, Forbidden

MOST_JUDGES, MOST_RATED = 30, 300


class NotOnPanel(Forbidden):
    """The person is no judge of this study."""


class RoundClosed(Conflict):
    """The round is over, or another one is not due."""


class CutScoreStudy(ItemPart):
    """A sheet with as many ratings as there are; `versions` are those of the items, `closed` how many rounds are over.

    What is not complete may be kept; a round is summed up once it is closed.
    """

    sheet: PanelSheet
    versions: dict[UUID, int]
    closed: int = Bounds(default=0, ge=0, le=2)

    @property
    def open_round(self) -> Literal[1, 2] | None:
        """The round that judges rate in now; None between rounds and at the end."""
        if self.closed == len(self.sheet.rounds):
            return None
        return 2 if self.closed else 1

    def ratings(self, number: Literal[1, 2], judge: UUID) -> dict[UUID, int]:
        """What a judge said in a round, in percent by item."""
        given = self.sheet.rounds[number - 1] if number <= len(self.sheet.rounds) else ()
        return {each.item: each.percent for each in given if each.judge == judge}


def rated(study: CutScoreStudy, judge: UUID, percents: Mapping[UUID, int | None]) -> CutScoreStudy:
    """The study with these ratings of one judge in place of earlier ones, None taking one back.

    Refuses NotOnPanel and RoundClosed; items that are not on the sheet are left out.
    """
    if judge not in study.sheet.judges:
        raise NotOnPanel(msg("You are not on the panel of this cut-score study."))
    number = study.open_round
    if number is None:
        raise RoundClosed(msg("This round is closed. Nothing was changed."))
    kept = [each for each in study.sheet.rounds[number - 1] if each.judge != judge or each.item not in percents]
    new = [
        Judgement(judge=judge, item=item, percent=percent)
        for item, percent in percents.items()
        if percent is not None and item in study.sheet.items
    ]
    return _with(study, (*study.sheet.rounds[: number - 1], (*kept, *new)))


def closed(study: CutScoreStudy) -> CutScoreStudy:
    """The study with its open round over; refuses RoundClosed, and BadSheet as long as a rating is missing."""
    if study.open_round is None:
        raise RoundClosed(msg("This round is closed already."))
    admit_sheet(study.sheet)
    return study.model_copy(update={"closed": study.closed + 1})


def second_round(study: CutScoreStudy) -> CutScoreStudy:
    """The study with a second round begun; refuses RoundClosed."""
    if study.closed != 1 or len(study.sheet.rounds) != 1:
        raise RoundClosed(msg("A second round follows once, after the first one is closed."))
    return _with(study, (*study.sheet.rounds, ()))


def without(study: CutScoreStudy, judge: UUID) -> CutScoreStudy:
    """The study without a judge and all their ratings; refuses NotOnPanel, and RoundClosed once a round is over."""
    if judge not in study.sheet.judges or len(study.sheet.judges) == 1:
        raise NotOnPanel(msg("A panel keeps at least one judge, and only a judge on it can leave."))
    if study.closed:
        raise RoundClosed(msg("The panel stays as it is once a round is closed."))
    panel = tuple(each for each in study.sheet.judges if each != judge)
    rounds = tuple(tuple(each for each in ratings if each.judge != judge) for ratings in study.sheet.rounds)
    return study.model_copy(update={"sheet": study.sheet.model_copy(update={"judges": panel, "rounds": rounds})})


def results(study: CutScoreStudy) -> list[Round]:
    """The closed rounds, summed up: ratings of an open one stay with their judges, so that nobody is led by another."""
    over = study.sheet.model_copy(update={"rounds": study.sheet.rounds[: study.closed]})
    numbers: tuple[Literal[1], Literal[2]] = (1, 2)
    return [summed(over, number) for number in numbers[: study.closed]]


def settled(study: CutScoreStudy, floor: float) -> RecommendedCut:
    """The cut score to adopt, never below a floor in percent; refuses RoundClosed while a round is open."""
    if study.open_round is not None:
        raise RoundClosed(msg("A round is still open. Close it first; then its mean can be adopted."))
    return recommended(study.sheet, floor)


def _with(study: CutScoreStudy, rounds: tuple[tuple[Judgement, ...], ...]) -> CutScoreStudy:
    return study.model_copy(update={"sheet": study.sheet.model_copy(update={"rounds": rounds})})
