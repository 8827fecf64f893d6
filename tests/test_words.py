"""Every sentence for people is a message: refusals are made of one, and its placeholders have their parameters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from domain.refusals import names
from settings import ROOT
from tests.tree import name_of, parsed, sources
from web import app

assert app  # brings every refusal along

CODE = [path for path in sources() if not name_of(path).startswith("tests/")]
# How many refusals of each room still hold plain English: these numbers only ever fall.
PLAIN: dict[str, int] = {}
# Flaws of a policy pack are told to its author in a terminal, like other errors of programs.
FOR_AUTHORS = {"domain/policy/soundness.py"}
TEMPLATES, ENVIRONMENT = ROOT / "templates", Environment(extensions=["jinja2.ext.i18n"])
PHRASE = re.compile(r"[A-Za-z]{2,} [a-zA-Z]{2,}")
# Messages, the terminal, the log, and errors that are a program's fault.
TOLD_ELSEWHERE = re.compile(r"(^|\.)(msg|msg_n|phrase|text|NotNow|info|warning|error|\w*Error|Option|Argument)$")
# Words that are looked for in documents and names, names of browsers and formats, and what a pack's author reads.
NOT_FOR_READERS = re.compile(
    r"domain/(documents/dates|matching/words|exchange/(formats|qti/archive|unusable)|policy/)|web/(common/browsers|serve)"
    r"|activities/(credentials/(press|signing_keys)|documents/ocr)|web/(accounts/passwords|common/pages|notifications)"
)
MAKERS = {"msg": 1, "msg_n": 2}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a name, with or without its module before it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def is_plain(argument: ast.expr) -> bool:
    """Whether it is a text that is put together right there, and not by a maker of messages."""
    match argument:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp() | ast.IfExp() | ast.BoolOp():
            return any(is_plain(each) for each in ast.iter_child_nodes(argument) if isinstance(each, ast.expr))
    return False


def plain(path: Path) -> list[str]:
    """Refusals that are given a text instead of a message."""
    refusals = set(names())
    found = [call for name, call in calls(path) if name in refusals and any(map(is_plain, call.args))]
    return [f"{name_of(path)}:{call.lineno}" for call in found]


@pytest.mark.parametrize("room", sorted({name_of(path).partition("/")[0] for path in CODE}))
def test_a_refusal_is_made_of_a_message(room: str) -> None:
    found = [each for path in CODE if name_of(path).partition("/")[0] == room for each in plain(path)]
    assert len(found) <= PLAIN.get(room, 0), found


def of_text(path: Path) -> Iterator[int]:
    """Lines where a finding is given a text for its sentence, made past the registry, or declared to hold one."""
    for name, call in calls(path):
        sentence = [each.value for each in call.keywords if each.arg == "sentence"]
        outcome = name in {"CheckOutcome", "found"}
        past = name == "Finding" and name_of(path) != "domain/checks/registry.py"
        if past or any(map(is_plain, [*sentence, *(call.args if outcome else ())])):
            yield call.lineno
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node).startswith("sentence: str"):
            yield node.lineno


def test_a_finding_is_made_by_the_registry_and_of_a_message() -> None:
    assert [
        f"{name_of(path)}:{line}" for path in CODE for line in of_text(path) if name_of(path) not in FOR_AUTHORS
    ] == []


def mistake(maker: str, call: ast.Call) -> str:
    """What is wrong with the making of a message."""
    texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if len(texts) != len(call.args) or len(texts) != MAKERS[maker]:
        return "the text has to be written out in the call"
    asked = {name for text in texts for name in re.findall(r"\{(\w+)\}", text)} | ({"n"} if maker == "msg_n" else set())
    return ", ".join(sorted(str(each) for each in asked ^ {each.arg for each in call.keywords}))


@pytest.mark.parametrize("path", [path for path in CODE if "msg" in path.read_text(encoding="utf-8")], ids=name_of)
def test_a_message_is_given_just_the_parameters_that_its_text_names(path: Path) -> None:
    made = {f"{name_of(path)}:{call.lineno}": mistake(name, call) for name, call in calls(path) if name in MAKERS}
    assert {place: wrong for place, wrong in made.items() if wrong} == {}


def test_no_attribute_is_given_an_element() -> None:
    # On a page these three make a <time>, which ends the attribute that it stands in.
    wrong = re.compile(r"=\"[^\"]*\|\s*(when|clock|deadline)\b(?!_)")
    assert [path.name for path in TEMPLATES.rglob("*.html") if wrong.search(path.read_text())] == []


def says_at_once(file: str) -> bool:
    """Whether a template words something as soon as it is imported, and not only when one of its macros is called."""
    sets = (node for node in ENVIRONMENT.parse((TEMPLATES / file).read_text()).body if isinstance(node, nodes.Assign))
    called = (call.node for each in sets for call in each.find_all(nodes.Call))
    return any(isinstance(name, nodes.Name) and name.name in ("_", "gettext", "ngettext") for name in called)


def imports(read: nodes.Template) -> Iterator[nodes.Import | nodes.FromImport]:
    """What a template takes from others."""
    yield from read.find_all(nodes.Import)
    yield from read.find_all(nodes.FromImport)


def test_what_is_worded_on_import_is_worded_for_every_reader() -> None:
    # Without context Jinja imports a template once in a process: its first reader's language would stay for all.
    for path in TEMPLATES.rglob("*.html"):
        for node in imports(ENVIRONMENT.parse(path.read_text())):
            if isinstance(node.template, nodes.Const) and not node.with_context:
                assert not says_at_once(node.template.value), f"{path.name}: import {node.template.value} with context"


def phrases(path: Path) -> Iterator[str]:
    """English phrases of a file that no maker of messages was given: neither docstrings nor errors of programs."""
    tree, known = parsed(path), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and TOLD_ELSEWHERE.search(ast.unparse(node.func)):
            known |= set(ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in known and PHRASE.search(str(node.value)):
            yield f"{name_of(path)}:{node.lineno}: {node.value!r}"


@pytest.mark.parametrize("room", ["activities", "domain", "outbox", "web", "workflows"])
def test_no_phrase_of_pages_is_plain_english(room: str) -> None:
    files = [path for path in CODE if name_of(path).split("/")[0] == room and not NOT_FOR_READERS.search(name_of(path))]
    assert not [each for path in files for each in phrases(path)]
