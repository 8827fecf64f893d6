"""Column types that both databases share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum


def word(kind: type[StrEnum]) -> Any:
    """An enum kept as its word in a text column: a new member needs no migration."""
    return Enum(
        kind, native_enum=False, length=32, create_constraint=False, values_callable=lambda e: [m.value for m in e]
    )
