"""How long texts may be stands in one list: neither models, pages nor templates have figures of their own."""

import ast
import re
from pathlib import Path

from domain import lengths
from tests.tree import below, files, name_of, parsed
from web.common.pages import environment

KNOWN = {name for name in vars(lengths) if name.isupper()}
# Of figures and keys that a person types: the width of the input, no rule.
WIDEST_FIGURE = 40
# What machines read, compare, show or keep: no rule for what people write.
OTHERS = {
    "domain/documents/limits.py",  # a file's name, as it is shown
    "domain/documents/mrz_lines.py",
    "domain/exams/clock.py",  # a time
    "domain/exchange/moodle/rules.py",  # a path of categories
    "domain/matching/names.py",
    "domain/matching/numbers.py",
    "domain/matching/words.py",
}


def templates() -> dict[str, str]:
    """Name -> text."""
    found = [path for path in files() if name_of(path).startswith("templates/") and path.suffix == ".html"]
    return {name_of(path): path.read_text(encoding="utf-8") for path in found}


def limits(path: Path) -> set[str]:
    """Lengths of texts that a file states itself: constants, and bounds of a model's text."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Assign):
            names = {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            found |= {each for each in names if each.startswith(("LONGEST_", "SHORTEST_"))}
        elif isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.annotation).startswith("str"):
            found |= set(re.findall(r"max_length=\d+", ast.unparse(node.value)))
    return found


def test_lengths_of_texts_stand_in_one_list() -> None:
    kept = {"domain/lengths.py", *OTHERS}
    found = {name_of(path): limits(path) for layer in ("domain", "web", "db") for path in below(layer)}
    stated = {name: names for name, names in found.items() if names and name not in kept}
    assert stated == {"domain/accounts.py": {"SHORTEST_NAME"}}  # of a name that a password must not hold


def test_an_input_is_as_long_as_its_rule_allows() -> None:
    figures = [
        f"{name}: {figure}"
        for name, text in templates().items()
        for figure in re.findall(r"maxlength=\"(\d+)\"", text)
        if int(figure) > WIDEST_FIGURE
    ]
    assert figures == []


def test_templates_name_only_lengths_that_there_are_and_pages_know_them() -> None:
    named = {each for text in templates().values() for each in re.findall(r"\blengths\.([A-Z_]+)", text)}
    assert named and named <= KNOWN
    assert environment().globals["lengths"] is lengths


def test_each_length_is_asked_for() -> None:
    texts = [path.read_text(encoding="utf-8") for layer in ("domain", "web") for path in below(layer)]
    everything = "\n".join([*texts, *templates().values()])
    assert {name for name in KNOWN if len(re.findall(rf"\b{name}\b", everything)) < 2} == set()
