"""A Python prompt with the settings, an engine and every table at hand."""

import code
import readline  # noqa: F401 (importing it gives the prompt arrow keys and a memory)
from typing import Any

from sqlmodel import SQLModel, select

from db.engine import begin, make_engine, read
from db.tables import metadata  # noqa: F401 (importing it loads every table)
from settings import Settings

HOW = """Greenroom: `settings`, `engine`, `begin`, `read`, `select` and every table, for instance
    with read(engine) as session: print(session.exec(select(CaseRow)).all())
Leave with Ctrl-D. `read` keeps nothing; what `begin` changes is kept, and no workflow hears of it."""


def names() -> dict[str, Any]:
    """What the prompt knows."""
    settings = Settings()
    rows = {each.__name__: each for each in SQLModel.__subclasses__() if hasattr(each, "__table__")}
    tools = {"engine": make_engine(settings.db), "begin": begin, "read": read, "select": select}
    return {"settings": settings} | tools | rows


if __name__ == "__main__":
    code.interact(banner=HOW, local=names(), exitmsg="")
