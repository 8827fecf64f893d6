"""Stacking of policy packs: a country's pack on the base, and the stricter wins."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from typing import TypeVar

from pydantic import BaseModel

from domain.policy import (
    Choice,
    Deadlines,
    DocumentRule,
    Field,
    MerchantPolicy,
    Pack,
    PackRef,
    RiskPolicy,
    RiskRule,
    Rule,
)

_EFFECTS = ("advise", "hold", "block")


T = TypeVar("T")
C = TypeVar("C", int, timedelta)
P = TypeVar("P", Field, DocumentRule)


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
    rules = _union(general.rules, specific.rules, lambda rule: rule.id, _stricter_rule)
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
    )


def _merge_merchant(general: MerchantPolicy, specific: MerchantPolicy) -> MerchantPolicy:
    return MerchantPolicy(
        legal_forms=specific.legal_forms or general.legal_forms,
        categories=specific.categories or general.categories,
        fields=_union(general.fields, specific.fields, _key, _merge_field),
        documents=_union(general.documents, specific.documents, _key, _merge_document),
        risk=_merge_risk(general.risk, specific.risk),
        decline_reasons=_union(general.decline_reasons, specific.decline_reasons, _key, lambda _, new: new),
        deadlines=Deadlines(
            review=_least(general.deadlines.review, specific.deadlines.review),
            provider_patience=_least(general.deadlines.provider_patience, specific.deadlines.provider_patience),
        ),
        validity=_least(general.validity, specific.validity),
        owners_from_percent=_least(general.owners_from_percent, specific.owners_from_percent),
        rests_on=_grounds(general, specific),
    )


def _grounds(general: MerchantPolicy, specific: MerchantPolicy) -> dict[str, str]:
    """The rule behind each setting: the specific pack's, unless the general pack's figure is the stricter."""
    stays = {
        "validity": _least(general.validity, specific.validity) != specific.validity,
        "owners_from_percent": _least(general.owners_from_percent, specific.owners_from_percent)
        != specific.owners_from_percent,
    }
    return specific.rests_on | {k: v for k, v in general.rests_on.items() if stays.get(k, k not in specific.rests_on)}


def _merge_field(general: Field, specific: Field) -> Field:
    ages = [age for age in (general.min_age, specific.min_age) if age is not None]
    narrowed = {
        "kind": specific.kind if general.kind == "text" else general.kind,  # a kind narrows, it never opens
        "required": general.required or specific.required,
        "legal_forms": _widest(general.legal_forms, specific.legal_forms),
        "scheme": specific.scheme or general.scheme,
        "min_age": max(ages, default=None),
        "rule": _reason(general, specific),
    }
    return _overlay(general, specific).model_copy(update=narrowed)


def _merge_document(general: DocumentRule, specific: DocumentRule) -> DocumentRule:
    narrowed = {
        "required": general.required or specific.required,
        "legal_forms": _widest(general.legal_forms, specific.legal_forms),
        "categories": _widest(general.categories, specific.categories),
        "must_show": tuple(dict.fromkeys(general.must_show + specific.must_show)),
        "expires": general.expires or specific.expires,
        "max_age": _least(general.max_age, specific.max_age),
        "rule": _reason(general, specific),
    }
    return _overlay(general, specific).model_copy(update=narrowed)


def _merge_risk(general: RiskPolicy, specific: RiskPolicy) -> RiskPolicy:
    return RiskPolicy(
        medium_from=min(general.medium_from, specific.medium_from),
        high_from=min(general.high_from, specific.high_from),
        rules=_union(general.rules, specific.rules, lambda rule: (rule.id, rule.when), _higher),
    )


def _higher(general: RiskRule, specific: RiskRule) -> RiskRule:
    worst = {"base": max(general.base, specific.base), "more": max(general.more, specific.more)}
    return specific.model_copy(update=worst)


def _stricter_rule(general: Rule, specific: Rule) -> Rule:
    return max(specific, general, key=lambda rule: _EFFECTS.index(rule.effect))


def _reason(general: P, specific: P) -> str:
    """The rule that makes it due: the specific one's, unless only the general one insists."""
    return general.rule if general.required and not specific.required else specific.rule


def _overlay(general: P, specific: P) -> P:
    """The general part with every value that the specific one states."""
    stated = {name: getattr(specific, name) for name in specific.model_fields_set}
    return general.model_copy(update=stated)


def _widest(general: tuple[str, ...], specific: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(general + specific)) if general and specific else ()


def _least(general: C | None, specific: C | None) -> C | None:
    given = [each for each in (general, specific) if each is not None]
    return min(given) if given else None


def _key(part: Choice | Field | DocumentRule) -> str:
    return part.key


def _union(
    general: Iterable[T], specific: Iterable[T], key: Callable[[T], object], join: Callable[[T, T], T]
) -> tuple[T, ...]:
    parts = {key(part): part for part in general}
    for part in specific:
        parts[key(part)] = join(parts[key(part)], part) if key(part) in parts else part
    return tuple(parts.values())


def _without(pack: Pack, dead: set[str]) -> Pack:
    policy = pack.merchant
    settings = {name for name, rule in policy.rests_on.items() if rule in dead and name in MerchantPolicy.model_fields}
    kept: dict[str, object] = {
        "fields": tuple(field for field in policy.fields if field.rule not in dead),
        "documents": tuple(document for document in policy.documents if document.rule not in dead),
        "rests_on": {name: rule for name, rule in policy.rests_on.items() if rule not in dead},
    }
    unset = {name: MerchantPolicy.model_fields[name].get_default() for name in settings}
    merchant = policy.model_copy(update=kept | unset)
    rules = tuple(rule for rule in pack.rules if rule.id not in dead)
    return pack.model_copy(update={"rules": rules, "merchant": merchant})
