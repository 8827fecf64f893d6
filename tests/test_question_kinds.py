"""Every kind of question in every layer: registries know it, each page shows it, and nothing else asks which it is."""

import ast
import importlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.datastructures import FormData

from domain.exams.scoring import mark
from domain.items.content import Item
from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Partial, Reply
from domain.items.questions import flaw_of
from settings import ROOT
from tests.kinds_shown import KEYLESS, SHOWN, right_reply, tells, written
from tests.tree import files, imports, name_of, parsed, sources
from tests.web.exams.items_of_every_kind import ITEMS
from web.common.pages import environment
from web.exam_papers import asked
from web.items.inputs import input_of, padded
from web.items.kinds.pages import Errors
from web.items.kinds.registry import KIND_PAGES

FOLDER = "templates/items/kinds"
PARTS = [
    "role",
    "hinted",
    "form",
    "sheet",
    "practice",
    "key",
    "solution",
    "correction",
    "corrected",
    "judged",
    "imported",
]
SCRIPT = "web/static/js/exams/kinds.js"
# Where a kind may be named: registries and what they list, formats of others, samples.
REGISTRIES = (
    "domain/items/parts.py",
    "domain/items/kinds/",
    "domain/exchange/",
    "web/items/kinds/",
    "benchmarks/",
    "tests/",
)
LAYERS = ("activities/", "db/", "domain/", "ops/", "outbox/", "vault/", "web/", "words/", "workflows/")
NAMED = re.compile("['\"](" + "|".join(Kind) + ")['\"]")
ASKED = re.compile(r"\bkind\s*(?:[=!]=|(?:not )?in\b)")


def sample(kind: Kind) -> Item:
    """The sample item of a kind; a kind without one fails here."""
    found = [each for each in ITEMS if each.title == kind]
    assert found, f"tests/web/exams/items_of_every_kind.py has no item with the title {kind}"
    return found[0]


def tables() -> list[tuple[str, str]]:
    """Every table by kind in the tree: module and name."""
    return [
        (name_of(path).removesuffix(".py").replace("/", "."), node.target.id)
        for path in sources()
        if "domain.items.parts" in imports(path)
        for node in parsed(path).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if ast.unparse(node.annotation).startswith("dict[Kind, ")
    ]


@pytest.mark.parametrize(("module", "table"), tables())
def test_each_table_by_kind_has_every_kind(module: str, table: str) -> None:
    assert getattr(importlib.import_module(module), table).keys() == {*Kind}


def test_pages_templates_the_script_and_the_samples_have_every_kind_and_no_other() -> None:
    script = (ROOT / SCRIPT).read_text(encoding="utf-8")
    table = re.search(r"^const KINDS = \{\n(.*?)^\};", script, re.DOTALL | re.MULTILINE)
    found = {
        "web/items/kinds/registry.py": set(KIND_PAGES),
        FOLDER: {path.stem for path in (ROOT / FOLDER).glob("[!_]*.html")},
        SCRIPT: set(re.findall(r"^  (\w+)(?:: .+)?,$", table[1], re.MULTILINE)) if table else set(),
        "tests/web/exams/items_of_every_kind.py": {item.questions[0].kind for item in ITEMS},
    }
    wrong = {place: sorted(names ^ set(Kind)) for place, names in found.items()}
    assert {place: names for place, names in wrong.items() if names} == {}


@pytest.mark.parametrize("kind", Kind)
def test_the_template_of_a_kind_has_each_part(kind: Kind) -> None:
    module = environment().get_template(f"items/kinds/{kind}.html").module
    assert [part for part in PARTS if not hasattr(module, part)] == []


@pytest.mark.parametrize("show", SHOWN, ids=lambda each: str(each.__name__))
@pytest.mark.parametrize("kind", Kind)
def test_each_page_shows_each_kind(kind: Kind, show: Callable[[Item], str]) -> None:
    item = sample(kind)
    (question,) = item.questions
    html = show(item)
    texts = {each.key: each.text for each in (*question.options, *question.targets)}
    assert all(text in html for text in texts.values()) or show in (written,)
    assert show in KEYLESS or tells(question.key, html, texts)


@pytest.mark.parametrize("kind", Kind)
def test_the_right_reply_earns_everything_and_none_earns_nothing(kind: Kind) -> None:
    (question,) = sample(kind).questions
    reply = {KINDS[kind].field: right_reply(question).model_dump()[KINDS[kind].field]}
    assert not flaw_of(question) and question.kind == kind
    assert mark(question, Reply.model_validate(reply)) == question.points and not mark(question, Reply())


@pytest.mark.parametrize("kind", Kind)
def test_forms_give_back_the_question_its_key_and_no_reply_that_was_not_typed(kind: Kind) -> None:
    item, pages = sample(kind), KIND_PAGES[kind]
    (question,) = item.questions
    typed = pages.typed_key("q0", question)
    posted = FormData([(name, value) for name, values in typed.items() for value in values])
    assert pages.read_key("q0", question, posted)[0] == question.key
    found: Errors = {}
    parts = pages.built(padded(input_of(item, "", []).questions[0]), "q.0", found)
    assert (parts.options, parts.targets, parts.key, found) == (question.options, question.targets, question.key, {})
    assert pages.read_reply("n", question, FormData()).empty and asked(question).kind == kind
    assert pages.label and pages.short


@pytest.mark.parametrize("kind", Kind)
def test_points_in_shares_are_offered_where_several_parts_are_right(kind: Kind) -> None:
    assert (".partial" in written(sample(kind))) == KINDS[kind].several
    assert KINDS[kind].several or sample(kind).questions[0].partial == Partial.NONE


def outside(*suffixes: str) -> list[Path]:
    """Files of the product that no registry holds."""
    ours = [path for path in files() if path.suffix in suffixes and name_of(path).startswith((*LAYERS, "templates/"))]
    return [path for path in ours if not name_of(path).startswith((*REGISTRIES, FOLDER, SCRIPT, "web/static/vendor/"))]


def test_no_template_or_script_asks_which_kind_a_question_is() -> None:
    lines = [
        (name_of(path), number, line)
        for path in outside(".html", ".txt", ".js")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    assert [f"{name}:{number}" for name, number, line in lines if NAMED.search(line) and ASKED.search(line)] == []


def test_no_code_outside_the_registries_names_a_kind() -> None:
    named = {f"Kind.{each.name}" for each in Kind}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in outside(".py")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in named)
        or (isinstance(node, ast.Compare) and NAMED.search(ast.unparse(node)) and "kind" in ast.unparse(node))
    ]
    assert found == []
