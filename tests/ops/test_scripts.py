"""The shell scripts, run for real where that is possible without a Docker engine."""

import base64
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from ops.ports import LOOPBACK, any_port
from ops.postgres import ThrowawayPostgres, find_postgres
from ops.temporal_server import EmbeddedTemporal, TemporalBinary

ROOT = Path(__file__).parents[2]
SCRIPTS = [*sorted(ROOT.glob("deploy/*.sh")), ROOT / "ops/setup.sh", ROOT / ".ci/run"]
# What the real tool answers is quoted here: an empty database, then success.
SQL_TOOL = """#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
*update-schema*) [ -f "$LOG.made" ] || { echo "$ANSWER" >&2; exit 1; } ;;
*setup-schema*) touch "$LOG.made" ;;
esac
"""
NO_TABLES = r'{"level":"error","error":"pq: relation \"schema_version\" does not exist"}'


def shell(script: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["bash" if script.endswith("init.sh") else "sh", str(ROOT / script), *args]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_parses_and_can_be_run(script: Path) -> None:
    interpreter = "bash" if "bash" in script.read_text().splitlines()[0] else "sh"
    assert subprocess.run([interpreter, "-n", str(script)], check=False).returncode == 0
    assert os.access(script, os.X_OK)


def test_make_env_writes_fresh_secrets_only_the_owner_can_read_and_never_overwrites(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        target = tmp_path / name
        assert shell("deploy/make-env.sh", str(target)).returncode == 0
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        written.append(dict(re.findall(r"^(\w+)=(.*)$", target.read_text(), re.MULTILINE)))
    explained = re.findall(r"^(\w+)=", (ROOT / "deploy/env.example").read_text(), re.MULTILINE)
    assert list(written[0].keys() ^ set(explained)) == []
    secrets = [name for name in written[0] if name.endswith(("PASSWORD", "SECRET_KEY", "MASTER_KEYS"))]
    assert len({values[name] for values in written for name in secrets}) == 2 * len(secrets)
    assert len(base64.b64decode(written[0]["GREENROOM_MASTER_KEYS"].removeprefix("k1:"))) == 32
    again = shell("deploy/make-env.sh", str(tmp_path / "one"))
    assert again.returncode == 1
    assert "left as it is" in again.stderr


def test_postgres_init_makes_separate_accounts_and_databases() -> None:
    with ThrowawayPostgres() as server:
        done = shell(
            "deploy/postgres-init.sh",
            PATH=f"{find_postgres()}:{os.environ['PATH']}",
            **{"PGHOST": LOOPBACK, "PGPORT": str(server.port), "POSTGRES_USER": "postgres"},
            **{"GREENROOM_DB_PASSWORD": "a'b", "TEMPORAL_DB_PASSWORD": "t"},
        )
        assert done.returncode == 0, done.stderr
        at = f"host={LOOPBACK} port={server.port} password=t"
        for database in ("temporal", "temporal_visibility"):
            with psycopg.connect(f"{at} user=temporal dbname={database}") as connection:
                connection.execute("CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(f"{at} user=temporal dbname=greenroom")


@pytest.mark.parametrize(("answer", "code", "runs"), [(NO_TABLES, 0, 6), ("connection refused", 1, 1)])
def test_the_schema_is_set_up_only_in_an_empty_database(tmp_path: Path, answer: str, code: int, runs: int) -> None:
    tool = tmp_path / "temporal-sql-tool"
    # Each database has its own memory of whether it was made.
    tool.write_text(SQL_TOOL.replace('"$LOG.made"', '"$LOG.made.$(echo "$*" | sed "s/.*--db \\([a-z_]*\\).*/\\1/")"'))
    tool.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "LOG": str(tmp_path / "log"), "ANSWER": answer}
    server = {"POSTGRES_SEEDS": "postgres", "POSTGRES_USER": "temporal"}
    assert shell("deploy/temporal-schema.sh", **env, **server).returncode == code
    assert len((tmp_path / "log").read_text().splitlines()) == runs
    if code == 0:
        # A second run only updates: setting up again would turn the version back.
        assert shell("deploy/temporal-schema.sh", **env, **server).returncode == 0
        assert "setup-schema" not in "".join((tmp_path / "log").read_text().splitlines()[runs:])


def test_the_namespace_is_made_or_kept_with_its_retention(tmp_path: Path) -> None:
    package = TemporalBinary(Path(sys.executable).parent / "temporal", "test")
    server = EmbeddedTemporal(package, tmp_path / "temporal.db", any_port())
    env = {"PATH": f"{package.path.parent}:{os.environ['PATH']}", "TEMPORAL_ADDRESS": server.address}
    server.start()
    try:
        for namespace in ("default", "greenroom"):
            done = shell("deploy/temporal-namespace.sh", NAMESPACE=namespace, **env)
            assert done.returncode == 0, done.stderr
            with urlopen(server.health.replace("default", namespace)) as answer:
                assert json.load(answer)["config"]["workflowExecutionRetentionTtl"] == f"{60 * 24 * 3600}s"
    finally:
        server.stop()


def test_the_developers_list_holds_everything_the_other_one_does() -> None:
    run, dev = ((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    pins = [set(re.findall(r"^\S+==\S+", text, re.MULTILINE)) for text in (run, dev)]
    assert pins[0] < pins[1]
