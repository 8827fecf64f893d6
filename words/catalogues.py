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


@cache
def catalogue(language: str, folder: Path = FOLDER) -> NullTranslations:
    """The translations into a language; what it lacks stays English."""
    return translation(DOMAIN, folder, languages=[language.replace("-", "_")], fallback=True)


@cache
def locale_of(language: str) -> Locale:
    """How a language writes dates, numbers and lists."""
    return Locale.parse(LOCALES.get(language, language.replace("-", "_")))


@cache
def offered(pseudo: bool = False, folder: Path = FOLDER) -> tuple[str, ...]:
    """The tags of the languages a reader may choose, English first."""
    compiled = {mo.parents[1].name.replace("_", "-") for mo in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return (SOURCE, *sorted(compiled - {SOURCE} - (set() if pseudo else {PSEUDO})))
