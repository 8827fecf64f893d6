"""What the documents point to exists: links, files, verbs, decisions."""

import re
from functools import cache
from pathlib import Path

import pytest

from settings import ROOT
from tests.tree import files, name_of

LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:py|md|yaml|yml|html|js|css|sh|toml))`")
VERB, COMMAND = re.compile(r"`make ([a-z]+)"), re.compile(r"`(?:python )?manage\.py ([a-z]+)")
DECISIONS = sorted((ROOT / "docs/adr").glob("0*.md"))
PAGES = [path for path in files() if path.suffix == ".md"]


@cache
def text(path: Path) -> str:
    """A page without its fenced examples."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The fragments of a page's headings, as a forge makes them: lower case, no signs, hyphens for spaces."""
    headings = re.findall(r"^#+ +(.+)$", text(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    target, _, fragment = link.partition("#")
    place = page.parent / target if target else page
    return not place.exists() or (bool(fragment) and fragment not in anchors(place))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(text(page)) if not re.match(r"https?:|mailto:", link)]
    assert [link for link in links if leads_nowhere(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_is_named_exists(page: Path) -> None:
    assert [name for name in FILE.findall(text(page)) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_verb_that_is_named_can_be_called(page: Path) -> None:
    verbs = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    commands = set(re.findall(r"^def ([a-z]+)\(", text(ROOT / "manage.py"), re.MULTILINE)) | {"verify"}
    assert set(VERB.findall(text(page))) <= verbs
    assert set(COMMAND.findall(text(page))) <= commands


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: str(path.stem))
def test_each_decision_has_a_date_a_status_and_a_line_in_the_list(decision: Path) -> None:
    title, status = text(decision).split("\n", 3)[:3:2]
    dated = re.fullmatch(r"\*(?:Accepted|Proposed|Superseded by \[\d+\]\(\S+\)), (\d{4}-\d\d-\d\d)\*", status)
    assert title.startswith("# ") and dated
    line = f"| {int(decision.name[:4])} | [{title[2:]}]({decision.name}) | {dated[1]} |"
    assert line in text(ROOT / "docs/adr/README.md")
