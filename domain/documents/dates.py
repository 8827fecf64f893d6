"""Dates in a document's text, and which of them say when it was issued and when it ends."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel

MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "PR", "GU"})
NAMES = (  # English, German, French, without accents; their first letters suffice
    ("jan",),
    ("feb", "fev"),
    ("mar", "maer", "mrz"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aou"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez"),
)
MONTHS = {start: number for number, starts in enumerate(NAMES, start=1) for start in starts}
NAME = r"(?P<m>(?:jan|feb|fev|mar|maer|mrz|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|sep|oct|okt|nov|dec|dez)[a-z]*)\.?"
FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        r"(?<![\d.])(?P<y>(?:19|20|21)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<a>\d{1,2})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?[\s-]*{NAME},?[\s-]+(?P<y>\d{{4}})(?!\d)",
        rf"\b{NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
    )
)
ENDLESS = re.compile(r"长\s*期|永\s*久|\b(?:indefinite(?:ly)?|unlimited|no expiry|unbefristet|illimitee?)\b")
RANGE = re.compile(r"^\s*(?:至|到|止|to|until|till|bis(?: zum)?|au|jusqu'au|-|–|—|~|～)\s*$")
ENDS = re.compile(
    r"valid (?:until|till|thru|through|to)|validity|expir(?:y|es|ation|ing)|good through|"
    r"gultig|ablauf|gultigkeit|befristet bis|valable|validite|valide|echeance|"
    r"有效期|营业期限|经营期限|到期|届满|失效"
)
BEGINS = re.compile(r"valid from|gultig (?:ab|vom|von)|valable (?:du|a partir)|起始日期|生效")
ISSUED = re.compile(
    r"date of issue|issue date|issued|issuance|date issued|statement date|invoice date|dated|"
    r"ausgestellt|ausstellung|rechnungsdatum|delivre|delivrance|emis le|emission|fait a|fait le|"
    r"发证日期|签发日期|颁发日期|核准日期|登记日期|开具日期|签发|发证"
)
BEFORE = 60  # letters before a date in which its label stands


class FoundDate(BaseModel, frozen=True):
    """A date as printed; `day` is None when the document says that it never ends."""

    day: date | None
    raw: str


class _Spot(BaseModel, frozen=True):
    day: date | None
    start: int
    end: int


def expiry_of(text: str, country: str) -> FoundDate | None:
    """The day after which the document is no longer valid: the earliest, when it names several."""
    plain = _plain(text)
    found = [spot for spot, label in _labelled(plain, country) if label == "ends"]
    dated = [spot for spot in found if spot.day]
    chosen = min(dated, key=lambda spot: spot.day or date.max) if dated else next(iter(found), None)
    return _told(text, plain, chosen)


def issued_on(text: str, country: str) -> FoundDate | None:
    """The day the document was issued: the latest, when it names several."""
    plain = _plain(text)
    found = [spot for spot, label in _labelled(plain, country) if label == "issued" and spot.day]
    return _told(text, plain, max(found, key=lambda spot: spot.day or date.min, default=None))


def dates_in(text: str, country: str) -> list[FoundDate]:
    """All dates in the order they stand; day first except in countries that write the month first."""
    plain = _plain(text)
    spots = (_told(text, plain, spot) for spot in _spots(plain, country))
    return [found for found in spots if found]


def _told(text: str, plain: str, spot: _Spot | None) -> FoundDate | None:
    return FoundDate(day=spot.day, raw=_as_printed(text, plain[spot.start : spot.end])) if spot else None


def _as_printed(text: str, found: str) -> str:
    """The words as the document has them; where folding changed too much, as they were folded."""
    pattern = r"\s*".join(re.escape(part) for part in re.split(r"\s+", found.strip()))
    match = re.search(pattern, unicodedata.normalize("NFKC", text), re.IGNORECASE)
    return match[0] if match else found


def _plain(text: str) -> str:
    """Lower case, usual width, no accents, no spaces between Han letters (OCR puts them there)."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", bare)


def _labelled(plain: str, country: str) -> Iterator[tuple[_Spot, str]]:
    """Each date with what the words before it say it is."""
    last, label = 0, ""
    for spot in _spots(plain, country):
        between = plain[max(last, spot.start - BEFORE) : spot.start]
        joined = last and RANGE.match(between)
        label = ("ends" if label == "begins" else label) if joined else _label(between)
        if joined or not _opens_range(plain, spot, country):
            yield spot, label
        last = spot.end


def _opens_range(plain: str, spot: _Spot, country: str) -> bool:
    """Whether another date follows as the range's end ("from 1 May 2020 to 30 April 2030")."""
    following = next((each for each in _spots(plain[spot.end : spot.end + BEFORE], country)), None)
    return bool(following and RANGE.match(plain[spot.end : spot.end + following.start]))


def _label(words: str) -> str:
    """`ends`, `begins`, `issued` or nothing: whichever stands nearest to the date."""
    kinds = {"ends": ENDS, "begins": BEGINS, "issued": ISSUED}
    marks = [(found.end(), kind) for kind, pattern in kinds.items() for found in pattern.finditer(words)]
    return max(marks, default=(0, ""))[1]


def _spots(plain: str, country: str) -> list[_Spot]:
    found: dict[int, _Spot] = {}
    for form in FORMS:
        for match in form.finditer(plain):
            if day := _day(match, country):
                spot = _Spot(day=day, start=match.start(), end=match.end())
                # What an earlier form has read is not read in another way by a later one.
                if not any(spot.start < other.end and other.start < spot.end for other in found.values()):
                    found[spot.start] = spot
    for match in ENDLESS.finditer(plain):
        found[match.start()] = _Spot(day=None, start=match.start(), end=match.end())
    return [found[start] for start in sorted(found)]


def _day(match: re.Match[str], country: str) -> date | None:
    """The date, or nothing when the calendar has no such day."""
    parts = match.groupdict()
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        # A date with dots has its day first wherever it is written.
        month_first = country.upper() in MONTH_FIRST and parts["s"] != "." and first <= 12
        # A figure above 12 can only be the day.
        month, day = (first, second) if month_first or second > 12 else (second, first)
    else:
        name = parts["m"]
        # Four letters tell June from July in French (juin, juil); three do for most others.
        month = int(name) if name.isdigit() else next(MONTHS[name[:n]] for n in (4, 3) if name[:n] in MONTHS)
        day = int(parts["d"])
    try:
        return date(int(parts["y"]), month, day)
    except ValueError:
        return None
