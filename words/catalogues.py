"""The languages we have: English, in which everything is written, and each with a compiled catalogue."""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from babel import Locale

SOURCE = "en"
PSEUDO = "en-XA"  # for tests and developers: English with accents, longer, and in brackets
DOMAIN = "greenroom"
FOLDER = Path(__file__).parents[1] / "templates" / "locale"
# Both are English; ours is British.
LOCALES = {SOURCE: "en_GB", PSEUDO: "en_GB"}


def catalogue(language: str) -> NullTranslations:
    """The translations into a language; what it lacks stays English."""
    return _loaded(FOLDER, language.replace("-", "_"))


@cache
def locale_of(language: str) -> Locale:
    """How a language writes dates, numbers and lists."""
    return Locale.parse(LOCALES.get(language, language.replace("-", "_")))


def offered(pseudo: bool) -> tuple[str, ...]:
    """The tags of the languages a reader may choose, English first."""
    return (SOURCE, *(each for each in _compiled(FOLDER) if each not in (SOURCE, "" if pseudo else PSEUDO)))


@cache
def _loaded(folder: Path, name: str) -> NullTranslations:
    return translation(DOMAIN, folder, languages=[name], fallback=True)


@cache
def _compiled(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(mo.parents[1].name.replace("_", "-") for mo in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))
