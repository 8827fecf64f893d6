"""The form of a blueprint: kept as typed, read into a blueprint, with a sentence for each field that is wrong."""

import re
from typing import Any, NamedTuple

from pydantic import BaseModel
from starlette.datastructures import FormData

from domain.applications.values import COUNTRIES
from domain.blueprints.lifecycle import PILOT_SHARE, most_pilots
from domain.blueprints.parts import MOST_ITEMS, Area, Blueprint, Cell
from domain.items.content import Difficulty
from domain.lengths import LONGEST_NAME
from domain.messages import Message, msg
from web.applications.answers import text
from web.blueprints.names import called
from web.common.inputs import one_line

MOST_AREAS, LONGEST = 20, 500
MOST_CELLS = 60
LINE = re.compile(r"area\.(\d{1,3})\.key")
KEY = re.compile(r"[a-z0-9_]{1,40}")
# The columns of the grid, and what each asks for.
COLUMNS: dict[str, Difficulty | None] = {**{str(each): each for each in Difficulty}, "any": None}


class AreaLine(BaseModel, frozen=True):
    """One area as it was typed, with a count for each column of the grid."""

    key: str = ""
    label: str = ""
    floor: str = ""
    by_category: bool = False
    counts: dict[str, str] = {}

    @property
    def total(self) -> int:
        """The sum of what can be read of its counts."""
        return sum(_digits(each) for each in self.counts.values())


class BlueprintInput(BaseModel, frozen=True):
    """The whole form as it was typed."""

    name: str = ""
    countries: str = ""
    minutes: str = "40"
    pilots: str = "0"
    overlap: str = "40"
    exposure_cap: str = ""
    lines: tuple[AreaLine, ...] = ()

    @property
    def scored(self) -> int:
        """The sum of what can be read of the grid."""
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        """How many items a form would have, pilots included."""
        return self.scored + _digits(self.pilots)


class BlueprintReading(NamedTuple):
    """What the form says: no blueprint while there are errors (by field)."""

    blueprint: Blueprint | None
    name: str
    countries: list[str]
    errors: dict[str, Message]


def typed_of(posted: FormData) -> BlueprintInput:
    """The form as it was sent, areas in their order."""
    numbers = sorted({int(found[1]) for name in posted if (found := LINE.fullmatch(name))})[:MOST_AREAS]
    said = {name: _said(posted, name) for name in BlueprintInput.model_fields if name != "lines"}
    return BlueprintInput(**said, lines=tuple(_line(posted, f"area.{number}") for number in numbers))


def typed_from(blueprint: Blueprint, name: str = "", countries: list[str] | None = None) -> BlueprintInput:
    """The form filled with what a blueprint says."""
    plain = {field: str(getattr(blueprint, field)) for field in ("minutes", "pilots", "overlap")}
    lines = tuple(_line_from(blueprint, area) for area in blueprint.areas)
    cap = "" if blueprint.exposure_cap is None else str(blueprint.exposure_cap)
    return BlueprintInput(name=name, countries=", ".join(countries or ()), exposure_cap=cap, lines=lines, **plain)


def changed(typed: BlueprintInput, act: str) -> BlueprintInput:
    """The form with a line more (`add`) or less (`remove.2`); anything else changes nothing."""
    verb, _, number = act.partition(".")
    lines = list(typed.lines)
    if verb == "add" and len(lines) < MOST_AREAS:
        lines.append(AreaLine())
    if verb == "remove" and number.isdecimal() and int(number) < len(lines):
        del lines[int(number)]
    return typed.model_copy(update={"lines": tuple(lines)})


