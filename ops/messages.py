"""The catalogues: every text that a person reads, collected, brought up to date and compiled (`make words`)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ops import pseudo
from settings import ROOT
from web.common.wording import SPOKEN

LOCALES = ROOT / "templates" / "locale"
CATALOG = LOCALES / "greenroom.pot"
OPTIONS: dict[str, Any] = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}
# How rules and pages make a sentence; `phrase` is for texts of packs, which are read from there.
MAKERS: dict[str, Any] = {"msg": None, "msg_n": (1, 2)}
NOT_READ = ("tests", "benchmarks")
PLACEHOLDERS = re.compile(r"\{\w+\}|%\(\w+\)[sd]")


def collect() -> Catalog:
    """All texts, each with the file it stands in."""
    catalog = Catalog(project="Greenroom", charset="utf-8")
    # By their spelling: a text with a plural is a tuple, which does not compare with a text.
    for place, line, text in sorted({*_of_templates(), *_of_code(), *_of_packs()}, key=str):
        catalog.add(text, None, [(place, line)])
    return catalog


def spoken(part: Any) -> Iterator[str]:
    """The labels, hints and texts of a pack."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in SPOKEN:
                yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
            yield from spoken(value)
    elif isinstance(part, list):
        for each in part:
            yield from spoken(each)


def write(path: Path = CATALOG) -> Catalog:
    """Write what translators get."""
    catalog = collect()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_by_file=True, omit_header=True, include_lineno=False)
    return catalog


def update(po: Path, template: Catalog) -> list[str]:
    """Bring a language up to date and compile it; returns the texts that a translator still has to look at."""
    with po.open("rb") as file:
        catalog = read_po(file)
    catalog.update(template)
    with po.open("wb") as file:
        write_po(file, catalog, include_lineno=False, ignore_obsolete=True)
    with po.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return [str(each.id) for each in catalog if each.id and (each.fuzzy or not _complete(each.id, each.string))]


def main() -> None:
    """Collect, bring every language up to date, compile, and tell what is missing."""
    template = write()
    pseudo.write(template, LOCALES / "en_XA" / "LC_MESSAGES" / "greenroom.mo")
    print(f"{len(template)} texts in {CATALOG.relative_to(ROOT)}")  # noqa: T201 (what it is for)
    for po in sorted(LOCALES.glob("*/LC_MESSAGES/greenroom.po")):
        missing = update(po, template)
        print(f"{po.parents[1].name}: {len(missing)} to translate", *missing, sep="\n  ")  # noqa: T201


def _complete(source: Any, translation: Any) -> bool:
    forms = [translation] if isinstance(translation, str) else list(translation or [""])
    wanted = set(PLACEHOLDERS.findall(source if isinstance(source, str) else source[-1]))
    return all(form and set(PLACEHOLDERS.findall(form)) <= wanted for form in forms)


def _of_templates() -> Iterator[tuple[str, int, Any]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".subject", ".svg"):
            for line, text, _, _ in extract_from_file("jinja2", path, options=OPTIONS):
                yield path.relative_to(ROOT).as_posix(), line, text


def _of_code() -> Iterator[tuple[str, int, Any]]:
    for package in sorted(ROOT.glob("*/__init__.py")):
        for path in sorted(package.parent.rglob("*.py")) if package.parent.name not in NOT_READ else ():
            for line, text, _, _ in extract_from_file("python", path, keywords=MAKERS):
                yield path.relative_to(ROOT).as_posix(), line, text


def _of_packs() -> Iterator[tuple[str, int, Any]]:
    packs = [header.parent for header in (ROOT / "policies").glob("*/pack.yaml")]
    for path in sorted(file for pack in packs for file in pack.glob("*.yaml")):
        for text in spoken(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield path.relative_to(ROOT).as_posix(), 1, text


if __name__ == "__main__":
    main()
