"""Banks, blueprints and candidates made by chance, and the entries that tests are written with."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domain.blueprints.parts import Area, BankEntry, Blueprint, Candidate, Cell
from domain.items.content import Difficulty

EASY, HARD = Difficulty.EASY, Difficulty.HARD
ANA = Candidate(country="DE", categories=("food", "toys"))


def number(n: int) -> UUID:
    return UUID(int=n)


def entry(n: int, area: str = "rules", difficulty: Difficulty = EASY, **parts: Any) -> BankEntry:
    parts["enemies"] = frozenset(map(number, parts.get("enemies", ())))
    return BankEntry(item=number(n), version=1, area=area, difficulty=difficulty, **parts)


def entries(first: int, last: int, area: str = "rules", **parts: Any) -> list[BankEntry]:
    return [entry(n, area, **parts) for n in range(first, last + 1)]


def blueprint(*cells: Cell, by_category: str = "", **parts: Any) -> Blueprint:
    """A blueprint of these cells, with an area for each key they name."""
    keys = sorted({cell.area for cell in cells})
    areas = tuple(Area(key=key, label=key.title(), by_category=key == by_category) for key in keys)
    return Blueprint(areas=areas, cells=cells, **parts)


def cell(count: int, area: str = "rules", difficulty: Difficulty | None = None) -> Cell:
    return Cell(area=area, difficulty=difficulty, count=count)


areas = st.sampled_from(("rules", "goods"))
difficulties = st.sampled_from((EASY, HARD))
categories = st.sampled_from(("", "", "food", "toys", "jewels"))


@st.composite
def banks(draw: st.DrawFn, least: int = 12, most: int = 36) -> list[BankEntry]:
    """Entries 1..n, mostly fit for Ana."""
    size = draw(st.integers(least, most))
    one: dict[str, st.SearchStrategy[Any]] = {
        "category": categories,
        "countries": st.sampled_from(((), (), ("DE",), ("US", "DE"), ("US",))),
        "language": st.sampled_from(("en", "en", "en", "de")),
        "pilot": st.sampled_from((False, False, False, True)),
        "enemies": st.lists(st.integers(1, size), max_size=1),
        "exposure": st.integers(0, 6),
    }
    found = []
    for n in range(1, size + 1):
        parts = {name: draw(each) for name, each in one.items()}
        parts["enemies"] = [each for each in parts["enemies"] if each != n]
        found.append(entry(n, draw(areas), draw(difficulties), **parts))
    return found


@st.composite
def blueprints(draw: st.DrawFn) -> Blueprint:
    """A few small cells in one or two areas, one of which may go by category."""
    some = st.builds(Cell, area=areas, difficulty=st.none() | difficulties, count=st.integers(min_value=1, max_value=3))
    parts: dict[str, st.SearchStrategy[Any]] = {
        "by_category": st.sampled_from(("", "goods")),
        "pilots": st.integers(0, 3),
        "overlap": st.sampled_from((0, 40, 100)),
        "exposure_cap": st.none() | st.integers(1, 6),
    }
    cells = draw(st.lists(some, min_size=1, max_size=3))
    return blueprint(*cells, **{name: draw(each) for name, each in parts.items()})


seen = st.frozensets(st.integers(1, 12).map(number), max_size=6)
candidates = seen.map(lambda items: ANA.model_copy(update={"seen": items}))
seeds = st.integers(0, 2**32)
