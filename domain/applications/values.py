"""One typed value of the form: read by its kind into a normal form, or refused with a sentence that says what to do."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from domain.applications.facts import age_on
from domain.applications.form import Form
from domain.applications.value_sentences import missing, too_long, with_example
from domain.identifiers.check import IdentifierStatus, judge
from domain.message_values import Inner
from domain.messages import msg
from domain.policy.parts import Choice, Field
from domain.refusals import Invalid

OLDEST = 120
# Regions that have no telephone numbers of their own but are in ISO 3166.
_QUIET = {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}
# AC and TA have telephone numbers of their own but are no countries of ISO 3166.
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS) - {"AC", "TA"} | _QUIET
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u20e3\U000e0020-\U000e007f]")
_HOST = re.compile(r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
# Nobody sees them either, but Persian and Indic words are misspelt without.
_JOINERS = "\u200c\u200d"


class BadAnswer(Invalid):
    """The value breaks a rule of its field."""


def read(form: Form, field: Field, typed: str) -> str:
    """The value in normal form: E.164, ISO date, compact identifier, plain number, trimmed text; BadAnswer."""
    if len(typed) > 4 * field.max_length:  # before any costlier look at it
        raise BadAnswer(too_long(field))
    value = tidy(typed, lines=field.kind == "address")
    if len(value) > field.max_length:
        raise BadAnswer(too_long(field))
    return _READERS.get(field.kind, _text)(form, field, value)


def tidy(typed: str, *, lines: bool = False) -> str:
    """Composed, trimmed, on one line unless `lines`, and without characters nobody sees (controls, direction marks)."""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n"))
    kept = (c for c in text if c in _JOINERS or c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    rows = [" ".join(row.split()) for row in "".join(kept).split("\n")]
    return ("\n" if lines else " ").join(row for row in rows if row)


def _text(form: Form, field: Field, value: str) -> str:
    if _EMOJI.search(value):
        raise BadAnswer(
            with_example(msg("Leave the pictures (emoji) out of the {label}.", label=Inner(field.label)), field)
        )
    return _identifier(form, field, value) if field.scheme else value


def _identifier(form: Form, field: Field, value: str) -> str:
    # An account may lie in any country: that is looked at later, but never refused here.
    country = None if field.section == "payout" else form.country
    verdict = judge(field.scheme or "", value, country)
    if verdict.status not in (IdentifierStatus.VALID, IdentifierStatus.UNKNOWN_SCHEME):
        raise BadAnswer(with_example(verdict.sentence, field))
    return verdict.normal


def _email(_form: Form, field: Field, value: str) -> str:
    try:
        # No look-up in the DNS: rules ask nobody.
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadAnswer(
            msg("Enter an e-mail address such as {example}.", example=field.example or "lin@example.com")
        ) from error


def _phone(form: Form, field: Field, value: str) -> str:
    sentence = msg(
        "Enter a telephone number with its country code, such as {example}.",
        example=field.example or "+44 20 7946 0018",
    )
    try:
        number = phonenumbers.parse(value, form.country)
    except phonenumbers.NumberParseException as error:
        raise BadAnswer(sentence) from error
    # E.164 has no place for an extension.
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise BadAnswer(sentence)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _url(_form: Form, field: Field, value: str) -> str:
    sentence = msg(
        "Enter a whole address that begins with https://, such as {example}.",
        example=field.example or "https://www.example.com",
    )
    try:
        parts = urlsplit(value)
        # Asking for the port raises ValueError where it is none.
        fine = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError as error:
        raise BadAnswer(sentence) from error
    # What stands before an @ reads like the host, and is not.
    if not fine or " " in value or parts.username is not None:
        raise BadAnswer(sentence)
    return value


def _date(form: Form, field: Field, value: str) -> str:
    try:
        # Alone, fromisoformat would take 19900327 and 1990-W13-2 as well.
        day = date.fromisoformat(value if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) else "")
    except ValueError as error:
        example = field.example or "1990-03-27"
        raise BadAnswer(msg("Enter a real date as year-month-day, such as {example}.", example=example)) from error
    if field.min_age is not None:
        _check_birth(form.today, day, field.min_age)
    return day.isoformat()


def _check_birth(today: date, day: date, min_age: int) -> None:
    age = age_on(day, today)
    if day >= today or age > OLDEST:
        raise BadAnswer(msg("Enter the day of birth: it lies in the past, at most {oldest} years ago.", oldest=OLDEST))
    if age < min_age:
        raise BadAnswer(
            msg("A person named here must be at least {min_age} years old. Check the date of birth.", min_age=min_age)
        )


def _country(_form: Form, field: Field, value: str) -> str:
    if value.upper() not in COUNTRIES:
        raise BadAnswer(msg("Choose the {label} from the list.", label=Inner(field.label)))
    return value.upper()


def _choice(_form: Form, field: Field, value: str) -> str:
    return _one_of(field, value, field.choices)


def _category(form: Form, field: Field, value: str) -> str:
    return _one_of(field, value, form.asks.categories)


def _topic(form: Form, field: Field, value: str) -> str:
    return _one_of(field, value, form.pack.anchor.topics)


def _one_of(field: Field, value: str, choices: tuple[Choice, ...]) -> str:
    if value not in {choice.key for choice in choices}:
        raise BadAnswer(msg("Choose the {label} from the list.", label=Inner(field.label)))
    return value


def _percent(_form: Form, field: Field, value: str) -> str:
    try:
        share = Decimal(value.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        share = Decimal(0)
    if not share.is_finite() or not 0 < share <= 100 or share != round(share, 2):
        raise BadAnswer(
            msg("Enter the {label} as a number above 0 and up to 100, such as 60 or 33.33.", label=Inner(field.label))
        )
    # Normalised, 100 becomes 1E+2; `f` writes it out again.
    return f"{share.normalize():f}"


def _agree(form: Form, field: Field, value: str) -> str:
    statement = form.pack.anchor.statement(field.statement) if field.statement else None
    given = statement.mark if statement else "yes"
    # What was agreed to before carries the mark of its text: another text has to be agreed to anew.
    if value.lower() not in ("yes", "on", "true", "1", given):
        raise BadAnswer(missing(field))
    return given


_READERS: dict[str, Callable[[Form, Field, str], str]] = {
    "email": _email,
    "phone": _phone,
    "url": _url,
    "date": _date,
    "country": _country,
    "choice": _choice,
    "categories": _category,
    "topics": _topic,
    "percent": _percent,
    "identifier": _identifier,
    "agree": _agree,
}
