"""The hall in which the tests of this folder sit exams."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ops.ports import any_port
from settings import Settings
from tests.browser.exams.room import Hall, open_hall
from tests.live import serving


@pytest.fixture(scope="module")
def open_one(chromium: Browser, blank_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One hall for this file."""
    folder, port = tmp_path_factory.mktemp("hall"), any_port()
    shutil.copy(blank_sqlite, folder / "greenroom.sqlite")
    url = f"sqlite:///{folder / 'greenroom.sqlite'}"
    settings = Settings(data_dir=folder, database_url=url, base_url=f"http://127.0.0.1:{port}")
    with serving(settings, port) as services:
        yield open_hall(chromium, services)


@pytest.fixture
def hall(open_one: Hall) -> Iterator[Hall]:
    """The hall; at the end all windows are closed, and none may have logged an error."""
    open_one.complaints.clear()
    yield open_one
    open_one.close()
