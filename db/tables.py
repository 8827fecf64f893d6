"""All tables in one place, for migrations; importing it fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from db import (  # noqa: F401 (imported for their tables)
    accounts,
    applications,
    audit,
    commands,
    credentials,
    documents,
    notifications,
    policy_pins,
    review,
    screening,
    vetting,
)

metadata = SQLModel.metadata
