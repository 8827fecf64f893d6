"""All tables in one place, for migrations; importing it fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from db import (
    applications,
    audit,
    blueprints,
    cases,
    commands,
    conflicts,
    documents,
    exchange,
    invigilation,
    notifications,
    review,
    screening,
)
from db.accounts import people
from db.corrections import proposals
from db.credentials import register, renewals
from db.exams import attempts, sittings
from db.items import versions
from db.policy import pins
from db.practical import streams

# Named so that no tool takes the imports for unused: a module that is missing here is a table that is never migrated.
WITH_TABLES = (
    applications,
    audit,
    blueprints,
    cases,
    commands,
    conflicts,
    documents,
    exchange,
    invigilation,
    notifications,
    review,
    screening,
    people,
    proposals,
    register,
    renewals,
    attempts,
    sittings,
    versions,
    pins,
    streams,
)
metadata = SQLModel.metadata
