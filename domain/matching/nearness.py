"""A name against the stretches of a text that come near it, word by word."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from itertools import zip_longest

from domain.matching.likeness import ABSENT, Likeness, Match
from domain.matching.words import Word, is_han, latin_base, skeleton

NEAR = 0.6  # the share of a name that must be there to call it this name with a difference
WEAK = 0.25  # weight of a legal form against other words


def windows(wanted: list[Word], page: list[Word]) -> Iterator[list[Word]]:
    """The dozen stretches of the page that share most words with the name."""
    places: dict[str, list[int]] = {}
    for index, word in enumerate(page):
        places.setdefault(skeleton(word.plain), []).append(index)
    votes: Counter[int] = Counter()
    for offset, word in enumerate(wanted):
        key = skeleton(word.plain)
        near = (
            [key] if key in places else get_close_matches(key, places, 2, 0.8) if offset < 12 and len(key) > 3 else []
        )
        for each in near if not word.weak else []:
            # Only so many: a word that stands everywhere would vote for every place.
            votes.update(max(0, index - offset) for index in places[each][:50])
    for start, _ in votes.most_common(12):
        yield page[max(0, start - 1) : start + len(wanted) + 2]


def compare(name: str, wanted: list[Word], text: str, *, window: list[Word]) -> Match:
    """The name against one stretch of the page, word by word."""
    steps = list(_steps(wanted, window))
    total = sum(_weight(word) for word in wanted)
    share = sum(_weight(want) * _alike(have, want) for have, want in steps if want) / total
    seen = [have for have, _ in steps if have]
    if share < NEAR or not seen:
        return ABSENT
    pairs = [(have, want) for have, want in steps if not have or not want or have.plain != want.plain]
    han = sum(map(is_han, wanted))
    grave = [pair for pair in pairs if not _slight(*pair, lenient=han >= 4 and len(pairs) == 1)]
    return Match(
        likeness=Likeness.DIFFERENT if grave else Likeness.MINOR,
        raw=text[seen[0].start : seen[-1].end],
        similarity=round(min(share, 0.99), 3),
        differing=tuple((_raw(text, have), _raw(name, want)) for have, want in grave or pairs),
    )


def _raw(text: str, word: Word | None) -> str:
    return text[word.start : word.end] if word else ""


def _steps(wanted: list[Word], window: list[Word]) -> Iterator[tuple[Word | None, Word | None]]:
    """Pairs (on the page, wanted); words of the page before and behind the name are left out."""
    a, b = [skeleton(word.plain) for word in wanted], [skeleton(word.plain) for word in window]
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for tag, a0, a1, b0, b1 in blocks:
        want, have = wanted[a0:a1], window[b0:b1]
        if a1 == len(wanted):
            have = have[: len(want)]
        elif a0 == 0:
            have = have[max(0, len(have) - len(want)) :]
        if tag == "replace":
            yield from _paired(have, want)
        else:
            yield from zip_longest(have, want)


def _paired(have: list[Word], want: list[Word]) -> Iterator[tuple[Word | None, Word | None]]:
    """Words at the same place; a legal form is only ever paired with a legal form."""
    for index in range(max(len(have), len(want))):
        found = have[index] if index < len(have) else None
        asked = want[index] if index < len(want) else None
        if found and asked and asked.weak and not found.weak:
            found = None
        yield found, asked


def _weight(word: Word) -> float:
    return len(word.plain) * (WEAK if word.weak else 1)


def _alike(have: Word | None, want: Word | None) -> float:
    """0-1; below 0.6 two words have nothing to do with each other."""
    if not have or not want:
        return 0.0
    ratio = SequenceMatcher(None, skeleton(have.plain), skeleton(want.plain), autojunk=False).ratio()
    return ratio if ratio >= NEAR else 0.0


def _slight(have: Word | None, want: Word | None, lenient: bool) -> bool:
    """Whether a difference is one of scanning, spelling or a missing legal form."""
    if not have or not want:
        return all(each is None or each.weak for each in (have, want))
    if have.weak or want.weak:
        return False
    if skeleton(have.plain) == skeleton(want.plain) or latin_base(have.plain) == latin_base(want.plain):
        return True
    if len(want.plain) == len(have.plain) == 1:
        return lenient
    # One replaced letter of n leaves 1 - 1/n alike and two leave 1 - 2/n: the bound lies between.
    return len(want.plain) >= 5 and _alike(have, want) >= 1 - 1.5 / len(want.plain)
