"""The form that an application is: what is asked of whom, as things stand."""

from datetime import date

from pydantic import BaseModel

from domain.policy.pack import Pack, Trade
from domain.policy.parts import ApplicationPolicy, DocumentRule, Field, applies_to


class Form(BaseModel, frozen=True):
    """What answers are checked against: the stacked pack, the applicant's trade, form and country, and the day.

    `facts` are the circumstances that the answers make, by which some questions are asked and others not.
    """

    pack: Pack
    legal_form: str
    country: str
    today: date
    trade: Trade = "merchant"
    facts: frozenset[str] = frozenset()

    @property
    def asks(self) -> ApplicationPolicy:
        """The part of the pack that speaks of this trade."""
        return self.pack.part(self.trade)

    def wants(self, part: Field | DocumentRule) -> bool:
        """Whether a question or document is asked of this legal form, as things stand."""
        return applies_to(self.legal_form, part) and (not part.when or bool(self.facts & set(part.when)))
