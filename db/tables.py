"""All tables in one place, for migrations; importing it fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from db import (  # noqa: F401 (imported for their tables)
    accounts,
    applications,
    audit,
    blueprints,
    commands,
    credentials,
    documents,
    exams,
    exchange,
    invigilation,
    items,
    notifications,
    policy_pins,
    practical,
    rekeying,
    renewals,
    review,
    screening,
    sittings,
    ties,
    vetting,
)

metadata = SQLModel.metadata
