"""Whether the machine-readable zone of an identity document holds together and agrees with the form."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from activities.documents.contract import DocumentFile, ExpectedValue, Kind
from activities.documents.mrz_reading import ZoneReader, zone_texts
from activities.documents.reading import PageText
from domain.checks.documents import MRZ
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.documents.mrz import CheckDigit, Mrz, find_mrz
from domain.matching.likeness import Likeness, Match, best
from domain.matching.names import find_name
from domain.matching.numbers import find_number
from domain.message_values import Inner
from domain.messages import Message, msg, sentences
from domain.screening import CheckStatus, Evidence

BELIEVED = 3  # looks with the same result: a scanner's mistakes are rarely made so often
DIGITS: dict[CheckDigit, Message] = {
    "number": msg("the document number"),
    "birth_date": msg("the date of birth"),
    "expiry_date": msg("the date of expiry"),
    "optional": msg("the personal number"),
    "composite": msg("the whole zone"),
}
DIFFERS: dict[Kind, Reason] = {
    "number": Reason.MRZ_NUMBER_DIFFERS,
    "date": Reason.MRZ_BIRTH_DATE_DIFFERS,
    "name": Reason.MRZ_NAME_DIFFERS,
}
# A date is the same or another.
NEARLY: dict[Kind, Reason] = {"number": Reason.MRZ_NUMBER_NEARLY, "name": Reason.MRZ_NAME_NEARLY}


class ZoneComparison(NamedTuple):
    """One thing looked at: a reason, what the zone does wrong, evidence."""

    reason: Reason
    objection: Message | None = None
    evidence: Evidence | None = None

    @property
    def status(self) -> CheckStatus:
        """Pass, warn or fail."""
        return MRZ.status(self.reason)


FINE = ZoneComparison(Reason.OK)


@dataclass(frozen=True)
class ZoneCheck:
    """A document whose zone is looked for, what its holder gave in the form, and the day (UTC)."""

    document: DocumentFile
    expected: tuple[ExpectedValue, ...]
    today: date

    def judge(self, text: str) -> list[ZoneComparison]:
        """All that was looked at in the zone of a text; nothing when it has none."""
        number = next((each.value for each in self.expected if each.kind == "number"), "")
        zone = find_mrz(text, self.today, number)
        return [*_integrity(zone, self.today), *_fields(zone, self.expected)] if zone else []

    def enough(self, texts: Sequence[str]) -> bool:
        """Whether the last text leaves nothing to object to, or reads as others have often enough to be believed."""
        last = self.judge(texts[-1])
        if all(each.status == CheckStatus.PASS for each in last):
            return bool(last)
        return [self.judge(text) for text in texts].count(last) >= BELIEVED


def mrz(look: ZoneCheck, pages: Sequence[PageText], beat: Callable[[], None] = lambda: None) -> CheckOutcome:
    """The best reading of the zone; OcrUnavailable, UnreadableDocument."""
    name = look.document.name
    texts = list(pages)
    # Reading the zone once more costs most, so only where the text of the pages does not settle it.
    if not any(look.enough([page.text]) for page in texts):
        texts += zone_texts(look.document.data, look.document.media_type, ZoneReader(look.enough), beat=beat)
    readings = [(seen, page.number) for page in texts if (seen := look.judge(page.text))]
    if not readings:
        sentence = msg(
            "No machine-readable zone was found on the {document}. A person has to compare it with the form.",
            document=name,
        )
        return CheckOutcome(CheckKey.MRZ, Reason.NO_MRZ, sentence)
    return _told(name, *min(readings, key=lambda reading: _gravity(reading[0])))


def _gravity(seen: list[ZoneComparison]) -> tuple[int, int]:
    """How many things fail, then how many are worth a look."""
    statuses = [each.status for each in seen]
    return statuses.count(CheckStatus.FAIL), statuses.count(CheckStatus.WARN)


def _told(name: Inner, seen: list[ZoneComparison], page: int) -> CheckOutcome:
    objections = [each.objection for each in seen if each.objection]
    if objections:
        sentence = sentences(objections)
    elif any(each.evidence for each in seen):
        sentence = msg("The machine-readable zone of the {document} is whole and agrees with the form.", document=name)
    else:
        sentence = msg("The machine-readable zone of the {document} is whole.", document=name)
    evidence = tuple(each.evidence.model_copy(update={"page": page}) for each in seen if each.evidence)
    return CheckOutcome(CheckKey.MRZ, MRZ.most_serious(each.reason for each in seen), sentence, evidence=evidence)


def _integrity(zone: Mrz, today: date) -> Iterator[ZoneComparison]:
    """Its check digits and its last day."""
    # A whole zone with nothing to compare is a pass, and not the empty list that means no zone.
    yield FINE
    if zone.failed:
        sentence = msg(
            "The machine-readable zone has check digits that do not fit ({parts}), so it was altered or misread.",
            parts=[DIGITS[each] for each in zone.failed],
        )
        yield ZoneComparison(Reason.MRZ_CHECK_DIGIT, sentence)
    last = zone.expiry_date
    if last and last < today and "expiry_date" not in zone.failed:
        sentence = msg("The machine-readable zone says that the document expired on {day}.", day=last)
        yield ZoneComparison(Reason.MRZ_EXPIRED, sentence, Evidence(raw=last.isoformat()))


def _fields(zone: Mrz, expected: Sequence[ExpectedValue]) -> Iterator[ZoneComparison]:
    """The form's answers against the fields whose check digits hold; names have none."""
    for each in expected:
        if each.kind == "name":
            yield _compared(each, _name(zone, each), lenient=zone.cut)
        elif each.kind == "number" and "number" not in zone.failed:
            found = find_number(each.value, f"{zone.number}\n{zone.optional}")
            yield _compared(each, found.model_copy(update={"raw": found.raw or zone.number}))
        elif each.kind == "date" and zone.birth_date and "birth_date" not in zone.failed:
            same = zone.birth_date.isoformat() == each.value
            likeness = Likeness.EQUIVALENT if same else Likeness.DIFFERENT
            yield _compared(each, Match(likeness=likeness, raw=zone.birth_date.isoformat()))


def _name(zone: Mrz, expected: ExpectedValue) -> Match:
    """The name in either order, with the whole name of the zone as what was read."""
    names = (f"{zone.surname} {zone.given_names}", f"{zone.given_names} {zone.surname}")
    closest = best(find_name(expected.value, each) for each in names)
    return closest.model_copy(update={"raw": names[1].strip()})


def _compared(expected: ExpectedValue, match: Match, *, lenient: bool = False) -> ZoneComparison:
    """How one answer fares; numbers and dates of birth stay out of the sentence."""
    evidence = Evidence(field=expected.field, raw=match.raw, expected=expected.value)
    if match.likeness == Likeness.EQUIVALENT:
        return ZoneComparison(Reason.OK, None, evidence)
    objection = msg("The machine-readable zone does not give the {field} as the form does.", field=expected.name)
    if expected.kind == "name":
        objection = msg(
            'The machine-readable zone shows the name "{read}" but the form says "{expected}".',
            read=match.raw or "",
            expected=expected.value,
        )
    nearly = lenient or match.likeness == Likeness.MINOR
    return ZoneComparison((NEARLY if nearly else DIFFERS)[expected.kind], objection, evidence)
