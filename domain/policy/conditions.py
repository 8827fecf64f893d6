"""Conditions: what the `when` of questions, documents and risk rules can name, and whether something makes it true."""

import re
from difflib import get_close_matches
from enum import StrEnum

from domain.checks.registry import ALL
from domain.policy.anchor import AnchorPolicy
from domain.policy.parts import ApplicationPolicy


class Fact(StrEnum):
    """What can be so of an application."""

    MINOR = "minor"
    AGENCY = "agency"
    LICENSED_TOPIC = "licensed_topic"
    WITHOUT_PACK = "country:without_pack"
    OWNERSHIP_INCOMPLETE = "ownership:incomplete"
    OTHER_HOLDER = "payout:other_holder"
    FOREIGN_ACCOUNT = "payout:foreign_account"


class FactAbout(StrEnum):
    """What can be so of one of several: `category:food`, `topic:medical`, `promotes:others`, `country:CN`, ..."""

    CATEGORY = "category"
    TOPIC = "topic"
    PROMOTES = "promotes"
    COUNTRY = "country"
    LEGAL_FORM = "legal_form"

    def of(self, key: str) -> str:
        """The fact about the one with this key."""
        return f"{self}:{key}"


ANCHOR_FACTS = {Fact.MINOR, Fact.AGENCY, Fact.LICENSED_TOPIC}
MERCHANT_FACTS = {Fact.OWNERSHIP_INCOMPLETE, Fact.OTHER_HOLDER, Fact.FOREIGN_ACCOUNT}
COUNTRY = re.compile(rf"{FactAbout.COUNTRY}:[A-Z]{{2}}")


def circumstances_of(policy: ApplicationPolicy) -> set[str]:
    """Facts by which questions and documents can be asked: the answers of anchors make some, of merchants none."""
    if not isinstance(policy, AnchorPolicy):
        return set()
    promoted = [each.key for field in policy.fields if field.key == "work.promotes" for each in field.choices]
    found = {fact.value for fact in ANCHOR_FACTS} | _categories(policy)
    found |= {FactAbout.TOPIC.of(each.key) for each in policy.topics}
    return found | {FactAbout.PROMOTES.of(key) for key in promoted}


def risks_of(policy: ApplicationPolicy) -> set[str]:
    """What risk rules can look for: results and reasons of checks, and all facts but those of a country."""
    found = circumstances_of(policy) | _categories(policy) | {Fact.WITHOUT_PACK.value}
    found |= {FactAbout.LEGAL_FORM.of(each.key) for each in policy.legal_forms}
    if not isinstance(policy, AnchorPolicy):
        found |= {fact.value for fact in MERCHANT_FACTS}
    return found.union(*(check.conditions for check in ALL))


def misnamed(when: str, known: set[str]) -> str | None:
    """What is wrong with a `when` that nothing makes true, and the nearest name that something does; None if right."""
    # Only risk rules know this fact, and only they may ask for a country: any, as applicants come from any.
    if when in known or (Fact.WITHOUT_PACK in known and COUNTRY.fullmatch(when)):
        return None
    near = get_close_matches(when, sorted(known), 1, 0.6)
    return f"waits for {when}, which nothing finds" + (f"; did you mean {near[0]}?" if near else "")


def _categories(policy: ApplicationPolicy) -> set[str]:
    return {FactAbout.CATEGORY.of(each.key) for each in policy.categories}
