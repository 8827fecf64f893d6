"""Lines of a form that become options: empty ones fall away, two alike are a fault."""

from collections.abc import Iterable

from domain.exchange.common import option_keys
from domain.items.parts import Option
from domain.items.richtext import clean, to_plain
from domain.lengths import LONGEST_OPTION
from domain.messages import msg
from web.items.kinds.pages import Errors


def filled(typed: list[str], name: str, found: Errors, *, same: bool = False) -> dict[int, str]:
    """The safe text of each line that is not empty, by its place; two alike are a fault unless they may be the same."""
    rows = {place: clean(words) for place, words in enumerate(typed) if to_plain(clean(words))}
    seen: dict[str, int] = {}
    for place, words in rows.items():
        if len(words) > LONGEST_OPTION:
            found[f"{name}.{place}"] = msg(
                "This line is longer than {longest_option} characters. Shorten it.", longest_option=LONGEST_OPTION
            )
        elif not same and to_plain(words) in seen:
            found[f"{name}.{place}"] = msg("Two lines say the same. Change or empty one of them.")
        seen[to_plain(words)] = place
    return {place: words[:LONGEST_OPTION] for place, words in rows.items()}


def numbered(texts: Iterable[str]) -> tuple[Option, ...]:
    """Options with keys of their own, in this order."""
    lines = list(texts)
    return tuple(Option(key=key, text=words) for key, words in zip(option_keys(len(lines)), lines, strict=True))


def with_empty_lines(lines: list[str], least: int) -> list[str]:
    """The lines, with empty ones added until there are so many."""
    return lines + [""] * (least - len(lines))
