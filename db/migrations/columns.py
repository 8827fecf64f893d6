"""Columns as migrations write them; one that may be empty says `nullable=True`.

Constraints and indexes are named by the convention in `db.engine`.
"""

from typing import Any

import sqlalchemy as sa


def uuid(name: str, **options: Any) -> sa.Column[Any]:
    """An id."""
    return _column(name, sa.Uuid(), options)


def reference(name: str, target: str, **options: Any) -> sa.Column[Any]:
    """The id of a row in another table; `target` is "table.column"."""
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(target), nullable=options.pop("nullable", False), **options)


def text(name: str, **options: Any) -> sa.Column[Any]:
    """Text of any length."""
    return _column(name, sa.String(), options)


def word(name: str, **options: Any) -> sa.Column[Any]:
    """A member of an enum, as its word."""
    # No list of the members: a new one needs no migration (see `db.columns.word`).
    return _column(name, sa.String(32), options)


def timestamp(name: str, **options: Any) -> sa.Column[Any]:
    """A point in time, UTC."""
    return _column(name, sa.DateTime(timezone=True), options)


def date(name: str, **options: Any) -> sa.Column[Any]:
    """A day."""
    return _column(name, sa.Date(), options)


def integer(name: str, **options: Any) -> sa.Column[Any]:
    """A whole number."""
    return _column(name, sa.Integer(), options)


def real(name: str, **options: Any) -> sa.Column[Any]:
    """A number with a fraction."""
    return _column(name, sa.Float(), options)


def boolean(name: str, **options: Any) -> sa.Column[Any]:
    """Yes or no."""
    return _column(name, sa.Boolean(), options)


def json(name: str, **options: Any) -> sa.Column[Any]:
    """A dumped model, list or mapping."""
    return _column(name, sa.JSON(), options)


def _column(name: str, kind: sa.types.TypeEngine[Any], options: dict[str, Any]) -> sa.Column[Any]:
    # Rows have every answer unless a migration says otherwise.
    return sa.Column(name, kind, **{"nullable": False, **options})
