"""The prompt of `manage.py shell` knows what an operator asks of the tables."""

import os
import subprocess
import sys
from pathlib import Path

from db.engine import make_engine
from db.migrate import upgrade
from settings import ROOT


def test_the_prompt_knows_settings_engine_and_tables(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/greenroom.sqlite")
    upgrade(engine)
    engine.dispose()
    asked = "with read(engine) as session: print(session.exec(select(CaseRow)).all(), settings.mode, ItemRow)\n\n"
    env = os.environ | {"GREENROOM_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "shell"]
    done = subprocess.run(command, cwd=ROOT, env=env, input=asked, capture_output=True, text=True, check=True)
    assert "[] embedded <class 'db.items.versions.ItemRow'>" in done.stdout, done.stderr
