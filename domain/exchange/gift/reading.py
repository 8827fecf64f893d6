"""GIFT, Moodle's plain text format for questions."""

import re
from collections.abc import Iterator

from domain.exchange.common import (
    ImportedFile,
    ImportedItem,
    ImportProblem,
    Unsupported,
    Unusable,
    decode,
    gather,
    titled,
)
from domain.exchange.gift import answers as gift_answers
from domain.exchange.gift.text import Block, blocks, unmask
from domain.exchange.gift.writing import write
from domain.exchange.moodle.rules import ALL_OR_NOTHING, QuestionDraft, category_path
from domain.items.questions import Question
from domain.messages import msg

__all__ = ["read", "write"]

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.I)
# What authors leave behind the closing brace by mistake; it makes no gap of the answers.
_STRAY = "\"';, \t\n"


def read(data: bytes) -> ImportedFile:
    """The questions of a GIFT file in UTF-8; raises Unreadable when the whole file cannot be read."""
    return gather(_parts(decode(data)))


def _parts(text: str) -> Iterator[ImportedItem | ImportProblem]:
    category = ""
    for block in blocks(text):
        if block.text.startswith("$CATEGORY:"):
            category = category_path(unmask(block.text.removeprefix("$CATEGORY:")))
        else:
            yield from _item(block, category)


def _item(block: Block, category: str) -> Iterator[ImportedItem | ImportProblem]:
    """The item of one block, and what was left out of it."""
    name, body = _name(block.text)
    title = titled(unmask(name), unmask(_FORMAT.sub("", body.partition("{")[0], count=1)))
    draft = QuestionDraft(shares=ALL_OR_NOTHING not in block.tags)
    try:
        asked = _question(draft, body)
    except (Unsupported, Unusable) as error:
        yield ImportProblem(line=block.line, item=title, sentence=error.message, skipped=isinstance(error, Unsupported))
        return
    yield ImportedItem(title=title, questions=(asked,), line=block.line, category_path=category)
    for note in draft.notes:
        yield ImportProblem(line=block.line, item=title, sentence=note, skipped=True)


def _name(text: str) -> tuple[str, str]:
    """The name between double colons, if any, and the rest."""
    if not text.startswith("::"):
        return "", text
    name, colons, body = text[2:].partition("::")
    return (name, body) if colons else ("", text)


def _question(draft: QuestionDraft, body: str) -> Question:
    """The question of a block without its name; raises Unsupported or Unusable."""
    stem, answers = _split(body)
    if found := _FORMAT.match(stem):
        draft.format = found[1].lower()
    draft.stem = gift_answers.rich(draft, stem)
    answers, _, explanation = answers.rpartition("####") if "####" in answers else (answers, "", "")
    draft.explanation = gift_answers.rich(draft, explanation)
    return gift_answers.question(draft, answers.strip())


def _split(body: str) -> tuple[str, str]:
    """The stem, with a gap where answers stand in its middle, and the text between the braces."""
    before, opened, rest = body.partition("{")
    answers, closed, after = rest.partition("}")
    if not opened and "}" not in before:
        raise Unsupported(msg("It has no answers in braces; a text without a question is not supported."))
    if not closed or "}" in before:
        raise Unusable(
            msg(r"A brace is missing, or a blank line stands between { and }. Write \{ and \} for plain braces.")
        )
    if "{" in after or "}" in after:
        raise Unusable(msg("More braces follow the answers. Put a blank line between questions, and one { } in each."))
    return (f"{before}_____{after}" if after.strip(_STRAY) else before), answers
