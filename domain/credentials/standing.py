"""Credentials: the right to sell or to go on air, its number, its standing, and what its certificate certifies."""

import hashlib
from datetime import date
from enum import StrEnum
from itertools import count
from uuid import UUID

from pydantic import BaseModel
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from domain.lengths import SHORTEST_REASON
from domain.messages import msg
from domain.refusals import Conflict, Forbidden, Invalid

# Crockford's base 32: no I, L, O or U, so a number survives being read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "GR"
BODY = 10
LOOK_ALIKES = str.maketrans("OIL", "011")


class Standing(StrEnum):
    """What an issued credential is worth; `coming` and `expired` are never stored, they follow from the date."""

    PENDING = "pending"
    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    COMING = "coming"
    EXPIRED = "expired"


class StandingChange(StrEnum):
    """What staff can do to a credential's standing."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"


class CertificateFace(BaseModel, frozen=True):
    """Every certified field, as printed on the certificate, attached to it and shown on the verify page.

    `country` is an ISO 3166 code; certificates issued earlier hold its English name. An anchor's has the name in local
    script, a level by category and the SHA-256 (hex) of the portrait.
    """

    number: str
    kind: str
    holder: str
    legal_form: str
    country: str
    categories: tuple[str, ...]
    issued_on: date
    valid_from: date
    valid_until: date
    issuer: str
    verify_url: str
    revision: int
    local_name: str = ""
    levels: dict[str, str] = {}
    portrait: str = ""


class NumberMistyped(Invalid):
    """The number's check character does not fit: a typing error, not a forgery."""


class StandingRefused(Conflict):
    """The credential cannot take this change as it stands."""


class OwnCredential(Forbidden):
    """A holder cannot change the standing of their own credential."""


class PublicReasonMissing(Invalid):
    """Whoever verifies the certificate must be able to read why."""


RESULT: dict[tuple[Standing, StandingChange], Standing] = {
    (Standing.VALID, StandingChange.SUSPEND): Standing.SUSPENDED,
    (Standing.SUSPENDED, StandingChange.REINSTATE): Standing.VALID,
    (Standing.VALID, StandingChange.REVOKE): Standing.REVOKED,
    (Standing.SUSPENDED, StandingChange.REVOKE): Standing.REVOKED,
}


def make_number(kind: str, year: int, credential_id: UUID) -> str:
    """Number such as `GR-M-2026-7K3Q9-WXT4H-S`: kind, year, 50 bits of the id's hash, check character (ISO 7064)."""
    # Drawn again until the check character, too, is one that nobody misreads.
    drawn = (_checked(f"{PREFIX}{kind}{year}{_body(credential_id, draw)}") for draw in count())
    return spell(next(each for each in drawn if each[-1] in ALPHABET))


def spell(compact: str) -> str:
    """Put the hyphens where people expect them."""
    parts = (compact[:2], compact[2:3], compact[3:7], compact[7:12], compact[12:17], compact[17:])
    return "-".join(part for part in parts if part)


def read_number(typed: str) -> str:
    """The number in its written form, from whatever was typed; refuses NumberMistyped."""
    compact = "".join(each for each in typed.upper() if each.isascii() and each.isalnum())
    # The first three are letters by rule; behind them an O can only be a misread 0.
    compact = compact[:3] + compact[3:].translate(LOOK_ALIKES)
    try:
        mod_37_36.validate(compact)
    except ValidationError as error:
        raise NumberMistyped(msg("This number has a typing error. Compare it with the certificate.")) from error
    if len(compact) != 7 + BODY + 1 or not compact.startswith(PREFIX):
        raise NumberMistyped(msg("A number looks like GR-M-2026-7K3Q9-WXT4H-S: 18 letters and digits."))
    return spell(compact)


def standing_on(stored: Standing, valid_from: date, valid_until: date, *, today: date) -> Standing:
    """What the credential is worth today; its first and its last day count as valid."""
    if stored != Standing.VALID or valid_from <= today <= valid_until:
        return stored
    return Standing.COMING if today < valid_from else Standing.EXPIRED


def admit_change(holder: UUID, by: UUID, reason: str) -> None:
    """Refuse a change by the holder, or one without a public reason: OwnCredential, PublicReasonMissing."""
    if by == holder:
        raise OwnCredential(msg("Nobody changes the standing of their own certificate."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise PublicReasonMissing(
            msg(
                "Give a reason that anyone may read, in {shortest_reason} characters or more.",
                shortest_reason=SHORTEST_REASON,
            )
        )


def change(stored: Standing, what: StandingChange) -> Standing:
    """The standing after the change; refuses StandingRefused."""
    if (stored, what) not in RESULT:
        raise StandingRefused(
            msg("A credential that is {stored} cannot be changed by '{what}'.", stored=stored, what=what)
        )
    return RESULT[stored, what]


def _body(credential_id: UUID, draw: int) -> str:
    bits = int.from_bytes(hashlib.sha256(credential_id.bytes + draw.to_bytes(2, "big")).digest()[:8], "big")
    return "".join(ALPHABET[bits >> (5 * place) & 31] for place in range(BODY))


def _checked(compact: str) -> str:
    return compact + str(mod_37_36.calc_check_digit(compact))
