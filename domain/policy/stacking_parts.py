"""Stacking, part by part: how two packs' questions, documents, risks and figures become one, the stricter winning."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from domain.policy.parts import (
    ApplicationPolicy,
    Choice,
    Deadlines,
    DocumentRule,
    Field,
    RiskPolicy,
    RiskRule,
)

T = TypeVar("T")
C = TypeVar("C", int, timedelta)
P = TypeVar("P", Field, DocumentRule)


def shared(general: ApplicationPolicy, specific: ApplicationPolicy) -> dict[str, Any]:
    """What every trade's part has, merged: the fields of ApplicationPolicy but for `rests_on`."""
    return {
        "legal_forms": specific.legal_forms or general.legal_forms,
        "categories": specific.categories or general.categories,
        "fields": union(general.fields, specific.fields, key_of, join=_merge_field),
        "documents": union(general.documents, specific.documents, key_of, join=_merge_document),
        "risk": _merge_risk(general.risk, specific.risk),
        "decline_reasons": union(general.decline_reasons, specific.decline_reasons, key_of, join=lambda _, new: new),
        "deadlines": Deadlines(
            review=least(general.deadlines.review, specific.deadlines.review),
            provider_patience=least(general.deadlines.provider_patience, specific.deadlines.provider_patience),
        ),
        "validity": least(general.validity, specific.validity),
    }


def grounds(general: ApplicationPolicy, specific: ApplicationPolicy, stricter: dict[str, bool]) -> dict[str, str]:
    """The rule behind each setting: the specific pack's, unless the general pack's figure is the `stricter`."""
    stays = {"validity": least(general.validity, specific.validity) != specific.validity} | stricter
    return specific.rests_on | {k: v for k, v in general.rests_on.items() if stays.get(k, k not in specific.rests_on)}


def _merge_field(general: Field, specific: Field) -> Field:
    ages = [age for age in (general.min_age, specific.min_age) if age is not None]
    narrowed = {
        "kind": specific.kind if general.kind == "text" else general.kind,  # a kind narrows, it never opens
        "required": general.required or specific.required,
        "legal_forms": _widest(general.legal_forms, specific.legal_forms),
        "when": _widest(general.when, specific.when),
        "scheme": specific.scheme or general.scheme,
        "min_age": max(ages, default=None),
        "rule": _reason(general, specific),
    }
    return _overlay(general, specific).model_copy(update=narrowed)


def _merge_document(general: DocumentRule, specific: DocumentRule) -> DocumentRule:
    narrowed = {
        "required": general.required or specific.required,
        "legal_forms": _widest(general.legal_forms, specific.legal_forms),
        "when": _widest(general.when, specific.when),
        "categories": _widest(general.categories, specific.categories),
        "must_show": tuple(dict.fromkeys(general.must_show + specific.must_show)),
        "expires": general.expires or specific.expires,
        "picture": general.picture or specific.picture,
        "mrz": general.mrz or specific.mrz,
        "max_age": least(general.max_age, specific.max_age),
        "rule": _reason(general, specific),
    }
    return _overlay(general, specific).model_copy(update=narrowed)


def _merge_risk(general: RiskPolicy, specific: RiskPolicy) -> RiskPolicy:
    return RiskPolicy(
        medium_from=min(general.medium_from, specific.medium_from),
        high_from=min(general.high_from, specific.high_from),
        rules=union(general.rules, specific.rules, lambda rule: (rule.id, rule.when), join=_higher),
    )


def _higher(general: RiskRule, specific: RiskRule) -> RiskRule:
    worst = {"base": max(general.base, specific.base), "more": max(general.more, specific.more)}
    return specific.model_copy(update=worst)


def _reason(general: P, specific: P) -> str:
    """The rule that makes it due: the specific one's, unless only the general one insists."""
    return general.rule if general.required and not specific.required else specific.rule


def _overlay(general: P, specific: P) -> P:
    """The general part with every value that the specific one states."""
    stated = {name: getattr(specific, name) for name in specific.model_fields_set}
    return general.model_copy(update=stated)


def _widest(general: tuple[str, ...], specific: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(general + specific)) if general and specific else ()


def least(general: C | None, specific: C | None) -> C | None:
    """The smaller of two figures; None is no figure."""
    given = [each for each in (general, specific) if each is not None]
    return min(given) if given else None


def key_of(part: Choice | Field | DocumentRule) -> str:
    """By what two parts are the same."""
    return part.key


def union(
    general: Iterable[T], specific: Iterable[T], key: Callable[[T], object], *, join: Callable[[T, T], T]
) -> tuple[T, ...]:
    """Both lists by their keys; what stands in both is joined."""
    parts = {key(part): part for part in general}
    for part in specific:
        parts[key(part)] = join(parts[key(part)], part) if key(part) in parts else part
    return tuple(parts.values())
