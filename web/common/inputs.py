"""What people type, made fit to keep: one line, no control characters, a normalised address."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from domain.lengths import LONGEST_NAME
from domain.messages import msg
from domain.refusals import Invalid

# Embeddings, overrides and isolates turn the text around them; a right-to-left name needs none of them.
TURNERS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
# A name goes into our letters: nobody may have us send their advertisement.
ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)


class BadAddress(Invalid):
    """What was typed is no e-mail address."""


class BadName(Invalid):
    """The name is missing, too long, or an address."""


def one_line(text: str) -> str:
    """The text without line breaks, controls and characters that turn others around; inner spaces made single."""
    kept = (" " if unicodedata.category(each) == "Cc" else each for each in text if each not in TURNERS)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def address(typed: str, local: bool) -> str:
    """The address as it is kept, in small letters; `local` also takes names under `.test`. Refuses BadAddress."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, test_environment=local)
    except EmailNotValidError as error:
        raise BadAddress(msg("Enter an e-mail address such as name@example.com.")) from error
    return checked.normalized.lower()


def name(typed: str) -> str:
    """A person's name; refuses BadName."""
    given = one_line(typed)
    if not given:
        raise BadName(msg("Enter your name."))
    if ADDRESS.search(given):
        raise BadName(msg("Enter your name alone, without a web or e-mail address."))
    if len(given) > LONGEST_NAME:
        too_long = msg(
            "Enter a name of at most {most} characters; you typed {typed}.", most=LONGEST_NAME, typed=len(given)
        )
        raise BadName(too_long)
    return given


def local_path(wanted: str) -> str:
    """The path if it leads to a page of ours, else an empty text: nobody is sent elsewhere by a forged link."""
    # Browsers read a backslash as a slash, and two slashes as another site.
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if plain and wanted.isprintable() and len(wanted) < 500 else ""
