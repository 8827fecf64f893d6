"""Packs in the reader's language: their labels, hints and texts go through gettext like those of the templates."""

from gettext import NullTranslations
from typing import Any

from domain.policy.pack import Pack
from words.reader import current

# The keys of a pack whose values people read; ops/messages.py collects the same ones.
SPOKEN = ("label", "title", "hint", "why", "text", "anchors")


def worded(pack: Pack, spoken: NullTranslations | None = None) -> Pack:
    """The pack with its words translated; packs are written in English, so English needs no work."""
    language = spoken or current().catalogue
    if type(language) is NullTranslations:
        return pack
    return Pack.model_validate(_translated(pack.model_dump(), language))


def _translated(part: Any, language: NullTranslations) -> Any:
    if isinstance(part, dict):
        return {key: _said(key, value, language) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_translated(each, language) for each in part]
    return part


def _said(key: str, value: Any, language: NullTranslations) -> Any:
    if key in SPOKEN:
        if isinstance(value, str) and value:
            return language.gettext(value)
        if isinstance(value, list | tuple):
            return [_said(key, each, language) for each in value]
    return _translated(value, language)
