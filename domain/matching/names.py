"""Finding a name in a document's text, and saying exactly which words differ."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from domain.matching.likeness import ABSENT, Likeness, Match, best
from domain.matching.nearness import compare, windows
from domain.matching.words import HAN, Word, is_han, latin_base, words

LONGEST_NAME = 300  # letters that are compared
LONGEST_TEXT = 60_000  # letters of a page that are looked through
LABELS = re.compile(
    "(?:名称|姓名|代表人|负责人|经营者|字号|住所|地址|单位|法人|户名|人|为|是|"
    "性别|民族|出生|类型|注册|成立|经营|营业|职务|身份|证件|证号|统一|法定|电话|发证|登记|先生|女士|的|男|女)"
)


def find_name(name: str, text: str) -> Match:
    """Where a text shows the name of a person or firm, or an address: the best match."""
    name, text = (unicodedata.normalize("NFC", each) for each in (name[:LONGEST_NAME], text[:LONGEST_TEXT]))
    wanted, page = words(name), words(text)
    if not any(not word.weak for word in wanted):
        return ABSENT
    for found in (_literal(wanted, page, text), _across_scripts(wanted, page, text)):
        if found:
            return found
    return best(compare(name, wanted, text, window=window) for window in windows(wanted, page))


def _literal(wanted: list[Word], page: list[Word], text: str) -> Match | None:
    """The name itself, spaces and order of a person's names aside."""
    found = [
        _bounded(wanted, page, text, first=first, last=last)
        for order in _orders(wanted, turn=not any(map(is_han, wanted)))
        for first, last in _spans(order, page, lambda plain: plain)
    ]
    return best(found) if found else None


def _across_scripts(wanted: list[Word], page: list[Word], text: str) -> Match | None:
    """The name in another script or spelling: at most a minor difference."""
    for order in _orders(wanted, turn=True):
        for first, last in _spans(order, page, latin_base):
            if is_han(wanted[0]) and is_han(page[first]):
                continue  # two Han names that sound alike are two names
            raw = text[page[first].start : page[last].end]
            pair = (raw, " ".join(word.plain for word in wanted))
            return Match(likeness=Likeness.MINOR, raw=raw, similarity=0.9, differing=(pair,))
    return None


def _orders(wanted: list[Word], turn: bool) -> Iterator[Sequence[Word]]:
    """The name as it stands, and a person's two or three names in any order."""
    yield wanted
    if turn and 1 < len(wanted) <= 3 and not any(word.weak for word in wanted):
        yield from list(permutations(wanted))[1:]


def _spans(order: Sequence[Word], page: list[Word], key: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """First and last index of the page's words that spell the name, wherever the spaces are."""
    needle = "".join(key(word.plain) for word in order)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    length, parts = 0, []
    for index, word in enumerate(page):
        starts.setdefault(length, index)
        parts.append(key(word.plain))
        length += len(parts[-1])
        ends[length] = index
    joined = "".join(parts)
    # A single letter is found on any page.
    at = joined.find(needle) if len(needle) > 1 else -1
    while at >= 0:
        if at in starts and at + len(needle) in ends:
            yield starts[at], ends[at + len(needle)]
        at = joined.find(needle, at + 1)


def _bounded(wanted: list[Word], page: list[Word], text: str, *, first: int, last: int) -> Match:
    """Equivalent, or minor when the name found is a part of a longer one."""
    start, end = page[first].start, page[last].end
    before, after = _run_before(text, start), _run_after(text, end)
    following = page[last + 1] if last + 1 < len(page) else None
    if following and following.weak and not any(word.weak for word in wanted) and not after:
        gap = text[end : following.start]
        after = text[end : following.end] if "\n" not in gap and len(gap) < 3 else ""
    raw = text[start - len(before) : end + len(after)].strip()
    extra = tuple((part.strip(), "") for part in (before, after) if part)
    return Match(likeness=Likeness.MINOR if extra else Likeness.EQUIVALENT, raw=raw, similarity=1, differing=extra)


def _run_before(text: str, start: int) -> str:
    """Han letters that stand directly before a Han name and are no label."""
    run = re.search(rf"(?:[{HAN}] ?)+$", text[max(0, start - 60) : start])
    if not run or not re.match(f"[{HAN}]", text[start]):
        return ""
    return LABELS.split(run[0].replace(" ", ""))[-1] and LABELS.split(run[0])[-1]


def _run_after(text: str, end: int) -> str:
    """Han letters that stand directly behind a Han name and are no label."""
    run = re.match(rf"(?: ?[{HAN}])+", text[end : end + 60])
    if not run or not re.match(f"[{HAN}]", text[end - 1]):
        return ""
    return LABELS.split(run[0])[0] if LABELS.split(run[0].replace(" ", ""))[0] else ""
