"""Conflicts of interest: how somebody of the staff can be close to a candidate or an agency."""

from enum import StrEnum


class ConflictKind(StrEnum):
    """How somebody of the staff is tied to a person or an agency."""

    TRAINED = "trained"
    FAMILY = "family"
    BUSINESS = "business"
    OTHER = "other"
