"""All tables in one place, for migrations; importing it fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

metadata = SQLModel.metadata
