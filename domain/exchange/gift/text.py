"""The text of a GIFT file: blocks between blank lines, comments, escapes; see Moodle's documentation of GIFT."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPECIAL = "\\:#={}~\n"
# Characters that Unicode keeps out of texts, so none of a file's own is taken for a stand-in.
_MASKS = {char: chr(0xFDD0 + index) for index, char in enumerate(_SPECIAL)}
_MASK = str.maketrans(dict.fromkeys(range(0xFDD0, 0xFDF0)))
_UNMASK = str.maketrans({mask: char for char, mask in _MASKS.items()})
_ESCAPES = {char: "\\n" if char == "\n" else f"\\{char}" for char in _SPECIAL}
_ESCAPE = str.maketrans(_ESCAPES)
_ESCAPED = re.compile(r"\\([\\:#={}~n])")


class Block(NamedTuple):
    """One question of the file: where it begins (1-based), its masked text, and the tags of its comments."""

    line: int
    text: str
    tags: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a file, parted by blank lines; a category stands alone even without one."""
    begun, lines, tags = 0, list[str](), list[str]()
    # The blank line at the end closes the last block.
    for number, line in enumerate(f"{text}\n".split("\n"), 1):
        bare = line.strip()
        if bare.startswith("//"):
            tags += re.findall(r"\[tag:([^\[\]]*)\]", bare)
            continue
        alone = bare.startswith("$CATEGORY:") and not lines
        if bare:
            begun = begun or number
            lines.append(line)
        if lines and (alone or not bare):
            yield Block(begun, mask("\n".join(lines)).strip(), tuple(tags))
            begun, lines, tags = 0, [], []


def mask(text: str) -> str:
    """The text with escaped characters replaced by stand-ins, so that any control character left is meant."""
    return _ESCAPED.sub(lambda found: _MASKS["\n" if found[1] == "n" else found[1]], text.translate(_MASK))


def unmask(text: str) -> str:
    """The text with each stand-in replaced by the character it stands for."""
    return text.translate(_UNMASK)


def protect(text: str) -> str:
    """The text with every control character escaped, on one line."""
    return text.translate(_ESCAPE)
