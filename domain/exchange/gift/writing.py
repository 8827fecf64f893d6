"""Writing GIFT: one block for each question, all on few lines, with every control character escaped."""

from collections.abc import Callable, Sequence

from domain.exchange.common import ExportedFile
from domain.exchange.gift.text import protect
from domain.exchange.moodle.export import all_or_nothing, flat, is_true, number, patterns, weighed, writable
from domain.exchange.moodle.rules import ALL_OR_NOTHING
from domain.items.content import Item
from domain.items.kinds.registry import KINDS
from domain.items.parts import Kind, Option
from domain.items.questions import Question
from domain.items.richtext import to_plain


def write(items: Sequence[tuple[str, Item]]) -> ExportedFile:
    """A GIFT file of the items under their codes; orderings and what has no GIFT form are left out."""
    parts: list[str] = []
    left_out: list[str] = []
    for name, asked in flat(items):
        answers = _ANSWERS[asked.kind](asked)
        if not answers:
            left_out.append(name)
            continue
        parts.append(_block(name, asked, answers))
    return ExportedFile(data="\n\n".join([*parts, ""]).encode(), left_out=tuple(left_out))


def _block(name: str, asked: Question, answers: list[str]) -> str:
    tag = f"// [tag:{ALL_OR_NOTHING}]\n" if all_or_nothing(asked) else ""
    more = [f"####{_rich(asked.explanation)}"] if asked.explanation else []
    inner = "".join(f"\n\t{line}" for line in [*answers[1:], *more])
    return f"{tag}::{protect(' '.join(name.split()))}::{_rich(asked.stem)}{{{answers[0]}{inner}\n}}"


def _rich(html: str) -> str:
    """Safe HTML; the format is named in any case, as an answer would take over that of the stem."""
    return f"[html]{protect(html)}"


def _choice(asked: Question) -> list[str]:
    several = KINDS[asked.kind].several
    return ["", *(_weighed(weight, option, several) for weight, option in weighed(asked))]


def _weighed(weight: float, option: Option, several: bool) -> str:
    sign = f"~%{number(weight)}%" if several else "=" if weight else "~"
    return f"{sign}{_rich(option.text)}"


def _statement(asked: Question) -> list[str]:
    """TRUE or FALSE; a choice when its options say something else."""
    right = is_true(asked)
    return _choice(asked) if right is None else [str(right).upper()]


def _number(asked: Question) -> list[str]:
    return [f"#{number(asked.key.low)}..{number(asked.key.high)}"] if writable(asked) else []


def _texts(asked: Question) -> list[str]:
    """The right texts; none when GIFT would take them for pairs, or asks for the right capitals."""
    texts = [protect(text) for text in patterns(asked)]
    if asked.key.case_sensitive or any("->" in text for text in texts):
        return []
    # A text that begins with a bracket could be taken for the name of a format.
    return ["", *(f"=%100%{'[plain]' if text.startswith('[') else ''}{text}" for text in texts)]


def _pairs(asked: Question) -> list[str]:
    """Each option with its target, then the targets that fit none."""
    names = {target.key: protect(to_plain(target.text)) for target in asked.targets}
    paired = [f"={_rich(option.text)} -> {names[asked.key.pairs[option.key]]}" for option in asked.options]
    spare = [f"= -> {name}" for key, name in names.items() if key not in asked.key.pairs.values()]
    return ["", *paired, *spare]


def _without_form(_: Question) -> list[str]:
    """GIFT has no ordering; the plugin for Moodle that adds one reads a syntax of its own."""
    return []


# What stands between the braces, a line each (the first right after the brace); empty without a GIFT form.
_ANSWERS: dict[Kind, Callable[[Question], list[str]]] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _statement,
    Kind.NUMERIC: _number,
    Kind.SHORT_TEXT: _texts,
    Kind.ORDERING: _without_form,
    Kind.MATCHING: _pairs,
}
