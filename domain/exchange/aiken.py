"""Aiken, the plainest format: a question, its answers each with a letter, and the letter of the right one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.exchange.common import (
    ExportedFile,
    ImportedFile,
    ImportedItem,
    ImportProblem,
    Unusable,
    decode,
    gather,
    titled,
)
from domain.exchange.moodle.export import flat
from domain.exchange.moodle.rules import MoodleAnswer, QuestionDraft, choice, true_false
from domain.items.content import Item
from domain.items.parts import Kind
from domain.items.questions import Question
from domain.items.richtext import from_plain, to_plain
from domain.messages import Message, msg

_OPTION = re.compile(r"([A-Z])[).][ \t]*(.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)", re.I | re.A)
# Aiken knows but one choice of several options.
_EXPRESSIBLE: dict[Kind, bool] = {
    Kind.SINGLE: True,
    Kind.MULTIPLE: False,
    Kind.TRUE_FALSE: True,
    Kind.NUMERIC: False,
    Kind.SHORT_TEXT: False,
    Kind.ORDERING: False,
    Kind.MATCHING: False,
}
_LETTER = re.compile(r"[A-Za-z][).]?")


@dataclass
class _Block:
    """The lines of one question; `line` is where it begins, `flaw` the first thing wrong and its line."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    flaw: tuple[int, Message] | None = None
    right: str = ""

    def note_mistake(self, line: int, sentence: Message) -> None:
        """Note what is wrong, unless something was before."""
        self.flaw = self.flaw or (line, sentence)


def read(data: bytes) -> ImportedFile:
    """The questions of an Aiken file in UTF-8; raises Unreadable when the whole file cannot be read."""
    return gather(map(_item, _blocks(decode(data))))


def _blocks(text: str) -> Iterator[_Block]:
    """The questions of a file; one ends with its ANSWER, or where the next begins."""
    block: _Block | None = None
    for line, words in enumerate(map(str.strip, text.split("\n")), 1):
        option, answer = _OPTION.fullmatch(words), _ANSWER.fullmatch(words)
        # Other words after answers begin the next question: a forgotten ANSWER costs one, not the rest of the file.
        if block and block.options and words and not option and not answer:
            block.note_mistake(
                line - 1, msg("No ANSWER follows its answers. Write each answer on one line, then ANSWER: A.")
            )
            yield block
            block = None
        block = block or (_Block(line) if words else None)
        if not block or not words:
            continue
        if answer:
            block.right = answer[1].strip()
            _close(block, line)
            yield block
            block = None
        # Until an A) has begun the answers, a line such as "B) ..." belongs to the question.
        elif option and (block.options or option[1] == "A"):
            _add(block, line, option[1], text=option[2])
        else:
            block.stem.append(words)
    if block:
        block.note_mistake(block.line, msg("The file ends before its ANSWER. Write the answers, then ANSWER: A."))
        yield block


def _add(block: _Block, line: int, letter: str, *, text: str) -> None:
    """Take one more answer."""
    due = chr(ord("A") + len(block.options))
    if not block.stem:
        block.note_mistake(line, msg("An answer stands before its question. Write the question on the line above."))
    if letter != due:
        block.note_mistake(
            line,
            msg(
                "The answer {letter} stands where {due} is due. Give the answers the letters A, B, C.",
                letter=letter,
                due=due,
            ),
        )
    block.options.append(text)


def _close(block: _Block, line: int) -> None:
    """Check the letter of the right answer."""
    last = chr(ord("A") + len(block.options) - 1)
    if not block.stem:
        block.note_mistake(
            line, msg("An ANSWER stands without a question. Write the question and its answers above it.")
        )
    if len(block.options) < 2:
        block.note_mistake(line, msg("It has fewer than two answers. Write at least A) and B) above the ANSWER."))
    if not _LETTER.fullmatch(block.right) or block.right[0].upper() > last:
        block.note_mistake(
            line, msg("ANSWER must be followed by one letter from A to {last}, such as ANSWER: A.", last=last)
        )


def _item(block: _Block) -> ImportedItem | ImportProblem:
    draft = QuestionDraft(stem=from_plain("\n".join(block.stem)))
    title = titled("", draft.stem)
    if block.flaw:
        return ImportProblem(line=block.flaw[0], item=title, sentence=block.flaw[1], skipped=False)
    try:
        return ImportedItem(title=title, questions=(_question(draft, block),), line=block.line)
    except Unusable as error:
        return ImportProblem(line=block.line, item=title, sentence=error.message, skipped=False)


def _question(draft: QuestionDraft, block: _Block) -> Question:
    right = ord(block.right[0].upper()) - ord("A")
    if sorted(text.lower() for text in block.options) == ["false", "true"]:
        return true_false(draft, block.options[right].lower() == "true")
    answers = [MoodleAnswer(from_plain(text), 100.0 * (index == right)) for index, text in enumerate(block.options)]
    return choice(draft, answers, single=True)


def write(items: Sequence[tuple[str, Item]]) -> ExportedFile:
    """An Aiken file of the items without their names and formatting; only a choice of one has an Aiken form."""
    parts: list[str] = []
    left_out: list[str] = []
    for name, asked in flat(items):
        stem = _line(asked.stem)
        # A stem that looks like an answer would come back as one.
        if not _EXPRESSIBLE[asked.kind] or _OPTION.match(stem) or _ANSWER.match(stem):
            left_out.append(name)
        else:
            parts.append(_written(stem, asked))
    return ExportedFile(data="\n".join(parts).encode(), left_out=tuple(left_out))


def _written(stem: str, asked: Question) -> str:
    letters = {option.key: chr(ord("A") + index) for index, option in enumerate(asked.options)}
    lines = [f"{letters[option.key]}) {_line(option.text)}" for option in asked.options]
    return "\n".join([stem, *lines, f"ANSWER: {letters[asked.key.options[0]]}", ""])


def _line(html: str) -> str:
    return " ".join(to_plain(html).split())
