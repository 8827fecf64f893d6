"""Blueprints: what an exam must cover, and the forms that are drawn from the bank to cover it."""

from uuid import UUID

from pydantic import Field as Bounds

from domain.items.content import Difficulty, Percent
from domain.items.parts import ItemPart
from domain.policy.anchor import ExamPolicy

MOST_ITEMS = 200


class Cell(ItemPart):
    """So many scored items of an area and difficulty (any difficulty when None)."""

    area: str
    difficulty: Difficulty | None = None
    count: int = Bounds(ge=1, le=MOST_ITEMS)


class Area(ItemPart):
    """One area of the exam; `floor` is the least share of its points (percent) that passes, None without one.

    An area that is `by_category` is filled with items of the candidate's product categories, evenly.
    """

    key: str = Bounds(pattern=r"^[a-z0-9_]{1,40}$")
    label: str
    floor: Percent | None = None
    by_category: bool = False


class Blueprint(ItemPart):
    """What every form must hold: cells of areas x difficulty, unscored pilot items, and the limits of repetition.

    `overlap` is the largest share (percent) of a form that the candidate may have seen in an earlier one;
    `exposure_cap` the number of forms after which an item is drawn only when nothing else is left.
    """

    areas: tuple[Area, ...] = Bounds(min_length=1, max_length=20)
    cells: tuple[Cell, ...] = Bounds(min_length=1, max_length=60)
    minutes: int = Bounds(default=40, ge=1, le=600)
    pilots: int = Bounds(default=0, ge=0, le=40)
    overlap: Percent = 40
    exposure_cap: int | None = Bounds(default=None, ge=1)

    @property
    def items(self) -> int:
        """How many items a form has, pilots included."""
        return sum(cell.count for cell in self.cells) + self.pilots


class BankEntry(ItemPart):
    """All that drawing needs to know of one living version of an item."""

    item: UUID
    version: int
    area: str
    category: str = ""
    countries: tuple[str, ...] = ()
    difficulty: Difficulty
    language: str = "en"
    points: int = 1
    pilot: bool = False
    enemies: frozenset[UUID] = frozenset()
    exposure: int = 0
    # The keys of each question's options, targets apart, in the author's order, and those that keep their place.
    options: tuple[tuple[str, ...], ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[frozenset[str], ...] = ()
    # Questions whose options stay as they are (true/false).
    still: tuple[bool, ...] = ()


class Candidate(ItemPart):
    """For whom a form is drawn: country, chosen product categories, and the items of earlier forms."""

    country: str
    categories: tuple[str, ...] = ()
    language: str = "en"
    seen: frozenset[UUID] = frozenset()


class FormItem(ItemPart):
    """One item on a form: which version, whether it is scored, and the order of each question's options and targets."""

    item: UUID
    version: int
    area: str
    pilot: bool = False
    options: tuple[tuple[str, ...], ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()


class ExamForm(ItemPart):
    """One drawn set, in the order it is asked; the same seed, bank and candidate give the same form."""

    seed: int
    items: tuple[FormItem, ...]


class Plan(ItemPart):
    """What exams are drawn and judged by: a blueprint, and the cut score in percent."""

    blueprint: Blueprint
    cut_percent: float


def planned(exam: ExamPolicy, published: Blueprint | None, cut_percent: float | None) -> Plan:
    """The published blueprint with its cut score, or else the pack's own figures; the pack's pass mark is the floor."""
    return Plan(
        blueprint=published or blueprint_of(exam), cut_percent=max(float(exam.pass_percent), cut_percent or 0.0)
    )


def blueprint_of(exam: ExamPolicy) -> Blueprint:
    """The blueprint that a pack's own figures make, for a house that has not published one: any difficulty."""
    areas = tuple(Area(**each.model_dump(exclude={"items"})) for each in exam.areas)
    cells = tuple(Cell(area=each.key, count=each.items) for each in exam.areas)
    return Blueprint(areas=areas, cells=cells, minutes=exam.minutes)
