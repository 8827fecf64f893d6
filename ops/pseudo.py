"""The pseudo-language en-XA: English with accents, 40 % longer and in brackets, made from whatever the extractor found.

A text on a page without brackets was never given to a translator; one that spills over would do so in German.
"""

import re
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo

# What a translator has to leave alone: placeholders of both kinds, tags and entities.
WHOLE = re.compile(r"(\{\w+\}|%\(\w+\)[sd]|%%|<[^>]+>|&#?\w+;)")
ACCENTED = str.maketrans("aeiouyAEIOUYcdglnrstzCDGLNRSTZ", "áéíóúýÁÉÍÓÚÝçđğļñŕšţžÇĐĞĻÑŔŠŢŽ")
VOWELS = re.compile(r"([áéíóúýÁÉÍÓÚÝ])")
LONGER = 1.4


def pseudo(text: str) -> str:
    """The text in the pseudo-language, its placeholders and markup whole."""
    body = accented(text)
    padding = "".join(" éé" for _ in range(len(body), round(len(text) * LONGER), 3))
    return f"⟦{body}{padding}⟧"


def accented(text: str) -> str:
    """The text with accents; that of a part is a part of that of the whole."""
    parts = (part for part in WHOLE.split(text) if part)
    return "".join(part if WHOLE.fullmatch(part) else VOWELS.sub(r"\1\1", part.translate(ACCENTED)) for part in parts)


def translated(source: Catalog) -> Catalog:
    """The catalogue in the pseudo-language."""
    catalog = Catalog(locale="en", project=source.project, charset="utf-8")
    for message in source:
        if isinstance(message.id, str):
            catalog.add(message.id, pseudo(message.id) if message.id else message.string)
        else:
            catalog.add(message.id, tuple(pseudo(form) for form in message.id))
    return catalog


def write(source: Catalog, path: Path) -> None:
    """Compile the pseudo-language, at once in its place: tests that run side by side may write it twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{id(source)}")
    with fresh.open("wb") as file:
        write_mo(file, translated(source))
    fresh.replace(path)
