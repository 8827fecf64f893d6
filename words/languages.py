"""Which language a browser asks for, what languages call themselves, and the time zones to choose from."""

from collections.abc import Sequence
from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from words.catalogues import PSEUDO, SOURCE

LONGEST_HEADER = 200
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1000)
def negotiated(accepted: str, offered: Sequence[str]) -> str:
    """The offered language that an Accept-Language header likes best; English when it likes none."""
    ours = {_script(each): each for each in offered if each != PSEUDO}
    wanted = sorted(_weighed(accepted[:LONGEST_HEADER]), reverse=True)
    return next((ours[script] for _, _, script in wanted if script in ours), SOURCE)


@cache
def own_name(language: str) -> str:
    """What a language calls itself, such as `English` or `中文`."""
    if language == PSEUDO:
        return "Pseudo"
    return str(Locale.parse(language.replace("-", "_")).get_display_name()).capitalize()


@cache
def time_zones() -> tuple[str, ...]:
    """The IANA names of the zones that people live in, sorted, after UTC."""
    return ("UTC", *sorted(each for each in available_timezones() if each.split("/")[0] in AREAS))


def _weighed(accepted: str) -> list[tuple[float, int, str]]:
    """Weight, place and script of each language that a header names; a weight of 0 means never."""
    found = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        try:
            weighs = float(weight or 1)
        except ValueError:
            continue
        if weighs > 0:
            found.append((weighs, -place, _script(tag)))
    return found


@lru_cache(maxsize=1000)
def _script(tag: str) -> str:
    """Language and script of a tag: a reader of zh-CN reads zh-Hans, and none who reads zh-TW does."""
    language, *more = tag.lower().split("-")
    written = next((part.title() for part in more if len(part) == 4), "")
    territory = next((part.upper() for part in more if len(part) == 2), "")
    # By the country where that tells, as for Taiwan; many a country has no locale of its own, such as zh-DE.
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{territory}") or likely.get(language, "")
    return f"{language}-{written or next((part for part in full.split('_') if len(part) == 4), '')}"
