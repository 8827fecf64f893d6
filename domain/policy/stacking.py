"""Stacking of policy packs: a country's pack on the base, and the stricter wins."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import TypeVar

from pydantic import BaseModel

from domain.policy.pack import MerchantPolicy, Pack, PackRef
from domain.policy.parts import ApplicationPolicy, Rule
from domain.policy.stacking_anchor import merge_anchor
from domain.policy.stacking_parts import grounds, least, shared, union

_EFFECTS = ("advise", "hold", "block")


A = TypeVar("A", bound=ApplicationPolicy)


class StackedPack(BaseModel, frozen=True):
    """The one pack that a case is judged by, and the reference that the case pins."""

    pack: Pack
    ref: PackRef


def stack(packs: Sequence[Pack], on: date) -> StackedPack:
    """Merge packs, from general to specific, as they stand on a day; at least one pack."""
    living = in_force(packs, on)
    merged = reduce(merge, living)
    text = json.dumps(merged.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    ref = PackRef(id=merged.id, version=merged.version, hash=hashlib.sha256(text.encode()).hexdigest())
    return StackedPack(pack=merged, ref=ref)


def in_force(packs: Sequence[Pack], on: date) -> list[Pack]:
    """The packs without the rules that are not in force on that day, and without what rests on those alone."""
    dead = {rule.id for pack in packs for rule in pack.rules if not valid_on(rule, on)}
    return [_without(pack, dead) for pack in packs]


def valid_on(part: Pack | Rule, on: date) -> bool:
    """Whether a pack or rule is in force on that day; both ends count, an open end is for ever."""
    return (part.valid_from or on) <= on <= (part.valid_to or on)


def merge(general: Pack, specific: Pack) -> Pack:
    """One pack that asks at least what each of the two asks; words come from the specific one."""
    rules = union(general.rules, specific.rules, lambda rule: rule.id, join=_stricter_rule)
    ends = [end for end in (general.valid_to, specific.valid_to) if end]
    return Pack(
        id=f"{general.id}+{specific.id}",
        version=f"{general.version}+{specific.version}",
        name=specific.name,
        countries=specific.countries or general.countries,
        language=specific.language,
        valid_from=max(general.valid_from, specific.valid_from),
        valid_to=min(ends, default=None),
        rules=rules,
        merchant=_merge_merchant(general.merchant, specific.merchant),
        anchor=merge_anchor(general.anchor, specific.anchor),
    )


def _merge_merchant(general: MerchantPolicy, specific: MerchantPolicy) -> MerchantPolicy:
    share = least(general.owners_from_percent, specific.owners_from_percent)
    stricter = {"owners_from_percent": share != specific.owners_from_percent}
    return MerchantPolicy(
        **shared(general, specific), owners_from_percent=share, rests_on=grounds(general, specific, stricter)
    )


def _stricter_rule(general: Rule, specific: Rule) -> Rule:
    return max(specific, general, key=lambda rule: _EFFECTS.index(rule.effect))


def _without(pack: Pack, dead: set[str]) -> Pack:
    rules = tuple(rule for rule in pack.rules if rule.id not in dead)
    parts = {"merchant": _part_without(pack.merchant, dead), "anchor": _part_without(pack.anchor, dead)}
    return pack.model_copy(update={"rules": rules, **parts})


def _part_without(policy: A, dead: set[str]) -> A:
    fields = type(policy).model_fields
    settings = {name for name, rule in policy.rests_on.items() if rule in dead and name in fields}
    kept: dict[str, object] = {
        "fields": tuple(field for field in policy.fields if field.rule not in dead),
        "documents": tuple(document for document in policy.documents if document.rule not in dead),
        "rests_on": {name: rule for name, rule in policy.rests_on.items() if rule not in dead},
    }
    unset = {name: fields[name].get_default() for name in settings}
    return policy.model_copy(update=kept | unset)
