# mypy: disable-error-code="import-untyped"
"""Cut, convert and rename the certificate's fonts; a developer's tool, never needed at run time.

Sources (all SIL Open Font License 1.1, see templates/pdf/fonts/README.md):

    npm pack @expo-google-fonts/eb-garamond@0.4.3 @expo-google-fonts/inter@0.4.2   # unpack both into one folder
    apt-get install fonts-noto-cjk
    python ops/build_fonts.py SOURCES

where SOURCES holds the unpacked `EBGaramond_*.ttf` and `Inter_*.ttf` at any depth.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).parent.parent / "templates" / "pdf" / "fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED_CHINESE = 2  # the face inside a Noto CJK collection: JP, KR, SC, TC, HK
LATIN_BLOCKS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2B0, 0x36F),  # Latin, modifiers, combining marks
    (0x370, 0x3FF),
    (0x400, 0x52F),  # Greek, Cyrillic
    (0x1E00, 0x1FFF),
    (0x2000, 0x206F),
    (0x2070, 0x209F),  # Vietnamese, polytonic Greek, punctuation
    (0x20A0, 0x20CF),
    (0x2100, 0x215F),
    (0x2190, 0x2199),
    (0x2212, 0x2212),  # money, letterlike, arrows, minus
)
SPACES = {0x20, 0xA0, *range(0x2000, 0x200E), 0x202F, 0x3000}  # Pango sets a space in the script before it
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "lnum", "onum", "pnum", "tnum", "smcp", "c2sc", "case"]


@dataclass(frozen=True)
class FontSubset:
    """One font to make: where it comes from, what it is called, which characters it keeps."""

    source: str
    family: str
    style: str
    cjk: bool = False

    @property
    def file(self) -> Path:
        """Where the result is written."""
        return TARGET / f"{self.family}-{self.style}.ttf".replace(" ", "")


CUTS = (
    FontSubset("EBGaramond_400Regular.ttf", "Greenroom Serif", "Regular"),
    FontSubset("EBGaramond_500Medium.ttf", "Greenroom Serif", "Medium"),
    FontSubset("EBGaramond_400Regular_Italic.ttf", "Greenroom Serif", "Italic"),
    FontSubset("Inter_500Medium.ttf", "Greenroom Sans", "Medium"),
    FontSubset("NotoSerifCJK-Regular.ttc", "Greenroom Song", "Regular", cjk=True),
    FontSubset("NotoSansCJK-Regular.ttc", "Greenroom Hei", "Regular", cjk=True),
)


def latin() -> set[int]:
    """Code points of the Latin, Greek and Cyrillic faces."""
    return {code for first, last in LATIN_BLOCKS for code in range(first, last + 1)}


def gb2312() -> set[int]:
    """Code points of GB 2312 from the CJK blocks on, full-width forms, and spaces; the rest is set in Latin faces."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    characters = (pair.decode("gb2312", errors="ignore") for pair in pairs)
    return {ord(one) for one in characters if one and ord(one) >= 0x2460} | SPACES | set(range(0xFF01, 0xFF5F))


def cut(font: TTFont, codes: set[int]) -> None:
    """Drop in place every glyph, feature and name record a certificate cannot need."""
    options = subset.Options(
        layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    options.drop_tables += ["DSIG", "STAT", "vhea", "vmtx", "VORG", "BASE", "MATH"]
    options.desubroutinize = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Turn PostScript outlines into quadratic ones: WeasyPrint embeds those smaller and faster."""
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=2.0, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), glyf
    del font["CFF "]
    font["maxp"] = _maximum_profile(len(order))
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 3.0, [], {}
    font.sfntVersion = "\x00\x01\x00\x00"


def _maximum_profile(glyphs: int) -> object:
    profile = newTable("maxp")
    profile.tableVersion, profile.numGlyphs = 0x00010000, glyphs
    zero = "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions"
    for field in zero.split():
        setattr(profile, field, 0)
    profile.maxZones, profile.maxComponentElements = 1, 0
    return profile


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font our family name, since a changed font may not carry a reserved name."""
    postscript = f"{family}-{style}".replace(" ", "")
    names = {1: family, 2: style, 3: f"1.0;{postscript}", 4: f"{family} {style}", 6: postscript, 16: family, 17: style}
    table = font["name"]
    for number in (16, 17, 18, 21, 22, 25):
        table.removeNames(nameID=number)
    for number, text in names.items():
        table.removeNames(nameID=number)
        table.setName(text, number, 3, 1, 0x409)


def build(one: FontSubset, sources: Path) -> Path:
    """Make one font file and return its path; FileNotFoundError when the source is missing."""
    found = next(_candidates(one, sources), None)
    if found is None:
        raise FileNotFoundError(f"{one.source}: not below {sources}")
    font = TTFont(found, fontNumber=SIMPLIFIED_CHINESE if one.cjk else -1, recalcTimestamp=False)
    cut(font, gb2312() if one.cjk else latin())
    if "CFF " in font:
        to_truetype(font)
    rename(font, one.family, one.style)
    TARGET.mkdir(parents=True, exist_ok=True)
    font.save(one.file)
    return one.file


def _candidates(one: FontSubset, sources: Path) -> Iterator[Path]:
    yield from (NOTO if one.cjk else sources).rglob(one.source)


def main() -> None:
    """Build every font and print its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, help="folder with the unpacked EB Garamond and Inter packages")
    sources = parser.parse_args().sources
    for one in CUTS:
        made = build(one, sources)
        print(f"{made.name:32} {made.stat().st_size / 1e6:6.2f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
