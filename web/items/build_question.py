"""From the form to a question: rows that were left empty fall away, and keys are given by place."""

import math
from typing import Any

from domain.exchange.common import option_keys
from domain.items.parts import LONGEST_OPTION, LONGEST_STEM, MOST_OPTIONS, Key, Kind, Option, Partial
from domain.items.questions import Question, flaw_of
from domain.items.richtext import clean, to_plain
from domain.messages import Message, msg
from web.items.inputs import QuestionInput

TRUTHS = ["true", "false"]
SHARED = (Kind.MULTIPLE, Kind.ORDERING, Kind.MATCHING)
PLACES = {Kind.NUMERIC: "low", Kind.SHORT_TEXT: "texts"}
Errors = dict[str, Message]


def build_question(typed: QuestionInput, name: str, errors: Errors) -> Question | None:
    """The question, or None with a sentence in `errors` for each field that has to be mended."""
    found: Errors = {}
    kind, stem, explanation = Kind(typed.kind), clean(typed.stem), clean(typed.explanation)
    if not to_plain(stem) or len(stem) > LONGEST_STEM:
        found[f"{name}.stem"] = msg(
            "Write what is asked, in at most {longest_stem} characters.", longest_stem=LONGEST_STEM
        )
    if len(explanation) > LONGEST_STEM:
        found[f"{name}.explanation"] = msg(
            "The explanation is longer than {longest_stem} characters. Shorten it.", longest_stem=LONGEST_STEM
        )
    points = int(typed.points) if typed.points.isascii() and typed.points.isdecimal() and len(typed.points) < 4 else 0
    if not 1 <= points <= 20:
        found[f"{name}.points"] = msg("Enter a whole number of points, 1 to 20.")
    found |= _answer_faults(typed, name)
    errors |= found
    if found:
        return None
    partial = Partial.SHARES if typed.partial and kind in SHARED else Partial.NONE
    parts = _PARTS.get(kind, _choice)(typed, name, {})
    return Question(kind=kind, stem=stem, explanation=explanation, points=points, partial=partial, **parts)


def _answer_faults(typed: QuestionInput, name: str) -> Errors:
    """What is wrong with the options and the key, whatever else is."""
    found: Errors = {}
    kind = Kind(typed.kind)
    parts = _PARTS.get(kind, _choice)(typed, name, found)
    if not found and (flaw := flaw_of(Question.model_construct(kind=kind, **{"options": (), "targets": ()} | parts))):
        found[f"{name}.{PLACES.get(kind, 'o.0')}"] = flaw
    return found


def _choice(typed: QuestionInput, name: str, found: Errors) -> dict[str, Any]:
    rows = _rows(typed.options, f"{name}.o", found)
    decided = typed.kind == Kind.TRUE_FALSE
    keys = TRUTHS[:: -1 if typed.keys[:1] == ["false"] else 1] if decided else option_keys(len(rows))
    fixed = set(rows) if decided else set(typed.fixed)
    named = list(zip(keys, rows.items(), strict=False))
    right = tuple(key for key, (place, _) in named if place in typed.right)
    if set(typed.right) - set(rows) and not found:
        found[f"{name}.o.0"] = msg("An empty line is marked as right. Write its text, or mark another.")
    return {
        "options": tuple(Option(key=key, text=words, fixed=place in fixed) for key, (place, words) in named),
        "key": Key(options=right),
    }


def _ordering(typed: QuestionInput, name: str, found: Errors) -> dict[str, Any]:
    options = _options(_rows(typed.options, f"{name}.o", found).values())
    return {"options": options, "key": Key(options=tuple(each.key for each in options))}


def _matching(typed: QuestionInput, name: str, found: Errors) -> dict[str, Any]:
    rows, partners = _rows(typed.options, f"{name}.o", found), _rows(typed.partners, f"{name}.p", found, same=True)
    lonely = sorted(set(rows) ^ set(partners))
    if lonely and not found:
        side = "p" if lonely[0] in rows else "o"
        found[f"{name}.{side}.{lonely[0]}"] = msg("A line needs both sides. Write the other one, or empty both.")
    others = _rows(typed.others, f"{name}.t", found)
    targets = _options(dict.fromkeys([*partners.values(), *others.values()]))
    options = _options(rows.values())
    if found:
        return {}
    keys = {each.text: each.key for each in targets}
    pairs = {each.key: keys[partners[place]] for each, place in zip(options, rows, strict=True)}
    if len(targets) > MOST_OPTIONS:
        found[f"{name}.o.0"] = msg(
            "There are more than {most_options} things to match with. Leave some out.", most_options=MOST_OPTIONS
        )
    return {"options": options, "targets": targets, "key": Key(pairs=pairs)}


def _numeric(typed: QuestionInput, name: str, found: Errors) -> dict[str, Any]:
    low = _number(typed.low, f"{name}.low", found)
    high = _number(typed.high, f"{name}.high", found) if typed.high else low
    return {"key": Key(low=low, high=high)}


def _short_text(typed: QuestionInput, name: str, found: Errors) -> dict[str, Any]:
    texts = tuple(dict.fromkeys(" ".join(line.split()) for line in typed.texts.splitlines() if line.strip()))
    if len(texts) > 50 or any(len(each) > 500 for each in texts):
        found[f"{name}.texts"] = msg("Give at most 50 right texts of at most 500 characters each.")
    return {"key": Key(texts=texts, case_sensitive=typed.case_sensitive)}


def _rows(typed: list[str], name: str, found: Errors, *, same: bool = False) -> dict[int, str]:
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


def _options(texts: Any) -> tuple[Option, ...]:
    lines = list(texts)
    return tuple(Option(key=key, text=words) for key, words in zip(option_keys(len(lines)), lines, strict=True))


def _number(typed: str, name: str, found: Errors) -> float | None:
    try:
        value = float(typed.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        found[name] = msg("Enter a number such as 20 or 19.5.")
        return None
    return value


_PARTS = {
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
    Kind.NUMERIC: _numeric,
    Kind.SHORT_TEXT: _short_text,
}
