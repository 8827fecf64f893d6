"""Identifiers: whether a number can be right, judged by its form, check digits and embedded country alone."""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from pydantic import BaseModel
from stdnum import numdb
from stdnum.exceptions import InvalidChecksum, ValidationError

from domain.identifiers.schemes import EU, OWN, SCHEMES, Embedded, Scheme
from domain.messages import Message, msg


class IdentifierStatus(StrEnum):
    """What the number itself tells."""

    VALID = "valid"
    INVALID_FORMAT = "invalid_format"
    INVALID_CHECKSUM = "invalid_checksum"
    COUNTRY_MISMATCH = "country_mismatch"
    UNKNOWN_SCHEME = "unknown_scheme"


class IdentifierVerdict(BaseModel, frozen=True):
    """Outcome; `normal` is the compact form (as typed when invalid), `country` and `region` what it embeds."""

    status: IdentifierStatus
    normal: str
    country: str | None = None
    region: str | None = None
    sentence: Message


class _Module(Protocol):
    def validate(self, number: str) -> str: ...


def judge(scheme: str, value: str, country: str | None) -> IdentifierVerdict:
    """Judge a number as `scheme` (`cn.uscc`, `eu.vat`, `lei`, `iban`, ... or any stdnum module) for a country.

    Without a country, or where the scheme embeds none, the country is not compared.
    """
    typed = unicodedata.normalize("NFKC", value).strip()
    module, known = _module(scheme), SCHEMES.get(scheme, Scheme(name=msg("{scheme} number", scheme=scheme)))
    if module is None:
        return _verdict(
            IdentifierStatus.UNKNOWN_SCHEME,
            typed,
            msg("There are no rules for {scheme} numbers; a person has to look.", scheme=scheme),
        )
    try:
        normal = module.validate(_prefixed(scheme, typed, country))
    except InvalidChecksum:
        sentence = msg(
            "The check digit of this {name} does not fit. Compare it with your document, digit by digit.",
            name=known.name,
        )
        return _verdict(IdentifierStatus.INVALID_CHECKSUM, typed, sentence)
    except (ValidationError, ValueError, IndexError):
        return _verdict(
            IdentifierStatus.INVALID_FORMAT,
            typed,
            msg("This is not a valid {name}. {remedy}", name=known.name, remedy=known.remedy),
        )
    return _placed(scheme, known, normal, country=country)


def knows(scheme: str) -> bool:
    """Whether there are rules for this scheme."""
    return _module(scheme) is not None


def _placed(scheme: str, known: Scheme, normal: str, *, country: str | None) -> IdentifierVerdict:
    embedded = _country(scheme, known, normal)
    region = _region(normal) if scheme == "cn.uscc" else None
    if embedded and country and embedded != country.upper():
        sentence = msg(
            "This {name} belongs to {embedded}, but the form says {country}. Correct the one that is wrong.",
            name=known.name,
            embedded=embedded,
            country=country.upper(),
        )
        status = IdentifierStatus.COUNTRY_MISMATCH
    else:
        sentence, status = msg("The {name} is well formed.", name=known.name), IdentifierStatus.VALID
    return _verdict(status, normal, sentence).model_copy(update={"country": embedded, "region": region})


def _country(scheme: str, known: Scheme, normal: str) -> str | None:
    if known.embeds is Embedded.PREFIX:
        # VAT numbers have EL for Greece and XI for Northern Ireland.
        return {"EL": "GR", "XI": "GB"}.get(normal[:2], normal[:2])
    if known.embeds is Embedded.BIC:
        # A BIC has its country in the fifth and sixth letter.
        return normal[4:6]
    # A name of stdnum ends in _ where the country's code is a word of Python (`is_`).
    owner = scheme.partition(".")[0].rstrip("_").upper()
    return owner if "." in scheme and owner != "EU" else None


def _region(uscc: str) -> str | None:
    """Administrative region in digits 3-8 of a unified social credit code, as its province's and county's name."""
    found = numdb.get("cn/loc").info(uscc[2:8])
    names = {key: name for _, properties in found for key, name in properties.items()}
    parts = [names.get("province", ""), re.sub(r"\[[^]]*\]", "", names.get("county", "")).split(",")[-1]]
    return " ".join(dict.fromkeys(part for part in parts if part)) or None


def _prefixed(scheme: str, typed: str, country: str | None) -> str:
    """A VAT number that lacks only its country's prefix gets it: many registers print it without."""
    if scheme != "eu.vat" or not country or country.upper() not in EU or re.match(r"[A-Za-z]{2}", typed):
        return typed
    return {"GR": "EL"}.get(country.upper(), country.upper()) + typed


@cache
def _module(scheme: str) -> _Module | None:
    if scheme in OWN:
        return OWN[scheme]
    if not re.fullmatch(r"[a-z]\w*(\.[a-z]\w*)?", scheme, re.ASCII):
        return None  # a pack is data: it can only name a module of stdnum
    try:
        module = import_module(f"stdnum.{scheme}")
    except ImportError:
        return None
    return cast(_Module, module) if hasattr(module, "validate") else None


def bare(value: str) -> str:
    """Letters and digits alone, in one width and case: what two spellings of one number share."""
    return "".join(c for c in unicodedata.normalize("NFKC", value) if c.isalnum()).upper()


def _verdict(status: IdentifierStatus, normal: str, sentence: Message) -> IdentifierVerdict:
    return IdentifierVerdict(status=status, normal=normal, sentence=sentence)
