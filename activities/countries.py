"""Names of countries, as findings and certificates print them."""

from babel import Locale

LOCALE = Locale("en", "GB")


def country_name(code: str) -> str:
    """The name of an ISO 3166 code; an unknown code is its own name."""
    return str(LOCALE.territories.get(code, code))
