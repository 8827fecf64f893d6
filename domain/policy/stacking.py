"""Stacking of policy packs: a country's pack on the base, and the stricter wins."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from domain.policy.merging import merge
from domain.policy.pack import Pack, PackRef
from domain.policy.parts import ApplicationPolicy, Rule

A = TypeVar("A", bound=ApplicationPolicy)


class StackedPack(BaseModel, frozen=True):
    """The one pack that a case is judged by, and the reference that the case pins."""

    pack: Pack
    ref: PackRef


def stack(packs: Sequence[Pack], on: date) -> StackedPack:
    """Merge packs, from general to specific, as they stand on a day; at least one pack."""
    living = in_force(packs, on)
    merged = reduce(merge, living)
    # One spelling of one content: cases pin its hash.
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


def _without(pack: Pack, dead: set[str]) -> Pack:
    rules = tuple(rule for rule in pack.rules if rule.id not in dead)
    parts = {"merchant": _part_without(pack.merchant, dead), "anchor": _part_without(pack.anchor, dead)}
    return pack.model_copy(update={"rules": rules, **parts})


def _part_without(policy: A, dead: set[str]) -> A:
    """The part as if what rests on dead rules alone had never been stated."""
    unset = {name for name, rule in policy.rests_on.items() if rule in dead}
    kept: dict[str, Any] = {name: getattr(policy, name) for name in policy.model_fields_set - unset}
    living: dict[str, Any] = {
        "fields": tuple(field for field in policy.fields if field.rule not in dead),
        "documents": tuple(document for document in policy.documents if document.rule not in dead),
        "rests_on": {name: rule for name, rule in policy.rests_on.items() if rule not in dead},
    }
    stated = kept | {name: living[name] for name in living.keys() & kept.keys()}
    # Merging goes by what is stated, so whatever fell away must not count as a default that was given.
    return cast(A, type(policy).model_construct(**stated))
