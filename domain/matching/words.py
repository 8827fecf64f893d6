"""Names and addresses as comparable words: case, width, accents, legal forms and street words made equal."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{HAN}]|&|[^\W_{HAN}]+")  # Han letters stand alone, so that spaces within do not matter
LEGAL = {
    "co": "co|company|compagnie|cie",
    "ltd": "ltd|limited",
    "co ltd": "有限公司|有限责任公司",
    "stock co ltd": "股份有限公司",
    "pty ltd": "pty ltd|proprietary limited",
    "llc": "llc|l l c|limited liability company",
    "inc": "inc|incorporated",
    "corp": "corp|corporation",
    "plc": "plc|p l c|public limited company",
    "lp": "lp|limited partnership",
    "gmbh": "gmbh|g m b h|gesellschaft mit beschränkter haftung",
    "ug": "ug|ug haftungsbeschränkt|unternehmergesellschaft haftungsbeschränkt|unternehmergesellschaft",
    "ag": "ag|aktiengesellschaft",
    "kg": "kg|kommanditgesellschaft",
    "ohg": "ohg|offene handelsgesellschaft",
    "ek": "e k|eingetragener kaufmann|eingetragene kauffrau",
    "sa": "sa|s a|société anonyme",
    "sas": "sas|s a s|société par actions simplifiée",
    "sarl": "sarl|s a r l|société à responsabilité limitée",
    "srl": "srl|s r l|società a responsabilità limitata",
    "spa": "spa|s p a|società per azioni",
    "bv": "bv|b v|besloten vennootschap",
    "sl": "sl|s l|sociedad limitada",
}
PLACES = {
    "st": "st|street|str|straße",
    "rd": "rd|road",
    "ave": "ave|av|avenue",
    "blvd": "blvd|bd|boulevard",
    "dr": "dr|drive",
    "ln": "ln|lane",
    "sq": "sq|square",
    "ste": "ste|suite",
    "apt": "apt|apartment",
    "bldg": "bldg|building",
    "fl": "fl|floor",
    "rm": "rm|room",
    "no": "no|number|nr|nummer",
    "dist": "dist|district",
    "prov": "prov|province",
    "and": "&|and",
}


class Word(NamedTuple):
    """A comparable word and where it stands in the text; `weak` words (legal forms) cannot carry a match."""

    plain: str
    start: int
    end: int
    weak: bool = False


CONFUSED = str.maketrans("oqilsbz", "0011582")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case, usual width, no accents."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    # Hauptstraße and Hauptstr. are one word; casefold has already made ss of ß.
    return re.sub("(?<=..)strasse$", "str", "".join(c for c in bare if not unicodedata.combining(c)))


@lru_cache(maxsize=20_000)
def latin_base(plain: str) -> str:
    """A folded word in Latin letters, whatever its script, with German ae, oe, ue as a, o, u."""
    latin = re.sub(r"\W", "", anyascii(plain)).lower()
    return re.sub("([aou])e", r"\1", latin)


def skeleton(plain: str) -> str:
    """What is left when letters that scanners confuse are made one: 0/O, 1/I/l, 5/S, 8/B, 2/Z, m/rn."""
    return plain.replace("rn", "m").translate(CONFUSED)


def is_han(word: Word) -> bool:
    """Whether it is a single Han letter or kana."""
    return bool(re.match(f"[{HAN}]", word.plain))


def words(text: str) -> list[Word]:
    """The words of a text (in NFC), with phrases such as "Company Limited" in their short form."""
    raw = [Word(fold(found[0]), *found.span()) for found in WORD.finditer(text)]
    return list(_shortened(raw))


def _shortened(raw: list[Word]) -> Iterator[Word]:
    at = 0
    while at < len(raw):
        # The longest phrase first, or "co" would be taken out of "co ltd".
        for size in range(min(LONGEST, len(raw) - at), 0, -1):
            short = PHRASES.get(tuple(each.plain for each in raw[at : at + size]))
            if short:
                parts, weak = short
                yield from (Word(part, raw[at].start, raw[at + size - 1].end, weak) for part in parts)
                at += size
                break
        else:
            yield raw[at]
            at += 1


def _phrases() -> Iterator[tuple[tuple[str, ...], tuple[list[str], bool]]]:
    for table, weak in ((LEGAL, True), (PLACES, False)):
        for short, variants in table.items():
            for variant in variants.split("|"):
                yield tuple(fold(found[0]) for found in WORD.finditer(variant)), (short.split(), weak)


PHRASES = dict(_phrases())
LONGEST = max(map(len, PHRASES))
