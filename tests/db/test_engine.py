"""Sessions on both databases: a glance sees what is committed, holds nothing, and leaves the connection as it was."""

from sqlalchemy import Engine, text

from db.engine import begin, read, read_one
from tests.conftest import BOTH


@BOTH
def test_a_glance_sees_what_is_committed_and_leaves_the_connection_as_it_was(engine: Engine) -> None:
    count = text("SELECT count(*) FROM late_comers")
    with begin(engine) as session:
        session.execute(text("CREATE TEMPORARY TABLE late_comers (id INTEGER)"))
    for seen in range(3):
        with read_one(engine) as session:
            assert session.execute(count).scalar() == seen
        with begin(engine) as session:
            session.execute(text("INSERT INTO late_comers VALUES (1)"))
        with read(engine) as session:
            session.execute(text("INSERT INTO late_comers VALUES (2)"))
