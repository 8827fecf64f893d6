"""The answers of a GIFT question, that is, what stands between its braces."""

import re

from domain.exchange.common import Unsupported, Unusable
from domain.exchange.gift.text import unmask
from domain.exchange.moodle.rules import MoodleAnswer, QuestionDraft, choice, matching, numeric, short_text, true_false
from domain.items.questions import Question
from domain.items.richtext import from_plain
from domain.messages import msg

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.I)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,10})?)%")
_RANGE = re.compile(r"\s*([^:]*?)\s*\.\.\s*([^:]*)")


def question(draft: QuestionDraft, text: str) -> Question:
    """The question that the masked text between the braces makes of a draft; raises Unsupported or Unusable."""
    plain = text.partition("#")[0].strip().upper()
    if not text:
        raise Unsupported(msg("It asks for an essay, which is not supported."))
    if text.startswith(">"):
        raise Unsupported(
            msg("It is an ordering of the Moodle plugin, which is not supported in GIFT. Use Moodle XML.")
        )
    if text.startswith("#"):
        return _numeric(draft, text[1:])
    if "~" in text:
        return _choice(draft, text)
    if "=" in text and "->" in text:
        return matching(draft, [_pair(draft, part) for part in _cut(text, "=")])
    if plain in ("T", "TRUE", "F", "FALSE"):
        return true_false(draft, plain.startswith("T"))
    return short_text(draft, [_plain(part) for part in _cut(text, "=")], case_sensitive=False)


def rich(draft: QuestionDraft, text: str) -> str:
    """A masked text, whose format may stand before it in brackets, as safe HTML."""
    found = _FORMAT.match(text)
    return draft.rich(unmask(text[found.end() :] if found else text).strip(), found[1].lower() if found else "")


def _cut(text: str, sign: str) -> list[str]:
    """What follows each sign; raises Unusable when something stands before the first."""
    first, *parts = text.split(sign)
    if first.strip() or not parts:
        raise Unusable(msg("An answer has no sign before it. Put = before a right and ~ before a wrong answer."))
    return parts


def _choice(draft: QuestionDraft, text: str) -> Question:
    # A right answer begins with = alone: one sign before all of them parts them at once.
    parts = _cut(text.replace("=", "~="), "~")
    answers = [_answer(draft, part) for part in parts]
    return choice(draft, answers, single=any(part.startswith("=") for part in parts))


def _answer(draft: QuestionDraft, text: str) -> MoodleAnswer:
    """One answer of a choice: `=` is worth 100 % and no sign nothing, unless a weight is given."""
    usual, text = (100.0, text[1:]) if text.startswith("=") else (0.0, text)
    found = _WEIGHT.match(text)
    words = (text[found.end() :] if found else text).partition("#")[0]
    return MoodleAnswer(rich(draft, words), float(found[1]) if found else usual)


def _plain(text: str) -> MoodleAnswer:
    """One text or number that is right, worth 100 % unless a weight is given."""
    found = _WEIGHT.match(text)
    words = _FORMAT.sub("", (text[found.end() :] if found else text).partition("#")[0], count=1)
    return MoodleAnswer(unmask(words).strip(), float(found[1]) if found else 100.0)


def _pair(draft: QuestionDraft, text: str) -> tuple[str, str]:
    left, arrow, right = text.partition("->")
    if not arrow:
        raise Unusable(msg("A pair has no arrow. Write each pair as =something -> its target."))
    return rich(draft, left), from_plain(unmask(right.partition("#")[0]).strip())


def _numeric(draft: QuestionDraft, text: str) -> Question:
    """A number with a margin (`3:2`), a range (`1..5`) or alone; `~#...` is feedback on any other."""
    text = text.partition("~")[0]
    parts = [_plain(part) for part in _cut(text if "=" in text else f"={text}", "=")]
    if len(parts) > 1 or parts[0].weight < 100:
        raise Unsupported(msg("It has several right numbers, or one worth part of the points, which is not supported."))
    if ends := _RANGE.fullmatch(parts[0].text):
        return numeric(draft, ends[1], ends[2])
    number, _, margin = parts[0].text.partition(":")
    return numeric(draft, number, number, tolerance=margin)
