"""Whether the machine-readable zone of an identity document holds together and agrees with the form."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from activities.documents.contract import CheckOutcome, DocumentFile, ExpectedValue
from activities.documents.mrz_reading import ZoneReader, zone_texts
from activities.documents.reading import PageText
from domain.documents.mrz import CheckDigit, Mrz, find_mrz
from domain.matching.likeness import Likeness, Match, best
from domain.matching.names import find_name
from domain.matching.numbers import find_number
from domain.screening import CheckStatus, Evidence

GRAVITY = tuple(CheckStatus)  # pass, warn, fail
BELIEVED = 3  # looks with the same result: a scanner's mistakes are rarely made so often
DIGITS: dict[CheckDigit, str] = {
    "number": "the document number",
    "birth_date": "the date of birth",
    "expiry_date": "the date of expiry",
    "optional": "the personal number",
    "composite": "the whole zone",
}


class ZoneComparison(NamedTuple):
    """One thing looked at: pass, warn or fail, what the zone does wrong (a clause without its subject), evidence."""

    status: CheckStatus
    code: str
    clause: str
    evidence: Evidence | None = None


FINE = ZoneComparison(CheckStatus.PASS, "OK", "")


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
    if not any(look.enough([page.text]) for page in texts):
        texts += zone_texts(look.document.data, look.document.media_type, ZoneReader(look.enough), beat=beat)
    readings = [(seen, page.number) for page in texts if (seen := look.judge(page.text))]
    if not readings:
        sentence = f"No machine-readable zone was found on the {name}. A person has to compare it with the form."
        return CheckOutcome(status=CheckStatus.WARN, reason_code="NO_MRZ", sentence=sentence)
    return _told(name, *min(readings, key=lambda reading: _gravity(reading[0])))


def _gravity(seen: list[ZoneComparison]) -> tuple[int, int]:
    """The worst thing first, then how many there are."""
    grades = [GRAVITY.index(each.status) for each in seen]
    return max(grades), sum(grades)


def _told(name: str, seen: list[ZoneComparison], page: int) -> CheckOutcome:
    worst = max(seen, key=lambda each: GRAVITY.index(each.status))
    objections = "; it ".join(each.clause for each in seen if each.clause)
    praise = "is whole and agrees with the form" if any(each.evidence for each in seen) else "is whole"
    return CheckOutcome(
        status=worst.status,
        reason_code=worst.code,
        sentence=f"The machine-readable zone of the {name} {objections or praise}.",
        evidence=tuple(each.evidence.model_copy(update={"page": page}) for each in seen if each.evidence),
    )


def _integrity(zone: Mrz, today: date) -> Iterator[ZoneComparison]:
    """Its check digits and its last day."""
    yield FINE
    if zone.failed:
        parts = ", ".join(DIGITS[each] for each in zone.failed)
        clause = f"has check digits that do not fit ({parts}), so it was altered or misread"
        yield ZoneComparison(CheckStatus.FAIL, "MRZ_CHECK_DIGIT", clause)
    last = zone.expiry_date
    if last and last < today and "expiry_date" not in zone.failed:
        clause = f"says that the document expired on {last.day} {last:%B %Y}"
        yield ZoneComparison(CheckStatus.FAIL, "MRZ_EXPIRED", clause, Evidence(raw=last.isoformat()))


def _fields(zone: Mrz, expected: Sequence[ExpectedValue]) -> Iterator[ZoneComparison]:
    """The form's answers against the fields whose check digits hold; names have none."""
    for each in expected:
        if each.kind == "name":
            yield _compared(each, _name(zone, each), "MRZ_NAME", lenient=zone.cut)
        elif each.kind == "number" and "number" not in zone.failed:
            found = find_number(each.value, f"{zone.number}\n{zone.optional}")
            yield _compared(each, found.model_copy(update={"raw": found.raw or zone.number}), "MRZ_NUMBER")
        elif each.kind == "date" and zone.birth_date and "birth_date" not in zone.failed:
            same = zone.birth_date.isoformat() == each.value
            likeness = Likeness.EQUIVALENT if same else Likeness.DIFFERENT
            yield _compared(each, Match(likeness=likeness, raw=zone.birth_date.isoformat()), "MRZ_BIRTH_DATE")


def _name(zone: Mrz, expected: ExpectedValue) -> Match:
    """The name in either order, with the whole name of the zone as what was read."""
    names = (f"{zone.surname} {zone.given_names}", f"{zone.given_names} {zone.surname}")
    closest = best(find_name(expected.value, each) for each in names)
    return closest.model_copy(update={"raw": names[1].strip()})


def _compared(expected: ExpectedValue, match: Match, code: str, *, lenient: bool = False) -> ZoneComparison:
    """How one answer fares; numbers and dates of birth stay out of the sentence."""
    evidence = Evidence(field=expected.field, raw=match.raw, expected=expected.value)
    if match.likeness == Likeness.EQUIVALENT:
        return ZoneComparison(CheckStatus.PASS, "OK", "", evidence)
    clause = f"does not give {expected.label} as the form does"
    if expected.kind == "name":
        clause = f'shows the name "{match.raw}" but the form says "{expected.value}"'
    if lenient or match.likeness == Likeness.MINOR:
        return ZoneComparison(CheckStatus.WARN, f"{code}_NEARLY", clause, evidence)
    return ZoneComparison(CheckStatus.FAIL, f"{code}_DIFFERS", clause, evidence)
