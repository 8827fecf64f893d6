"""Whether a document shows the names and numbers of the form, and in which words they differ."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from activities.documents.contract import DocumentFile, Expectations, ExpectedValue
from activities.documents.reading import PageText
from domain.checks.documents import SHOWS
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.matching.likeness import Likeness, Match, best
from domain.matching.names import find_name
from domain.matching.numbers import find_number
from domain.message_values import Inner
from domain.messages import Message, msg, sentences
from domain.screening import Evidence

REASONS = {
    (Likeness.DIFFERENT, "number"): Reason.NUMBER_DIFFERS,
    (Likeness.DIFFERENT, "name"): Reason.NAME_DIFFERS,
    (Likeness.ABSENT, "number"): Reason.NUMBER_NOT_FOUND,
    (Likeness.ABSENT, "name"): Reason.NAME_NOT_FOUND,
    (Likeness.MINOR, "number"): Reason.NUMBER_NEARLY,
    (Likeness.MINOR, "name"): Reason.NAME_NEARLY,
    (Likeness.EQUIVALENT, "number"): Reason.OK,
    (Likeness.EQUIVALENT, "name"): Reason.OK,
}


class ShownValue(NamedTuple):
    """One expected value, its best match and the page that has it."""

    expected: ExpectedValue
    match: Match
    page: int | None

    @property
    def reason(self) -> Reason:
        """The reason of this value alone."""
        return REASONS[self.match.likeness, self.expected.kind]


def shows(document: DocumentFile, expected: Expectations, pages: Sequence[PageText]) -> CheckOutcome:
    """One outcome for all values: the gravest is its reason, each has its evidence."""
    name = document.name
    if not expected.must_show:
        sentence = msg("The {document} need not show anything in particular.", document=name)
        return CheckOutcome(CheckKey.SHOWS, Reason.NOTHING_EXPECTED, sentence)
    if not pages:
        sentence = msg("The {document} could not be read, so it was not compared with the form.", document=name)
        return CheckOutcome(CheckKey.SHOWS, Reason.NO_TEXT, sentence)
    values = sorted((_look(each, pages) for each in expected.must_show), key=lambda each: SHOWS.rank(each.reason))
    faults = [sentence for each in values if each.reason != Reason.OK for sentence in _sentences(name, each)]
    sentence = sentences(faults) if faults else msg("The {document} shows what the form says.", document=name)
    return CheckOutcome(CheckKey.SHOWS, values[0].reason, sentence, evidence=tuple(map(_evidence, values)))


def _look(expected: ExpectedValue, pages: Sequence[PageText]) -> ShownValue:
    """The best match of the value, or of another that would do."""
    one_of = [expected.model_copy(update={"value": each}) for each in (expected.value, *expected.others)]
    seen = [_look_for(each, pages) for each in one_of]
    closest = best(each.match for each in seen)
    return next(each for each in seen if each.match == closest)


def _look_for(expected: ExpectedValue, pages: Sequence[PageText]) -> ShownValue:
    find = find_number if expected.kind == "number" else find_name
    matches = [(find(expected.value, page.text), page.number) for page in pages]
    closest = best(match for match, _ in matches)
    page = next(number for match, number in matches if match == closest)
    return ShownValue(expected, closest, None if closest.likeness == Likeness.ABSENT else page)


def _evidence(shown: ShownValue) -> Evidence:
    return Evidence(page=shown.page, field=shown.expected.field, raw=shown.match.raw, expected=shown.expected.value)


def _sentences(name: Inner, shown: ShownValue) -> Iterator[Message]:
    """What a person should know; the quotes hold exactly what was read and what was entered."""
    match, expected = shown.match, shown.expected
    if match.likeness == Likeness.ABSENT:
        yield msg(
            'The {document} does not show the {field} "{expected}" that the form gives.',
            document=name,
            field=expected.name,
            expected=expected.value,
        )
        return
    yield msg(
        'The {document} shows "{read}" but the form says "{expected}".',
        document=name,
        read=" ".join((match.raw or "").split()),
        expected=expected.value,
    )
    yield from (_difference(*pair) for pair in match.differing[:5])


def _difference(have: str, want: str) -> Message:
    if have and want:
        return msg('"{have}" and "{want}" differ.', have=have, want=want)
    if have:
        return msg('"{have}" is only in the document.', have=have)
    return msg('"{want}" is only in the form.', want=want)
