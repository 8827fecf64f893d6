"""VIES, the European Commission's VAT register, by its REST interface."""

import httpx2
from pydantic import BaseModel, ValidationError

TIMEOUT = 20.0
PREFIXES = {"GR": "EL"}  # the one state whose numbers start with other letters than its country code


class ViesAway(Exception):
    """No answer, or not one to rely on: the register or a member state's part of it is away."""


class ViesAnswer(BaseModel):
    """What the register says of a number."""

    valid: bool
    name: str = ""


class _Reply(BaseModel):
    # The register answers 200 also when a member state is away; `userError` then says so.
    isValid: bool  # noqa: N815 (the register's own spelling)
    userError: str = "VALID"  # noqa: N815
    name: str = ""


class Vies:
    """Asks `{base}/ms/{country}/vat/{number}`; the base comes from the settings."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx2.Client(base_url=base_url, timeout=TIMEOUT, headers={"Accept": "application/json"})

    def ask(self, number: str, country: str) -> ViesAnswer:
        """What the register says; raises ViesAway. A number without its state's letters gets the country's."""
        # Letters and digits alone: the number is a stranger's, and becomes part of an address.
        bare = "".join(each for each in number.upper() if each.isascii() and each.isalnum())
        stated = bare[:2] if bare[:2].isalpha() else ""
        state = PREFIXES.get(stated or country, stated or country)
        try:
            response = self._client.get(f"/ms/{state}/vat/{bare.removeprefix(stated)}")
            response.raise_for_status()
            reply = _Reply.model_validate_json(response.content)
        except (httpx2.HTTPError, ValidationError) as error:
            raise ViesAway(type(error).__name__) from error
        if reply.userError not in ("VALID", "INVALID", "INVALID_INPUT"):
            raise ViesAway(reply.userError)
        return ViesAnswer(valid=reply.isValid, name=reply.name.strip("- "))
