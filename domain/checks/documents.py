"""Checks of one document: is it safe, can it be read, does it show what it must, is it valid."""

from domain.checks.check import Check, PublicLine
from domain.checks.keys import CheckKey, Reason
from domain.messages import msg

STRUCTURE = Check(
    key=CheckKey.STRUCTURE,
    version=2,
    label=msg("File structure"),
    line=PublicLine.DOCUMENT,
    doubts_shown=False,  # whoever hides something in a file need not learn what we look for
    fail={
        Reason.PDF_LAUNCH: msg("a command that starts a program"),
        Reason.PDF_SCRIPT: msg("a script"),
        Reason.PDF_OPEN_ACTION: msg("an action that runs when it is opened"),
        Reason.PDF_AUTO_ACTION: msg("an action that runs by itself"),
        Reason.PDF_EMBEDDED_FILE: msg("another file inside it"),
        Reason.PDF_RICH_MEDIA: msg("sound, film or 3D content"),
        Reason.PDF_XFA: msg("a form with a program of its own (XFA)"),
        Reason.PDF_REMOTE: msg("a link that sends or fetches data elsewhere"),
        Reason.PDF_DAMAGED: msg("damaged parts that cannot be opened"),
    },
    warn={
        Reason.PDF_DATA_FILE: msg("a data file inside it"),
        Reason.PDF_ENCRYPTED: msg("restrictions set by its author"),
        Reason.PDF_TOO_COMPLEX: msg("more parts than can be looked through"),
    },
    passes={Reason.OK: msg("pages and nothing else")},
)

LEGIBLE = Check(
    key=CheckKey.LEGIBLE,
    label=msg("Legibility"),
    line=PublicLine.DOCUMENT,
    doubts_shown=True,
    fail={Reason.NO_TEXT: msg("No text could be read")},
    warn={Reason.LOW_CONFIDENCE: msg("Hard to read")},
    passes={Reason.OK: msg("Can be read")},
)

SHOWS = Check(
    key=CheckKey.SHOWS,
    label=msg("Names and numbers"),
    line=PublicLine.DOCUMENT,
    doubts_shown=True,
    fail={
        Reason.NUMBER_DIFFERS: msg("Shows another number"),
        Reason.NAME_DIFFERS: msg("Shows another name"),
        Reason.NUMBER_NOT_FOUND: msg("Does not show the number"),
        Reason.NAME_NOT_FOUND: msg("Does not show the name"),
    },
    warn={
        Reason.NUMBER_NEARLY: msg("Shows nearly the number"),
        Reason.NAME_NEARLY: msg("Shows nearly the name"),
    },
    passes={Reason.OK: msg("Shows what the form says")},
    skipped={
        Reason.NOTHING_EXPECTED: msg("Need not show anything"),
        Reason.NO_TEXT: msg("No text could be read"),
    },
)

EXPIRY = Check(
    key=CheckKey.EXPIRY,
    label=msg("Dates"),
    line=PublicLine.DOCUMENT,
    doubts_shown=True,
    fail={
        Reason.ISSUED_IN_FUTURE: msg("Issued in the future"),
        Reason.TOO_OLD: msg("Issued too long ago"),
        Reason.EXPIRED: msg("Expired"),
    },
    warn={
        Reason.NO_DATE_FOUND: msg("No date found"),
        Reason.EXPIRES_SOON: msg("Expires soon"),
    },
    passes={Reason.OK: msg("Valid by its dates")},
    skipped={
        Reason.NO_DATE_EXPECTED: msg("Need not carry a date"),
        Reason.NO_TEXT: msg("No text could be read"),
    },
)

MRZ = Check(
    key=CheckKey.MRZ,
    version=2,
    label=msg("Machine-readable zone"),
    line=PublicLine.DOCUMENT,
    doubts_shown=True,
    fail={
        Reason.MRZ_CHECK_DIGIT: msg("A check digit does not fit"),
        Reason.MRZ_EXPIRED: msg("Expired"),
        Reason.MRZ_NUMBER_DIFFERS: msg("Has another number"),
        Reason.MRZ_BIRTH_DATE_DIFFERS: msg("Has another date of birth"),
        Reason.MRZ_NAME_DIFFERS: msg("Has another name"),
    },
    warn={
        Reason.MRZ_NUMBER_NEARLY: msg("Has nearly the number"),
        Reason.MRZ_NAME_NEARLY: msg("Has nearly the name"),
        Reason.NO_MRZ: msg("No zone found"),
    },
    passes={Reason.OK: msg("Whole, and agrees with the form")},
)

PORTRAIT = Check(
    key=CheckKey.PORTRAIT,
    label=msg("Portrait"),
    line=PublicLine.DOCUMENT,
    doubts_shown=True,
    fail={
        Reason.NOT_A_PHOTO: msg("Not a photograph"),
        Reason.PHOTO_TOO_SMALL: msg("Too small"),
        Reason.PHOTO_BLANK: msg("Shows nothing"),
        Reason.PHOTO_BLURRED: msg("Blurred"),
    },
    warn={Reason.PHOTO_SOFT: msg("May be too blurred")},
    passes={Reason.OK: msg("A sharp photograph")},
)
