"""Policy packs: what a jurisdiction demands of merchants and anchors, as data with its basis in law."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel

from domain.policy.anchor import AnchorPolicy
from domain.policy.directions import Wins, Words
from domain.policy.parts import ApplicationPolicy, Percent, PolicyPart, Rule

Trade = Literal["merchant", "anchor"]


class MerchantPolicy(ApplicationPolicy):
    """All that a pack asks of merchants."""

    owners_from_percent: Annotated[Percent | None, Wins.LOWER] = None


class Pack(PolicyPart):
    """One versioned pack; `countries` are the ISO 3166 codes it speaks for, empty for the base."""

    id: Annotated[str, Wins.JOINED]
    version: Annotated[str, Wins.JOINED]
    name: Words
    extends: Annotated[tuple[str, ...], Wins.NEITHER] = ()
    countries: Annotated[tuple[str, ...], Wins.SPECIFIC] = ()
    language: Words = "en"
    valid_from: Annotated[date, Wins.LATER]
    valid_to: Annotated[date | None, Wins.EARLIER] = None
    rules: Annotated[tuple[Rule, ...], Wins.BOTH] = ()
    merchant: Annotated[MerchantPolicy, Wins.EACH] = MerchantPolicy()
    anchor: Annotated[AnchorPolicy, Wins.EACH] = AnchorPolicy()

    def part(self, trade: Trade) -> ApplicationPolicy:
        """What is asked of one trade."""
        return self.anchor if trade == "anchor" else self.merchant


class PackRef(BaseModel, frozen=True):
    """What a case pins: the stacked packs' ids and versions, and a SHA-256 over their content."""

    id: str
    version: str
    hash: str