def reading(typed: BlueprintInput) -> BlueprintReading:
    """Read the form; each error names its field, the rule and the remedy."""
    name, errors = one_line(typed.name), dict[str, Message]()
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = msg(
            "Give it a name of at most {longest_name} characters, such as the exam and the year.",
            longest_name=LONGEST_NAME,
        )
    codes = list(dict.fromkeys(code for code in re.split(r"[\s,;]+", typed.countries.upper()) if code))
    if unknown := [code for code in codes if code not in COUNTRIES]:
        errors["countries"] = msg(
            "{unknown} is no country code. Use two letters each, such as DE, FR.", unknown=unknown[0][:20]
        )
    figures = {
        "minutes": _number(errors, "minutes", typed.minutes, low=1, high=600),
        "pilots": _number(errors, "pilots", typed.pilots or "0", high=40),
        "overlap": _number(errors, "overlap", typed.overlap, high=100),
        "exposure_cap": _number(errors, "exposure_cap", typed.exposure_cap, low=1, high=9999)
        if typed.exposure_cap
        else None,
    }
    areas, cells = _grid(typed, errors)
    if "pilots" not in errors and (figures["pilots"] or 0) > (most := most_pilots(typed.scored)):
        errors["pilots"] = msg(
            "At most {pilot_share} % of a form are pilots: {most} beside {scored} scored items.",
            pilot_share=PILOT_SHARE,
            most=most,
            scored=typed.scored,
        )
    blueprint = None if errors else Blueprint.model_validate({"areas": areas, "cells": cells, **figures})
    return BlueprintReading(blueprint, name, codes, errors)


def _grid(typed: BlueprintInput, errors: dict[str, Message]) -> tuple[list[Area], list[Cell]]:
    areas, cells, keys = [], [], set[str]()
    for index, line in enumerate(typed.lines):
        at, key = f"area.{index}", line.key.strip()
        if not KEY.fullmatch(key) or key in keys:
            errors[f"{at}.key"] = msg(
                "Area {number}: a key of its own in small letters, digits and _, such as minors.", number=index + 1
            )
        if not one_line(line.label) or len(line.label) > LONGEST_NAME:
            errors[f"{at}.label"] = msg(
                "Area {number}: say what candidates read, such as Protection of minors.", number=index + 1
            )
        floor = _number(errors, f"{at}.floor", line.floor, high=100) if line.floor else None
        counts = {name: _number(errors, f"{at}.{name}", line.counts.get(name) or "0", high=200) for name in COLUMNS}
        if not any(name.startswith(f"{at}.") for name in errors):
            areas.append(Area(key=key, label=one_line(line.label), floor=floor, by_category=line.by_category))
            cells += [Cell(area=key, difficulty=COLUMNS[name], count=n) for name, n in counts.items() if n]
        keys.add(key)
    if not typed.lines:
        errors["add"] = msg("Add at least one area.")
    elif not cells and not errors:
        errors["area.0.any"] = msg("Ask for at least one item: fill in a number in the grid.")
    elif typed.scored > MOST_ITEMS or len(cells) > MOST_CELLS:
        errors["area.0.any"] = msg(
            "At most {most_items} items, in at most {most_cells} fields of the grid. Ask for fewer.",
            most_items=MOST_ITEMS,
            most_cells=MOST_CELLS,
        )
    return areas, cells


def _number(errors: dict[str, Message], name: str, typed: str, *, low: int = 0, high: int) -> int:
    # Outside of every range: what is no number is refused like one that is too small.
    value = int(typed) if re.fullmatch(r"\d{1,6}", typed, re.ASCII) else -1
    if not low <= value <= high:
        errors[name] = msg("{called}: a whole number from {low} to {high}.", called=called(name), low=low, high=high)
    return value


def _line(posted: FormData, at: str) -> AreaLine:
    counts = {name: _said(posted, f"{at}.{name}") for name in COLUMNS}
    said = {name: _said(posted, f"{at}.{name}") for name in ("key", "label", "floor")}
    return AreaLine(**said, by_category=bool(text(posted, f"{at}.by_category")), counts=counts)


def _line_from(blueprint: Blueprint, area: Area) -> AreaLine:
    counts: dict[str, Any] = {}
    for name, difficulty in COLUMNS.items():
        asked = [each.count for each in blueprint.cells if (each.area, each.difficulty) == (area.key, difficulty)]
        counts[name] = str(sum(asked)) if asked else ""
    floor = "" if area.floor is None else str(area.floor)
    return AreaLine(key=area.key, label=area.label, floor=floor, by_category=area.by_category, counts=counts)


def _said(posted: FormData, name: str) -> str:
    return text(posted, name).replace("\x00", "").strip()[:LONGEST]  # PostgreSQL keeps no NUL


def _digits(typed: str) -> int:
    return int(typed) if re.fullmatch(r"\d{1,4}", typed, re.ASCII) else 0
