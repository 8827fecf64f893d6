"""Schemes of identifiers: their names in sentences, what they embed, and those that stdnum lacks."""

import re
from enum import Enum, auto

from pydantic import BaseModel
from stdnum import luhn
from stdnum.eu import vat
from stdnum.exceptions import InvalidFormat
from stdnum.util import clean

from domain.messages import Message, msg

EU = frozenset(code.upper() for code in vat.MEMBER_STATES) - {"XI"}  # XI: Northern Ireland, for goods only


class Embedded(Enum):
    """Where a number holds its country: nowhere but in the scheme's name, first, or as in a BIC."""

    NOWHERE = auto()
    PREFIX = auto()
    BIC = auto()


class Scheme(BaseModel, frozen=True):
    """How we speak of a scheme: its name and what to enter instead of a misformed number."""

    name: Message
    remedy: Message = msg("Enter it as it stands on the document.")
    embeds: Embedded = Embedded.NOWHERE


class BankAccount:
    """An account number that no country's rule fits: 4 to 34 letters and digits."""

    pattern = re.compile(r"[0-9A-Z]{4,34}")

    def validate(self, number: str) -> str:
        """Return the compact number; InvalidFormat."""
        compact = clean(number, " -./").upper()
        if not self.pattern.fullmatch(compact) or not any(c.isdigit() for c in compact):
            raise InvalidFormat()
        return compact


class ChineseAccount(BankAccount):
    """A Chinese bank account: 8 to 30 digits; a card (62..., 16 or 19 digits) also ends in a Luhn digit."""

    pattern = re.compile(r"[0-9]{8,30}")

    def validate(self, number: str) -> str:
        """Return the digits; InvalidFormat, InvalidChecksum for a card."""
        compact = super().validate(number)
        if compact.startswith("62") and len(compact) in (16, 19):
            luhn.validate(compact)
        return compact


OWN: dict[str, BankAccount] = {"account": BankAccount(), "cn.account": ChineseAccount()}

SCHEMES = {
    "account": Scheme(name=msg("bank account number"), remedy=msg("Enter 4 to 34 letters and digits.")),
    "bic": Scheme(
        name=msg("BIC"), remedy=msg("Enter the 8 or 11 characters of your bank's code."), embeds=Embedded.BIC
    ),
    "cn.account": Scheme(name=msg("Chinese bank account number"), remedy=msg("Enter 8 to 30 digits.")),
    "cn.ric": Scheme(
        name=msg("Chinese resident identity number"), remedy=msg("Enter the 18 characters on the identity card.")
    ),
    "cn.uscc": Scheme(
        name=msg("unified social credit code"),
        remedy=msg("Enter the 18 characters on the business licence; it has no I, O, S, V or Z."),
    ),
    "eu.vat": Scheme(
        name=msg("EU VAT number"),
        remedy=msg("Enter it with the two letters of the country in front."),
        embeds=Embedded.PREFIX,
    ),
    "iban": Scheme(
        name=msg("IBAN"), remedy=msg("Enter it from the two letters of the country to the end."), embeds=Embedded.PREFIX
    ),
    "lei": Scheme(name=msg("Legal Entity Identifier"), remedy=msg("Enter its 20 letters and digits.")),
    "us.ein": Scheme(
        name=msg("Employer Identification Number"), remedy=msg("Enter 9 digits as on the letter of the IRS.")
    ),
    "us.rtn": Scheme(name=msg("bank routing number"), remedy=msg("Enter the 9 digits at the bottom left of a cheque.")),
    "us.tin": Scheme(name=msg("US taxpayer number"), remedy=msg("Enter the 9 digits of your SSN, ITIN or EIN.")),
}
