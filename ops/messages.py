"""Collects every text a person reads, from templates and policy packs: `python -m ops.messages`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from settings import ROOT
from web.common.wording import SPOKEN

CATALOG = ROOT / "templates" / "locale" / "greenroom.pot"
OPTIONS: dict[str, Any] = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}


def collect() -> Catalog:
    """All texts, each with the file it stands in."""
    catalog = Catalog(project="Greenroom", charset="utf-8")
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".subject", ".svg"):
            for line, message, _, context in extract_from_file("jinja2", path, options=OPTIONS):
                catalog.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context)
    packs = [header.parent for header in (ROOT / "policies").glob("*/pack.yaml")]
    for path in sorted(file for pack in packs for file in pack.glob("*.yaml")):
        for text in spoken(yaml.safe_load(path.read_text(encoding="utf-8"))):
            catalog.add(text, None, [(str(path.relative_to(ROOT)), 1)])
    return catalog


def spoken(part: Any) -> Iterator[str]:
    """The labels, hints and texts of a pack."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in SPOKEN and isinstance(value, str):
                yield value
            else:
                yield from spoken(value)
    elif isinstance(part, list):
        for each in part:
            yield from spoken(each)


def write(path: Path = CATALOG) -> int:
    """Write the catalogue; returns how many texts it holds."""
    catalog = collect()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_by_file=True, omit_header=True, include_lineno=False)
    return len(catalog)


if __name__ == "__main__":
    print(f"{write()} texts in {CATALOG.relative_to(ROOT)}")  # noqa: T201 (its only output)
