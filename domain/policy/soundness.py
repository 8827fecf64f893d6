"""Soundness of a policy pack: every key is used once, every name resolves, nothing is due on weak ground."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.identifiers.check import knows
from domain.policy.anchor import AnchorPolicy
from domain.policy.conditions import circumstances_of, misnamed, risks_of
from domain.policy.pack import Pack
from domain.policy.parts import ApplicationPolicy, Confidence, DocumentRule, Field, Rule

ANCHOR = "anchor."


class PackFlaw(NamedTuple):
    """What is wrong with a pack: in which list (`fields`, `documents`, ...), at which key, and a sentence."""

    part: str
    key: str
    sentence: str


def repeats(pack: Pack) -> list[PackFlaw]:
    """Keys that one pack uses twice in one list."""
    lists = {"rules": [rule.id for rule in pack.rules]} | _lists("", pack.merchant) | _lists(ANCHOR, pack.anchor)
    lists |= {f"{ANCHOR}{name}": keys for name, keys in _anchor_lists(pack.anchor).items()}
    return [
        PackFlaw(name, key, "this key is used twice")
        for name, keys in lists.items()
        for key, times in Counter(keys).items()
        if times > 1
    ]


def _lists(prefix: str, policy: ApplicationPolicy) -> dict[str, list[str]]:
    lists: dict[str, Iterable[str]] = {
        "fields": (field.key for field in policy.fields),
        "documents": (document.key for document in policy.documents),
        "legal_forms": (form.key for form in policy.legal_forms),
        "categories": (category.key for category in policy.categories),
        "decline_reasons": (reason.key for reason in policy.decline_reasons),
        "risk": (rule.id for rule in policy.risk.rules),
    }
    return {f"{prefix}{name}": list(keys) for name, keys in lists.items()}


def _anchor_lists(policy: AnchorPolicy) -> dict[str, list[str]]:
    return {
        "topics": [each.key for each in policy.topics],
        "levels": [each.key for each in policy.levels],
        "exam": [each.key for each in policy.exam.areas],
        "practical": [each.key for each in policy.practical.criteria],
    }


def flaws(stacked: Pack) -> list[PackFlaw]:
    """All that does not hold together in a stacked pack; lists of the anchor's part are named `anchor.fields` ..."""
    return [*_part_flaws("", stacked, stacked.merchant), *_part_flaws(ANCHOR, stacked, stacked.anchor)]


def _part_flaws(prefix: str, stacked: Pack, policy: ApplicationPolicy) -> Iterator[PackFlaw]:
    rules = {rule.id: rule for rule in stacked.rules}
    found = [*_ungrounded(policy, rules), *_misnamed(policy), *_never(policy)]
    for setting, rule in policy.rests_on.items():
        if rule not in rules:
            found.append(PackFlaw("rests_on", setting, f"names the unknown rule {rule}"))
        if setting.partition(".")[0] not in type(policy).model_fields:
            found.append(PackFlaw("rests_on", setting, "is no setting of a pack"))
    if policy.risk.medium_from >= policy.risk.high_from:
        found.append(PackFlaw("risk", "medium_from", "must be lower than high_from"))
    yield from (flaw._replace(part=f"{prefix}{flaw.part}") for flaw in found)


def _ungrounded(policy: ApplicationPolicy, rules: dict[str, Rule]) -> Iterator[PackFlaw]:
    for name, part in _parts(policy):
        rule = rules.get(part.rule)
        if rule is None:
            yield PackFlaw(name, part.key, f"names the unknown rule {part.rule}")
        elif part.required and rule.effect == "advise":
            yield PackFlaw(name, part.key, f"is required, but rule {rule.id} only advises")
        elif part.required and rule.confidence in (Confidence.LOW, Confidence.RECALLED):
            yield PackFlaw(name, part.key, f"is required, but the confidence of rule {rule.id} is {rule.confidence}")


def _misnamed(policy: ApplicationPolicy) -> Iterator[PackFlaw]:
    forms, categories = {form.key for form in policy.legal_forms}, {each.key for each in policy.categories}
    keys = {field.key for field in policy.fields}
    for name, part in _parts(policy):
        yield from (
            PackFlaw(name, part.key, f"names the unknown legal form {k}") for k in _odd(part.legal_forms, forms)
        )
    for document in policy.documents:
        lost = _odd(document.categories, categories)
        yield from (PackFlaw("documents", document.key, f"names the unknown category {key}") for key in lost)
        unseen = _odd(document.must_show, keys)
        yield from (PackFlaw("documents", document.key, f"must show the unknown field {key}") for key in unseen)
    for field in policy.fields:
        yield from (PackFlaw("fields", field.key, sentence) for sentence in _field_flaws(field))


def _never(policy: ApplicationPolicy) -> Iterator[PackFlaw]:
    """Conditions that nothing makes true: a misspelt one would never be noticed, its rule would only never fire."""
    risks, circumstances = risks_of(policy), circumstances_of(policy)
    for rule in policy.risk.rules:
        if wrong := misnamed(rule.when, risks):
            yield PackFlaw("risk", rule.id, wrong)
    for name, part in _parts(policy):
        wrongs = filter(None, (misnamed(each, circumstances) for each in part.when))
        yield from (PackFlaw(name, part.key, wrong) for wrong in wrongs)


def _field_flaws(field: Field) -> Iterator[str]:
    # Answers are kept by section and found by the first part of their key.
    if not re.fullmatch(rf"{field.section}\.[a-z][a-z0-9_]*", field.key):
        yield f"must be {field.section}.name in small letters"
    if field.kind == "choice" and not field.choices:
        yield "is a choice without choices"
    if field.kind == "identifier" and not field.scheme:
        yield "is an identifier without a scheme"
    if field.scheme and not knows(field.scheme):
        yield f"names the unknown scheme {field.scheme}"


def _parts(policy: ApplicationPolicy) -> Iterator[tuple[str, Field | DocumentRule]]:
    yield from (("fields", field) for field in policy.fields)
    yield from (("documents", document) for document in policy.documents)


def _odd(names: Iterable[str], known: set[str]) -> list[str]:
    return [name for name in names if name not in known]
