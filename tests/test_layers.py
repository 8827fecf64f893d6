"""Layers and packages: who may use whom, as two lists that a person can read."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from settings import ROOT
from tests.tree import below, definitions, imports, name_of, parsed, tops

# Who may import whom; `worker.py`, `manage.py` and `ops` may import all.
MAY_IMPORT = {
    "domain": {"domain"},
    "words": {"words", "domain"},
    "vault": {"vault", "settings"},
    "db": {"db", "domain", "settings"},
    "workflows": {"workflows", "domain"},
    "activities": {"activities", "db", "words", "vault", "domain", "settings"},
    "outbox": {"outbox", "db", "vault", "domain", "workflows", "settings"},
    "web": {"web", "db", "words", "vault", "domain", "outbox", "settings"},
}
OURS = {*MAY_IMPORT, "ops", "settings", "manage", "worker", "tests"}
# Packages and single modules of a layer, lowest first: each may use only what stands before it.
ORDER = {
    "domain": """
        lengths message_values messages refusals accounts commands conflicts identifiers screening checks policy risk
        review anchors applications items blueprints notifications credentials cases events audit exams corrections
        practical statistics cutscores matching documents exchange invigilation staff
    """,
    "words": "catalogues languages reader formats wording templates",
    "vault": "keys files",
    "db": """
        columns engine accounts applications audit blueprints cases commands conflicts credentials review
        practical exams items statistics corrections documents exchange invigilation notifications policy
        screening tables migrate migrations
    """,
    "outbox": "delivery gateway relay commands",
    "workflows": """
        payloads limits refused calls checks waiting deciding practical anchors credentials exams notifications
        renewals schedules vetting
    """,
    "activities": """
        auditing vetting anchors exams corrections documents credentials notifications practical review
        queue_wf queue_ext queue_pdf
    """,
    "web": """
        loading exam_papers services common health accounts home staff audit notifications conflicts anchors
        applications documents credentials blueprints items corrections cutscores exams exchange
        invigilation practical review statistics moved app serve
    """,
}
MOST_IN_A_PACKAGE = 20


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_imports_point_one_way(layer: str) -> None:
    wrong = {name_of(path): (tops(path) & OURS) - MAY_IMPORT[layer] for path in below(layer)}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("layer", ORDER)
def test_packages_of_a_layer_use_each_other_in_one_order(layer: str) -> None:
    rank = {f"{layer}.{name}": place for place, name in enumerate(ORDER[layer].split())}
    modules = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts[:2]) for path in below(layer)}
    used = {path: {_package(each) for each in imports(path)} & rank.keys() for path in modules}
    there = {name for path, name in modules.items() if path.parent != ROOT / layer or path.stem != "__init__"}
    assert there == rank.keys()
    assert {name_of(path): up for path, name in modules.items() if (up := _above(rank, name, used[path]))} == {}


def _package(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _above(rank: dict[str, int], name: str, used: set[str]) -> set[str]:
    return {each for each in used if rank[each] > rank.get(name, -1)}


def test_a_package_has_at_most_20_files() -> None:
    counts = Counter(path.parent for layer in MAY_IMPORT for path in below(layer) if path.stem != "__init__")
    assert {name_of(folder): count for folder, count in counts.items() if count > _room(folder)} == {}


def _room(folder: Path) -> int:
    return MOST_IN_A_PACKAGE if folder.parent != ROOT else len(ORDER[folder.name].split())


BUILDS_QUERIES = {"select", "insert", "update", "delete", "col", "func", "text", "or_", "and_"}
RUNS_QUERIES = {"exec", "execute", "scalar", "scalars", "query"}


def test_pages_ask_the_queries_beside_the_tables() -> None:
    """A page may load a row by its id; what looks for rows stands in `db`, where the next page finds it."""
    found = {name_of(path): _query_parts(path) for path in below("web")}
    assert {name: parts for name, parts in found.items() if parts} == {}


def _query_parts(path: Path) -> set[str]:
    """What a file takes from the database libraries to build queries, and its calls that run one."""
    parts = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sqlmodel", "sqlalchemy")):
            parts |= {each.name for each in node.names} & BUILDS_QUERIES
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS_QUERIES:
            parts.add(f"{node.lineno} .{node.func.attr}(")
    return parts


# Where a page itself says "there is none" (404): of what is no row, by rules of its own.
SAY_404 = {
    "web/loading.py",
    "web/applications/form.py",  # a step
    "web/documents/uploads.py",  # a kind of document
    "web/exams/terms.py",  # an exam of this application
    "web/notifications.py",  # the mailbox
}


def test_a_row_that_a_page_needs_comes_from_the_shared_loaders() -> None:
    """`web.loading` finds the row, or one's own, or refuses; written by hand the check of the owner is forgotten."""
    by_hand = {
        name_of(path)
        for path in below("web")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Raise) and node.exc and ast.unparse(node.exc).startswith("Missing(")
    }
    assert by_hand == SAY_404


def test_what_things_can_be_is_a_rule_and_no_affair_of_tables() -> None:
    """Kinds and states stand in `domain`, where rules and pages find them; tables only store their words."""
    enums = [
        f"{name_of(path)} {node.name}"
        for path in below("db")
        for node in definitions(path)
        if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
    ]
    assert enums == []
