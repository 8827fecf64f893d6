"""Plots without JavaScript: bars and lines as places on a drawing of 400 by 200, which a template makes SVG of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 400, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 26, 18, 28
INNER, TALL = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
GAP = 4
LINE = 13  # what a label needs, from one base line to the next


class Bar(NamedTuple):
    """One bar, what stands under it and over it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str

    @property
    def middle(self) -> float:
        """Where its labels stand."""
        return self.x + self.width / 2


class PlotLine(NamedTuple):
    """One line through points; `label_y` is where its name stands at the right end."""

    name: str
    points: tuple[tuple[float, float], ...]
    label_y: float

    @property
    def path(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def height_of(value: float, most: float) -> float:
    """The y of a value when `most` is at the top; the base line when there is nothing to compare with."""
    share = min(max(value / most, 0.0), 1.0) if most > 0 else 0.0
    return round(TOP + TALL * (1 - share), 1)


def place_of(percent: float) -> float:
    """The x of a percentage on an axis from 0 to 100."""
    return round(LEFT + INNER * min(max(percent, 0.0), 100.0) / 100, 1)


def bars(values: Sequence[tuple[str, float | None, str]], most: float) -> list[Bar]:
    """Bars side by side from (label, value, text over it); one without a value has no height and no text."""
    step = INNER / len(values) if values else INNER
    found = []
    for number, (label, value, text) in enumerate(values):
        top = height_of(value or 0.0, most)
        x, tall = round(LEFT + number * step + GAP / 2, 1), round(TOP + TALL - top, 1)
        found.append(Bar(x, top, round(step - GAP, 1), tall, label, "" if value is None else text))
    return found


def traces(rows: Mapping[str, Sequence[float | None]]) -> list[PlotLine]:
    """A line for each name through its shares (0 to 1), group by group; what is unknown is left out."""
    ends = _apart({name: _points(shares) for name, shares in rows.items()})
    return [PlotLine(name, _points(shares), ends.get(name, 0.0)) for name, shares in rows.items() if _points(shares)]


def middles(count: int) -> list[float]:
    """The middle of each of so many groups on the x axis."""
    return [round(LEFT + INNER * (number + 0.5) / count, 1) for number in range(count)]


def _points(shares: Sequence[float | None]) -> tuple[tuple[float, float], ...]:
    places = zip(middles(len(shares)), shares, strict=True)
    return tuple((x, height_of(share, 1)) for x, share in places if share is not None)


def _apart(lines: Mapping[str, tuple[tuple[float, float], ...]]) -> dict[str, float]:
    """Where the names stand: at the ends of their lines, moved so that none covers another."""
    ends = sorted((points[-1][1], name) for name, points in lines.items() if points)
    found, last = {}, float("-inf")
    step = min(LINE, TALL / len(ends)) if ends else LINE
    for y, name in ends:
        last = max(y + 4, last + step)
        found[name] = last
    over = max(0.0, last - (TOP + TALL - 2))
    return {name: round(y - over, 1) for name, y in found.items()}
