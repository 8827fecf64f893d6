"""Whether a document shows the names and numbers of the form, and in which words they differ."""

from collections.abc import Sequence
from typing import NamedTuple

from activities.documents.contract import CheckOutcome, DocumentFile, Expectations, ExpectedValue, skipped
from activities.documents.reading import PageText
from domain.matching.likeness import Likeness, Match, best
from domain.matching.names import find_name
from domain.matching.numbers import find_number
from domain.screening import CheckStatus, Evidence

CODES = {
    (Likeness.DIFFERENT, "number"): "NUMBER_DIFFERS",
    (Likeness.DIFFERENT, "name"): "NAME_DIFFERS",
    (Likeness.ABSENT, "number"): "NUMBER_NOT_FOUND",
    (Likeness.ABSENT, "name"): "NAME_NOT_FOUND",
    (Likeness.MINOR, "number"): "NUMBER_NEARLY",
    (Likeness.MINOR, "name"): "NAME_NEARLY",
    (Likeness.EQUIVALENT, "number"): "OK",
    (Likeness.EQUIVALENT, "name"): "OK",
}
GRAVITY = tuple(dict.fromkeys(CODES.values()))  # the gravest is the headline
FAILING = (Likeness.DIFFERENT, Likeness.ABSENT)


class ShownValue(NamedTuple):
    """One expected value, its best match and the page that has it."""

    expected: ExpectedValue
    match: Match
    page: int | None

    @property
    def code(self) -> str:
        """The reason code of this value alone."""
        return CODES[self.match.likeness, self.expected.kind]


def shows(document: DocumentFile, expected: Expectations, pages: Sequence[PageText]) -> CheckOutcome:
    """One outcome for all values: the gravest is its code, each has its evidence."""
    if not expected.must_show:
        return skipped("NOTHING_EXPECTED", f"The {document.name} need not show anything in particular.")
    if not pages:
        return skipped("NO_TEXT", f"The {document.name} could not be read, so it was not compared with the form.")
    values = sorted((_look(each, pages) for each in expected.must_show), key=lambda each: GRAVITY.index(each.code))
    return CheckOutcome(
        status=_status(values[0].match.likeness),
        reason_code=values[0].code,
        sentence=" ".join(_sentence(document, each) for each in values if each.code != "OK") or _praise(document),
        evidence=tuple(map(_evidence, values)),
    )


def _status(worst: Likeness) -> CheckStatus:
    if worst in FAILING:
        return CheckStatus.FAIL
    return CheckStatus.WARN if worst == Likeness.MINOR else CheckStatus.PASS


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


def _praise(document: DocumentFile) -> str:
    return f"The {document.name} shows what the form says."


def _sentence(document: DocumentFile, shown: ShownValue) -> str:
    """What a person should know; the quotes hold exactly what was read and what was entered."""
    match, expected = shown.match, shown.expected
    if match.likeness == Likeness.ABSENT:
        return f'The {document.name} does not show {expected.label} "{expected.value}" that the form gives.'
    raw = " ".join((match.raw or "").split())
    words = "; ".join(_difference(*pair) for pair in match.differing[:5])
    return f'The {document.name} shows "{raw}" but the form says "{expected.value}": {words}.'


def _difference(have: str, want: str) -> str:
    if have and want:
        return f'"{have}" and "{want}" differ'
    return f'"{have}" is only in the document' if have else f'"{want}" is only in the form'
