"""Size and style budgets: many small files, short functions, a docstring everywhere, no notes to self."""

import ast
import re

import pytest

from tests.signatures import Function, bundled, decorations, is_bundle, parameters
from tests.tree import definitions, files, name_of, parsed, sources

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE, LONGEST_TEST = 200, 40, 120, 20
MOST_PARAMETERS, MOST_BY_PLACE = 7, 3
WIDEST_LINE, WIDEST_TEMPLATE_LINE = 120, 140
EXCEPTIONS: dict[str, int] = {}
# aiosmtpd calls these with arguments in its own order.
LIBRARIES_HOOKS = {"handle_RCPT", "authenticate", "draw"}
OTHERS_WORK = ("web/static/vendor/", "LICENSE", "tests/test_budgets.py")
NEVER = [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"py[p]i\.org", r"python[h]osted", r"np[m]js\.org"]
NEVER += [rf"(?<![\w.}}]){folder}/" for folder in ("/work", "/root", "/home")]


def lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))


def test_a_source_file_has_at_most_200_lines() -> None:
    sizes = {name_of(path): lines(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: size for name, size in sizes.items() if size > EXCEPTIONS.get(name, LONGEST_FILE)} == {}


def templates() -> dict[str, str]:
    """Pages, letters and their subjects: name -> text."""
    kinds = (".html", ".txt", ".subject")
    ours = [path for path in files() if name_of(path).startswith("templates/") and path.suffix in kinds]
    return {name_of(path): path.read_text(encoding="utf-8") for path in ours}


def wider(texts: dict[str, str], most: int) -> list[str]:
    """Where lines are wider than so many characters."""
    return [
        f"{name}:{number}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > most
    ]


def test_a_template_has_at_most_120_lines() -> None:
    sizes = {name: lines(text) for name, text in templates().items()}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > EXCEPTIONS.get(name, LONGEST_TEMPLATE)} == {}


def test_a_line_of_a_template_has_at_most_140_characters() -> None:
    assert wider(templates(), WIDEST_TEMPLATE_LINE) == []


def assets(*kinds: str) -> dict[str, str]:
    """Our scripts and style sheets: name -> text."""
    ours = [
        path for path in files() if name_of(path).startswith(("web/static/", "templates/")) and path.suffix in kinds
    ]
    found = {name_of(path): path.read_text(encoding="utf-8") for path in ours}
    return {name: text for name, text in found.items() if not name.startswith(OTHERS_WORK)}


def test_a_script_or_style_sheet_has_at_most_200_lines_and_says_first_what_it_is() -> None:
    known = assets(".js", ".css")
    assert known
    assert {name: lines(text) for name, text in known.items() if lines(text) > LONGEST_FILE} == {}
    assert [name for name, text in known.items() if not text.startswith(("// ", "/* "))] == []


def test_a_style_sheet_has_one_declaration_a_line() -> None:
    found = [
        f"{name}:{number}"
        for name, text in assets(".css").items()
        for number, line in enumerate(text.splitlines(), 1)
        if line.count(";") > 1 or ("{" in line and ";" in line)
    ]
    assert found == []


def test_a_line_of_a_script_or_style_sheet_has_at_most_120_characters() -> None:
    assert wider(assets(".js", ".css"), WIDEST_LINE) == []


def functions() -> dict[str, Function]:
    return {
        f"{name_of(path)}:{node.lineno} {node.name}": node
        for path in sources()
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
    }


def height(node: Function) -> int:
    """Lines of the body, without docstring and signature."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_a_function_is_at_most_40_lines_long_and_a_test_20() -> None:
    limits = {
        name: LONGEST_TEST if node.name.startswith("test_") else LONGEST_FUNCTION for name, node in functions().items()
    }
    assert [name for name, node in functions().items() if height(node) > limits[name]] == []


def test_a_function_takes_at_most_seven_things() -> None:
    counts = {name: len(parameters(node)) for name, node in functions().items() if not _filled_by_pytest(node)}
    assert {name: count for name, count in counts.items() if count > MOST_PARAMETERS} == {}


def test_beyond_the_third_a_parameter_is_given_by_name() -> None:
    placed = {
        name: [each for each in parameters(node) if each not in {one.arg for one in node.args.kwonlyargs}]
        for name, node in functions().items()
        if not (_filled_by_pytest(node) or _called_by_a_library(node))
    }
    assert {name: late[MOST_BY_PLACE:] for name, late in placed.items() if len(late) > MOST_BY_PLACE} == {}


def test_no_parameter_is_a_nameless_bundle() -> None:
    """What belongs together is a class with named fields; a list of pairs, or a pair as a key, is no bundle."""
    aliases = {
        node.targets[0].id
        for path in sources()
        for node in parsed(path).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_bundle(node.value)
    }
    helpers = {name: node for name, node in functions().items() if not node.name.startswith("test_")}
    bundles = {name: bundled(node, aliases) for name, node in helpers.items()}
    assert {name: found for name, found in bundles.items() if found} == {}


def _filled_by_pytest(node: Function) -> bool:
    """Tests and fixtures: pytest gives each argument by its name, and nobody else calls them."""
    return node.name.startswith("test_") or bool(decorations(node) & {"pytest.fixture"})


def _called_by_a_library(node: Function) -> bool:
    """Routes (FastAPI gives arguments by name), overrides, hooks, what Jinja calls: a library chose their order."""
    routed = {f"router.{verb}" for verb in ("get", "post", "put", "patch", "delete")} | {"override", "pass_context"}
    return node.name in LIBRARIES_HOOKS or bool(decorations(node) & routed)


def test_every_module_class_and_public_function_says_what_it_is() -> None:
    silent = [name_of(path) for path in sources() if not ast.get_docstring(parsed(path))]
    for path in sources():
        if not name_of(path).startswith("tests/"):
            silent += [
                f"{name_of(path)}:{node.lineno} {node.name}"
                for node in _public(parsed(path))
                if not ast.get_docstring(node)
            ]
    assert silent == []


def _public(node: ast.AST) -> list[Function | ast.ClassDef]:
    """Classes and functions that others may use; what is nested in a function is its own affair."""
    found = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not child.name.startswith("_"):
            found.append(child)
            found += _public(child) if isinstance(child, ast.ClassDef) else []
    return found


@pytest.mark.parametrize("word", NEVER)
def test_no_file_holds_notes_to_self_registries_or_paths_of_one_machine(word: str) -> None:
    found = []
    for path in files():
        if name_of(path).startswith(OTHERS_WORK):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{name_of(path)}:{number}" for number, line in enumerate(text.splitlines(), 1) if re.search(word, line)
        ]
    assert found == []
