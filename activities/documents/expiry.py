"""Whether a document is still valid and young enough."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from activities.documents.contract import CheckOutcome, DocumentFile, Expectations, skipped
from activities.documents.reading import PageText
from domain.documents.dates import FoundDate, expiry_of, issued_on
from domain.screening import CheckStatus, Evidence

SOON = timedelta(days=30)
A_DAY = timedelta(days=1)  # it may already be tomorrow where the document was issued


class DateOnPage(NamedTuple):
    """A date that was found, and the number of its page."""

    what: FoundDate
    page: int

    @property
    def day(self) -> date | None:
        """The day; None when the document says that it never ends."""
        return self.what.day


def expiry(document: DocumentFile, expected: Expectations, pages: Sequence[PageText], *, today: date) -> CheckOutcome:
    """The gravest of what its dates say; `today` in UTC."""
    if not expected.expires and expected.max_age is None:
        return skipped("NO_DATE_EXPECTED", f"The {document.name} need not carry a date.")
    if not pages:
        return skipped("NO_TEXT", f"The {document.name} could not be read, so its dates were not checked.")
    name = document.name
    faults = list(_issue(name, expected, pages, today=today)) + list(_end(name, expected, pages, today=today))
    if faults:
        return min(faults, key=lambda each: each.status != CheckStatus.FAIL)
    return CheckOutcome(status=CheckStatus.PASS, reason_code="OK", sentence=f"The {name} is valid by its dates.")


def _issue(name: str, expected: Expectations, pages: Sequence[PageText], *, today: date) -> Iterator[CheckOutcome]:
    found = _first(pages, expected.country, issued_on)
    issued = found.day if found else None
    if issued is None:
        if expected.max_age is not None:
            yield _fault("warn", "NO_DATE_FOUND", f"No date of issue was found in the {name}.", found=None)
    elif issued > today + A_DAY:
        yield _fault("fail", "ISSUED_IN_FUTURE", f"The {name} is dated {_day(issued)}, in the future.", found=found)
    elif expected.max_age is not None and today - issued > expected.max_age:
        age, most = (today - issued).days, expected.max_age.days
        sentence = f"The {name} is dated {_day(issued)}: {age} days old, and at most {most} are accepted."
        yield _fault("fail", "TOO_OLD", sentence, found=found)


def _end(name: str, expected: Expectations, pages: Sequence[PageText], *, today: date) -> Iterator[CheckOutcome]:
    if not expected.expires:
        return
    found = _first(pages, expected.country, expiry_of)
    if found is None:
        yield _fault("warn", "NO_DATE_FOUND", f"No expiry date was found in the {name}.", found=None)
    elif found.day is None:
        return  # it says that it never ends
    elif found.day < today:
        yield _fault("fail", "EXPIRED", f"The {name} expired on {_day(found.day)}.", found=found)
    elif found.day - today < SOON:
        days = (found.day - today).days
        sentence = f"The {name} expires on {_day(found.day)}, in {days} days."
        yield _fault("warn", "EXPIRES_SOON", sentence, found=found)


def _first(pages: Sequence[PageText], country: str, find: Callable[[str, str], FoundDate | None]) -> DateOnPage | None:
    """The date of the first page that has one, and that page."""
    dates = ((find(page.text, country), page.number) for page in pages)
    return next((DateOnPage(found, number) for found, number in dates if found), None)


def _fault(status: str, code: str, sentence: str, *, found: DateOnPage | None) -> CheckOutcome:
    evidence = (Evidence(page=found.page, raw=found.what.raw),) if found else ()
    return CheckOutcome(status=CheckStatus(status), reason_code=code, sentence=sentence, evidence=evidence)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
