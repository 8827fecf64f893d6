"""Policy packs: what a jurisdiction demands of merchants and anchors, as data with its basis in law."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from domain.policy.anchor import AnchorPolicy
from domain.policy.parts import ApplicationPolicy, Percent, PolicyPart, Rule

Trade = Literal["merchant", "anchor"]


class MerchantPolicy(ApplicationPolicy):
    """All that a pack asks of merchants."""

    owners_from_percent: Percent | None = None


class Pack(PolicyPart):
    """One versioned pack; `countries` are the ISO 3166 codes it speaks for, empty for the base."""

    id: str
    version: str
    name: str
    extends: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    language: str = "en"
    valid_from: date
    valid_to: date | None = None
    rules: tuple[Rule, ...] = ()
    merchant: MerchantPolicy = MerchantPolicy()
    anchor: AnchorPolicy = AnchorPolicy()

    def part(self, trade: Trade) -> ApplicationPolicy:
        """What is asked of one trade."""
        return self.anchor if trade == "anchor" else self.merchant


class PackRef(BaseModel, frozen=True):
    """What a case pins: the stacked packs' ids and versions, and a SHA-256 over their content."""

    id: str
    version: str
    hash: str
