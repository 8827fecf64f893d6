"""The names of checks and reasons: they stand in rows, histories and packs, so a name never changes its meaning."""

from enum import StrEnum


class CheckKey(StrEnum):
    """Every check there is; what each can find stands in the registry."""

    STRUCTURE = "document.structure"
    LEGIBLE = "document.legible"
    SHOWS = "document.shows"
    EXPIRY = "document.expiry"
    MRZ = "document.mrz"
    PORTRAIT = "document.portrait"
    FORMAT = "identifier.format"
    REGISTER = "identifier.register"
    SAME_FILE = "duplicate.file"
    SAME_ACCOUNT = "duplicate.account"
    SAME_IDENTIFIER = "duplicate.identifier"
    # Stands for the three above it and the format when they could not be done at all.
    SCREENING = "screening"


class Reason(StrEnum):
    """Why a check came to its result; risk rules of packs can look for one."""

    OK = "OK"
    CHECK_INCOMPLETE = "CHECK_INCOMPLETE"

    PDF_LAUNCH = "PDF_LAUNCH"
    PDF_SCRIPT = "PDF_SCRIPT"
    PDF_OPEN_ACTION = "PDF_OPEN_ACTION"
    PDF_AUTO_ACTION = "PDF_AUTO_ACTION"
    PDF_EMBEDDED_FILE = "PDF_EMBEDDED_FILE"
    PDF_DATA_FILE = "PDF_DATA_FILE"
    PDF_RICH_MEDIA = "PDF_RICH_MEDIA"
    PDF_XFA = "PDF_XFA"
    PDF_REMOTE = "PDF_REMOTE"
    PDF_ENCRYPTED = "PDF_ENCRYPTED"
    PDF_DAMAGED = "PDF_DAMAGED"
    PDF_TOO_COMPLEX = "PDF_TOO_COMPLEX"

    NO_TEXT = "NO_TEXT"
    LOW_CONFIDENCE = "LOW_CONFIDENCE"

    NUMBER_DIFFERS = "NUMBER_DIFFERS"
    NAME_DIFFERS = "NAME_DIFFERS"
    NUMBER_NOT_FOUND = "NUMBER_NOT_FOUND"
    NAME_NOT_FOUND = "NAME_NOT_FOUND"
    NUMBER_NEARLY = "NUMBER_NEARLY"
    NAME_NEARLY = "NAME_NEARLY"
    NOTHING_EXPECTED = "NOTHING_EXPECTED"

    ISSUED_IN_FUTURE = "ISSUED_IN_FUTURE"
    TOO_OLD = "TOO_OLD"
    EXPIRED = "EXPIRED"
    NO_DATE_FOUND = "NO_DATE_FOUND"
    EXPIRES_SOON = "EXPIRES_SOON"
    NO_DATE_EXPECTED = "NO_DATE_EXPECTED"

    MRZ_CHECK_DIGIT = "MRZ_CHECK_DIGIT"
    MRZ_EXPIRED = "MRZ_EXPIRED"
    MRZ_NUMBER_DIFFERS = "MRZ_NUMBER_DIFFERS"
    MRZ_BIRTH_DATE_DIFFERS = "MRZ_BIRTH_DATE_DIFFERS"
    MRZ_NAME_DIFFERS = "MRZ_NAME_DIFFERS"
    MRZ_NUMBER_NEARLY = "MRZ_NUMBER_NEARLY"
    MRZ_NAME_NEARLY = "MRZ_NAME_NEARLY"
    NO_MRZ = "NO_MRZ"

    NOT_A_PHOTO = "NOT_A_PHOTO"
    PHOTO_TOO_SMALL = "PHOTO_TOO_SMALL"
    PHOTO_BLANK = "PHOTO_BLANK"
    PHOTO_BLURRED = "PHOTO_BLURRED"
    PHOTO_SOFT = "PHOTO_SOFT"

    INVALID_FORMAT = "INVALID_FORMAT"
    INVALID_CHECKSUM = "INVALID_CHECKSUM"
    COUNTRY_MISMATCH = "COUNTRY_MISMATCH"
    UNKNOWN_SCHEME = "UNKNOWN_SCHEME"
    VALID = "VALID"

    REGISTER_AWAY = "REGISTER_AWAY"
    NOT_IN_REGISTER = "NOT_IN_REGISTER"
    IN_REGISTER = "IN_REGISTER"

    SAME_FILE = "SAME_FILE"
    SAME_VALUE = "SAME_VALUE"
    NO_DUPLICATE = "NO_DUPLICATE"
