"""The throwaway PostgreSQL server."""

from sqlalchemy import create_engine, text

from ops.ports import answers
from ops.postgres import ThrowawayPostgres


def test_a_throwaway_server_gives_separate_databases_and_leaves_nothing_behind() -> None:
    with ThrowawayPostgres() as server:
        for name in ("one", "two"):
            engine = create_engine(server.create_database(name))
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE lin (shop text)"))
                connection.execute(text("INSERT INTO lin VALUES ('直播小店')"))
                assert connection.execute(text("SELECT shop FROM lin")).scalar_one() == "直播小店"
            engine.dispose()
    assert not answers(server.port)
