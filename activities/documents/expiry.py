"""Whether a document is still valid and young enough."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from activities.documents.contract import DocumentFile, Expectations
from activities.documents.reading import PageText
from domain.checks.documents import EXPIRY
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.documents.dates import FoundDate, expiry_of, issued_on
from domain.message_values import Inner
from domain.messages import Message, msg, msg_n
from domain.screening import Evidence

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
    name = document.name
    if not expected.expires and expected.max_age is None:
        return _told(Reason.NO_DATE_EXPECTED, msg("The {document} need not carry a date.", document=name))
    if not pages:
        sentence = msg("The {document} could not be read, so its dates were not checked.", document=name)
        return _told(Reason.NO_TEXT, sentence)
    faults = [*_issue(name, expected, pages, today=today), *_end(name, expected, pages, today=today)]
    if faults:
        return min(faults, key=lambda each: EXPIRY.rank(each.reason))
    return _told(Reason.OK, msg("The {document} is valid by its dates.", document=name))


def _issue(name: Inner, expected: Expectations, pages: Sequence[PageText], *, today: date) -> Iterator[CheckOutcome]:
    found = _first(pages, expected.country, issued_on)
    issued = found.day if found else None
    if issued is None:
        if expected.max_age is not None:
            yield _told(Reason.NO_DATE_FOUND, msg("No date of issue was found in the {document}.", document=name))
    elif issued > today + A_DAY:
        sentence = msg("The {document} is dated {day}, in the future.", document=name, day=issued)
        yield _told(Reason.ISSUED_IN_FUTURE, sentence, found)
    elif expected.max_age is not None and today - issued > expected.max_age:
        sentence = msg_n(
            "The {document} is dated {day}: {n} day old, and at most {most} are accepted.",
            "The {document} is dated {day}: {n} days old, and at most {most} are accepted.",
            n=(today - issued).days,
            document=name,
            day=issued,
            most=expected.max_age.days,
        )
        yield _told(Reason.TOO_OLD, sentence, found)


def _end(name: Inner, expected: Expectations, pages: Sequence[PageText], *, today: date) -> Iterator[CheckOutcome]:
    if not expected.expires:
        return
    found = _first(pages, expected.country, expiry_of)
    if found is None:
        yield _told(Reason.NO_DATE_FOUND, msg("No expiry date was found in the {document}.", document=name))
    elif found.day is None:
        return  # it says that it never ends
    elif found.day < today:
        yield _told(Reason.EXPIRED, msg("The {document} expired on {day}.", document=name, day=found.day), found)
    elif found.day - today < SOON:
        sentence = msg_n(
            "The {document} expires on {day}, in {n} day.",
            "The {document} expires on {day}, in {n} days.",
            n=(found.day - today).days,
            document=name,
            day=found.day,
        )
        yield _told(Reason.EXPIRES_SOON, sentence, found)


def _first(pages: Sequence[PageText], country: str, find: Callable[[str, str], FoundDate | None]) -> DateOnPage | None:
    """The date of the first page that has one, and that page."""
    dates = ((find(page.text, country), page.number) for page in pages)
    return next((DateOnPage(found, number) for found, number in dates if found), None)


def _told(reason: Reason, sentence: Message, found: DateOnPage | None = None) -> CheckOutcome:
    evidence = (Evidence(page=found.page, raw=found.what.raw),) if found else ()
    return CheckOutcome(CheckKey.EXPIRY, reason, sentence, evidence=evidence)
