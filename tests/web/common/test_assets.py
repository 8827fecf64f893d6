"""Scripts and style sheets: pages name only what exists, modules find each other, and a deploy is picked up at once."""

import re
from collections.abc import Callable

import pytest

from settings import ROOT
from tests.cast import Browser

STATIC = ROOT / "web" / "static"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPT = "js/exams/room.js"


def test_what_a_page_names_is_kept_for_good(browse: Callable[[], Browser]) -> None:
    named = re.findall(r'"(/static/[\w/.-]+)"', browse().get("/sign-in").text)
    answers = [browse().get(path) for path in named]
    assert {answer.status_code for answer in answers} == {200}
    assert all("immutable" in answer.headers["cache-control"] for answer in answers)


@pytest.mark.parametrize("version", ["", "/0123456789ab"])
def test_under_another_version_or_none_a_file_is_asked_for_each_time(
    browse: Callable[[], Browser], version: str
) -> None:
    first = browse().get(f"/static{version}/{SCRIPT}")
    again = browse().get(f"/static{version}/{SCRIPT}", headers={"if-none-match": first.headers["etag"]})
    assert [first.status_code, again.status_code] == [200, 304]
    assert [answer.headers["cache-control"] for answer in (first, again)] == ["no-cache", "no-cache"]


def test_templates_name_only_files_that_exist() -> None:
    named = {path for page in TEMPLATES for path in re.findall(r'{{ static }}/([\w/.-]+)"', page.read_text("utf-8"))}
    assert SCRIPT in named
    assert [path for path in named if not (STATIC / path).is_file()] == []


def test_modules_import_only_files_that_exist() -> None:
    found = {script: re.findall(r' from "(.+)";', script.read_text("utf-8")) for script in SCRIPTS}
    assert any(found.values())
    assert [name for script, names in found.items() for name in names if not (script.parent / name).is_file()] == []


def test_our_scripts_are_modules() -> None:
    tags = [tag for page in TEMPLATES for tag in re.findall(r"<script[^>]*>", page.read_text("utf-8"))]
    assert [tag for tag in tags if 'type="module"' not in tag and "/vendor/" not in tag] == []


def test_every_script_is_used() -> None:
    text = "".join(page.read_text("utf-8") for page in TEMPLATES)
    imported = {
        (script.parent / name).resolve()
        for script in SCRIPTS
        for name in re.findall(r' from "(.+)";', script.read_text("utf-8"))
    }
    assert [s for s in SCRIPTS if s not in imported and s.relative_to(STATIC).as_posix() not in text] == []
