"""Checks of a whole application: its numbers, what registers say of them, and the same elsewhere."""

from domain.checks.check import Check, PublicLine
from domain.checks.keys import CheckKey, Reason
from domain.messages import msg

FORMAT = Check(
    key=CheckKey.FORMAT,
    label=msg("Number format"),
    line=PublicLine.IDENTIFIERS,
    doubts_shown=True,
    fail={
        Reason.INVALID_FORMAT: msg("Not built as such a number is"),
        Reason.INVALID_CHECKSUM: msg("The check digit does not fit"),
    },
    warn={
        Reason.COUNTRY_MISMATCH: msg("From another country"),
        Reason.UNKNOWN_SCHEME: msg("No rules for such numbers"),
    },
    passes={Reason.VALID: msg("Well formed")},
)

REGISTER = Check(
    key=CheckKey.REGISTER,
    label=msg("Register look-up"),
    line=PublicLine.REGISTER,
    doubts_shown=True,
    error={Reason.REGISTER_AWAY: msg("The register does not answer")},
    warn={Reason.NOT_IN_REGISTER: msg("Not in the register")},
    passes={Reason.IN_REGISTER: msg("In the register")},
)

# What other applications hold is nobody's business, so these only ever show as done.
SAME_FILE = Check(
    key=CheckKey.SAME_FILE,
    label=msg("Same file elsewhere"),
    line=PublicLine.OTHERS,
    doubts_shown=False,
    names_cases=True,
    fail={Reason.SAME_FILE: msg("The same file elsewhere")},
    passes={Reason.NO_DUPLICATE: msg("Nothing elsewhere")},
)

SAME_ACCOUNT = Check(
    key=CheckKey.SAME_ACCOUNT,
    label=msg("Same account elsewhere"),
    line=PublicLine.OTHERS,
    doubts_shown=False,
    names_cases=True,
    warn={Reason.SAME_VALUE: msg("The same elsewhere")},
    passes={Reason.NO_DUPLICATE: msg("Nothing elsewhere")},
)

SAME_IDENTIFIER = Check(
    key=CheckKey.SAME_IDENTIFIER,
    label=msg("Same number elsewhere"),
    line=PublicLine.OTHERS,
    doubts_shown=False,
    names_cases=True,
    warn={Reason.SAME_VALUE: msg("The same elsewhere")},
    passes={Reason.NO_DUPLICATE: msg("Nothing elsewhere")},
)

SCREENING = Check(
    key=CheckKey.SCREENING,
    label=msg("Identifiers and duplicates"),
    line=PublicLine.OTHERS,
    doubts_shown=False,
)
