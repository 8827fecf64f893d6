"""Which characters the certificate press can set: better no second name than one made of boxes."""

import os
import subprocess
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "templates" / "pdf" / "fonts"
PATIENCE = 10  # seconds


@cache
def settable(name: str) -> bool:
    """Whether our cut fonts, or one font of the system that we may borrow from, hold all of a name."""
    strange = sorted({character for character in name if not character.isspace() and ord(character) not in _own()})
    return not strange or _lent(":charset=" + " ".join(f"{ord(each):x}" for each in strange))


@cache
def _own() -> frozenset[int]:
    held: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            held |= font.getBestCmap().keys()
    return frozenset(held)


def _lent(pattern: str) -> bool:
    """Whether Fontconfig finds a font for the pattern among those that the press may use."""
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
    command = ["fc-list", pattern, "file"]
    try:
        found = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(found.stdout.strip())
