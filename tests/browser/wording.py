"""What a page in the pseudo-language still says in plain English: there each text of ours stands in brackets."""

import re
from collections.abc import Iterable

from babel import Locale
from playwright.sync_api import Page

WORDED = re.compile(r"⟦[^⟦⟧]*⟧")
# Dates, times, sizes and what stands before the last of a list are Babel's, which knows nothing of brackets.
BABEL = re.compile(
    r"\d{1,2} [A-Z][a-z]+ \d{4}|\b\d\d:\d\d (UTC|[A-Z]{2,4})\b|\b[\d.,]+ (kB|MB|days?|hours?|minutes?)\b"
    r"|\b(and|or)\b|\b(in )?\d+ (second|minute|hour|day|week|month|year)s?( ago)?\b"
)
OURS = "Greenroom", "Demo Market"
# Addresses, ids, numbers of certificates, names of files, ids of packs.
CODES = r"\bbase\+\w+|https?://\S+|[0-9a-f]{8}(-[0-9a-f]{4,12}){4}|GR-[AM]-\d{4}-[-\w]+|\w+\.(pdf|jpg)\b"
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMED = [name for code, name in Locale("en", "GB").territories.items() if len(code) == 2]
PLAIN = re.compile(r"\b(?=[A-Za-z]*[aeiouy])[A-Za-z]{3,}\b")
# What is read on the page or out loud, a line a block. Passages in a language of their own are what they are.
TEXTS = """() => {
  const foreign = "[lang]:not(html), [translate=no]";
  const hidden = [...document.querySelectorAll(foreign)].map((one) => [one, one.innerHTML]);
  hidden.forEach(([one]) => { one.textContent = ""; });
  const lines = [document.title, ...document.body.innerText.split("\\n")];
  hidden.forEach(([one, html]) => { one.innerHTML = html; });
  for (const name of ["title", "aria-label", "placeholder", "alt"]) {
    for (const one of document.querySelectorAll(`body [${name}]`)) {
      if (one.checkVisibility() && !one.closest(foreign)) lines.push(one.getAttribute(name));
    }
  }
  return lines;
}"""
COUNTRIES = re.compile(rf"\b({'|'.join(map(re.escape, sorted(NAMED, key=len, reverse=True)))})(?!\w)")


def unworded(page: Page, names: Iterable[str]) -> list[str]:
    """The lines of a page with letters outside of brackets, other than `names`, typed text and what Babel writes."""
    known = "|".join(map(re.escape, sorted({*names, *OURS}, key=len, reverse=True)))
    text = "\n".join(page.evaluate(TEXTS))
    text = re.sub(rf"\b({known})(?!\w)|{CODES}", "", text, flags=re.IGNORECASE)
    text = COUNTRIES.sub("", BABEL.sub("", text))
    # Each vowel of ours has an accent, so one without came in as a parameter that nobody worded.
    inside = set(PLAIN.findall(text))
    while (shorter := WORDED.sub("", text)) != text:
        text = shorter
    lines = {line.strip(" ·,:\t") for line in text.splitlines()}
    return sorted(inside | {line for line in lines if LETTERS.search(line)})
