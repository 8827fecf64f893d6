"""What GIFT, Moodle XML and QTI share: a draft gathers the parts of one question, each kind is built by its own rule.

Moodle gives a share of the points for each right part of a question with several; one of ours that gives all or
nothing carries the tag `all-or-nothing`, so that it comes back as it was.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from domain.exchange.common import Unsupported, Unusable, option_keys, question
from domain.items.kinds.registry import KINDS
from domain.items.parts import Key, Kind, Option, Partial
from domain.items.questions import Question
from domain.items.richtext import TAGS, clean, from_plain
from domain.lengths import LONGEST_OPTION
from domain.messages import Message, msg

LONGEST_PATH = 500
ALL_OR_NOTHING = "all-or-nothing"
TRUE_FALSE = (Option(key="true", text="True"), Option(key="false", text="False"))
_OTHERS = {"div", "span", "a", "img", "script", "style", "font", "h[1-6]"}
_ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
_HTML = re.compile(rf"</?(?:{'|'.join(sorted(TAGS | _OTHERS))})(?:{_ATTRIBUTE})*\s*/?>|&(?:#\d+|\w+);", re.I)
_MEDIA = re.compile(r"<(?:img|audio|video|object|iframe|embed|svg|math)\b|@@PLUGINFILE@@", re.I)
# Digits and exponent have bounds, as Decimal would calculate with a number of any length.
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LEFT_OUT = msg("A picture or other media was left out. Add it again if the question needs it.")


def percent(text: str) -> float:
    """The percentage that an answer is worth; raises Unusable when it is no number."""
    if not _NUMBER.fullmatch(text.strip()):
        raise Unusable(
            msg("“{text}” is no percentage. Write what the answer is worth with digits, such as 50.", text=text[:40])
        )
    return float(text)


class MoodleAnswer(NamedTuple):
    """One answer as the file has it; `weight` is its percentage of the points."""

    text: str
    weight: float = 100.0


@dataclass
class QuestionDraft:
    """A question on its way in; `notes` are sentences about parts that we do not have and left out."""

    stem: str = ""
    explanation: str = ""
    format: str = "moodle"
    points: int = 1
    shares: bool = True
    fixed: bool = False
    notes: list[Message] = field(default_factory=list)

    @property
    def partial(self) -> Partial:
        """How a question with several right parts is scored."""
        return Partial.SHARES if self.shares else Partial.NONE

    def rich(self, text: str, form: str = "") -> str:
        """The text in a format of Moodle (`html`, `plain`, `markdown`, `moodle`) as safe HTML, any picture noted."""
        form = form or self.format
        if _MEDIA.search(text):
            self.note_media()
        html = form == "html" or (form == "moodle" and _HTML.search(text))
        return clean(text) if html else from_plain(text)

    def note_media(self) -> None:
        """Note once that a picture was left out."""
        if _LEFT_OUT not in self.notes:
            self.notes.append(_LEFT_OUT)

    def build(
        self, kind: Kind, key: Key, options: Iterable[Option] = (), *, targets: Iterable[Option] = ()
    ) -> Question:
        """The question, all or nothing where there is but one right part; raises Unusable."""
        return question(
            kind=kind,
            stem=self.stem,
            options=tuple(options),
            targets=tuple(targets),
            key=key,
            partial=self.partial if KINDS[kind].several else Partial.NONE,
            points=self.points,
            explanation=self.explanation,
        )

    def options(self, texts: Sequence[str]) -> list[Option]:
        """Options with these texts (safe HTML); raises Unusable for an empty or overlong one."""
        return [option(key, text, self.fixed) for key, text in zip(option_keys(len(texts)), texts, strict=True)]


def option(key: str, text: str, fixed: bool = False) -> Option:
    """One option; raises Unusable when it is empty or too long."""
    if not text:
        raise Unusable(msg("One of the answers is empty. Write it, or take it out."))
    if len(text) > LONGEST_OPTION:
        raise Unusable(
            msg(
                "One of the answers is longer than {longest_option} characters. Shorten it.",
                longest_option=LONGEST_OPTION,
            )
        )
    return Option(key=key, text=text, fixed=fixed)


def choice(draft: QuestionDraft, answers: Sequence[MoodleAnswer], single: bool) -> Question:
    """One right answer (the one with 100 %), or several (all with a positive weight); the texts are safe HTML."""
    options = draft.options([answer.text for answer in answers])
    least = 100.0 if single else 0.00001
    right = [each.key for each, answer in zip(options, answers, strict=True) if answer.weight >= least]
    if not right:
        raise Unusable(msg("No answer is marked as right. Mark at least one."))
    if single and len(right) > 1:
        raise Unusable(
            msg("Several answers are marked as the one right answer. Mark one, or give each right one a share.")
        )
    if single and any(0 < answer.weight < 100 for answer in answers):
        draft.notes.append(msg("An answer worth part of the points counts as wrong: one choice is right or wrong."))
    return draft.build(Kind.SINGLE if single else Kind.MULTIPLE, Key(options=tuple(right)), options)


def true_false(draft: QuestionDraft, right: bool) -> Question:
    """A statement that is true or false."""
    return draft.build(Kind.TRUE_FALSE, Key(options=("true" if right else "false",)), TRUE_FALSE)


def short_text(draft: QuestionDraft, answers: Sequence[MoodleAnswer], case_sensitive: bool) -> Question:
    """Texts to type, those with 100 %; raises Unsupported for a pattern with `*`."""
    if any(re.search(r"(?<!\\)\*", answer.text) for answer in answers if answer.weight > 0):
        raise Unsupported(msg("Its right text is a pattern with *, which is not supported. Write out each right text."))
    if any(0 < answer.weight < 100 for answer in answers):
        draft.notes.append(msg("A text worth part of the points counts as wrong: a text is right or wrong."))
    texts = tuple(answer.text.replace(r"\*", "*") for answer in answers if answer.weight >= 100)
    return draft.build(Kind.SHORT_TEXT, Key(texts=texts, case_sensitive=case_sensitive))


def matching(draft: QuestionDraft, pairs: Sequence[tuple[str, str]]) -> Question:
    """Pairs of something to match (safe HTML; empty: only a target more) and its target (safe HTML)."""
    targets = list(dict.fromkeys(target for _, target in pairs))
    named = dict(zip(targets, draft.options(targets), strict=True))
    left = [pair for pair in pairs if pair[0]]
    options = draft.options([text for text, _ in left])
    keys = {each.key: named[target].key for each, (_, target) in zip(options, left, strict=True)}
    return draft.build(Kind.MATCHING, Key(pairs=keys), options, targets=named.values())


def numeric(draft: QuestionDraft, low: str, high: str, *, tolerance: str = "0") -> Question:
    """A number from `low - tolerance` to `high + tolerance`, each as it is written."""
    parts = [text.strip() for text in (low, high, tolerance or "0")]
    for text in parts:
        if not _NUMBER.fullmatch(text):
            raise Unusable(
                msg("“{text}” is not a number. Write it with digits and a point, such as 3.14.", text=text[:40])
            )
    # In decimals: binary fractions could move a bound by a hair and leave a right answer outside.
    ends = float(Decimal(parts[0]) - Decimal(parts[2])), float(Decimal(parts[1]) + Decimal(parts[2]))
    if not all(map(math.isfinite, ends)):
        raise Unusable(msg("The right number is too large. Write a smaller one."))
    return draft.build(Kind.NUMERIC, Key(low=ends[0], high=ends[1]))


def category_path(text: str) -> str:
    """The path of a category without the names that Moodle puts first (`$course$/top/`)."""
    return re.sub(r"^(?:\$\w+\$/?)?(?:top(?:/|$))?", "", " ".join(text.split()))[:LONGEST_PATH]
