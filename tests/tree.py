"""The source tree as the tests of architecture and budgets see it: files, modules and what they import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from settings import ROOT


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(ROOT / name for name in sorted(set(listed)) if (ROOT / name).is_file())


def name_of(path: Path) -> str:
    """Its path from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    """The Python files that people write."""
    return [path for path in files() if path.suffix == ".py"]


def below(folder: str) -> list[Path]:
    """The Python files of a top-level package."""
    return [path for path in sources() if name_of(path).startswith(f"{folder}/")]


@cache
def parsed(path: Path) -> ast.Module:
    """Its syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever in it; `from a.b import c` counts as `a.b`."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import"
            found |= {node.module or ""}
            found |= {f"{node.module}.{each.name}" for each in node.names if _is_module(f"{node.module}.{each.name}")}
    return found


def tops(path: Path) -> set[str]:
    """The top-level packages a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


def reached(start: set[str]) -> set[str]:
    """The modules of ours that importing these brings along."""
    known: set[str] = set()
    waiting = set(start)
    while waiting:
        module = waiting.pop()
        path = ROOT / f"{module.replace('.', '/')}.py"
        if module not in known and path.is_file():
            known.add(module)
            waiting |= imports(path)
    return known


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Every class and function of a file, nested ones too."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node


def _is_module(dotted: str) -> bool:
    place = ROOT / dotted.replace(".", "/")
    return place.with_suffix(".py").is_file() or place.is_dir()
