"""Rich text: the little HTML that stems, options and explanations may hold, and its way from and to plain text."""

import re
from html import escape, unescape

import nh3

_INLINE = {"br", "strong", "em", "b", "i", "u", "sub", "sup", "code"}
_PARAGRAPHS = {"p", "ul", "ol", "pre", "blockquote", "table"}
_TABLE = {"thead", "tbody", "tr", "th", "td"}
TAGS = _INLINE | _PARAGRAPHS | _TABLE | {"li"}
_LARGEST = 100_000  # characters, and
_MOST_TAGS = 2000  # tags that are parsed: the parser needs quadratic time for tags inside one another
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def clean(html: str) -> str:
    """The text as safe HTML: known tags without attributes, nothing that runs, links or loads; the same if repeated.

    Of a text with thousands of tags only the words are kept.
    """
    if len(html) > _LARGEST or html.count("<") > _MOST_TAGS:
        return from_plain(unescape(_TAG.sub("", html)))
    once = _sanitised(html)
    # Dropped tags can leave the rest nested as no document may be; a parser settles that in a few passes.
    for _ in range(5):
        once, before = _sanitised(once), once
        if once == before:
            break
    return once


def _sanitised(html: str) -> str:
    return fit(nh3.clean(fit(html), tags=TAGS, attributes={}, link_rel=None)).strip()


def fit(text: str) -> str:
    """Plain newlines, and no characters that a file of XML cannot hold."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def from_plain(text: str) -> str:
    """Plain text as safe HTML: a blank line parts paragraphs, a newline breaks the line; one paragraph has no tag."""
    safe = escape(fit(text).strip(), quote=False).replace("\xa0", "&nbsp;")
    parts = [part.replace("\n", "<br>") for part in _BLANK_LINES.split(safe)]
    return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)


def to_plain(html: str) -> str:
    """Safe HTML as plain text: paragraphs parted by a blank line, rows and list entries on lines of their own."""
    parts = [_gap(part) if part.startswith("<") else unescape(part) for part in re.split(r"(<[^<>]*>)", html)]
    # Line by line: a pattern for the spaces around newlines would need quadratic time for a long run of them.
    text = "\n".join(line.strip(" \t") for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _gap(tag: str) -> str:
    """What a tag leaves in plain text."""
    name = tag.strip("</ >").lower()
    if name in _PARAGRAPHS:
        return "\n\n"
    if tag.startswith("</"):
        return ""
    return {"br": "\n", "tr": "\n", "li": "\n- ", "td": " ", "th": " "}.get(name, "")
