"""Stacking of what packs ask of anchors: the stricter age, exam, practical, level and renewal win."""

from datetime import timedelta
from itertools import zip_longest

from domain.policy.anchor import (
    AnchorPolicy,
    Criterion,
    ExamArea,
    ExamPolicy,
    Level,
    PracticalPolicy,
    RenewalPolicy,
    Topic,
)
from domain.policy.stacking_parts import grounds, key_of, least, shared, union

Ladder = tuple[timedelta, ...]


def merge_anchor(general: AnchorPolicy, specific: AnchorPolicy) -> AnchorPolicy:
    """One part that asks at least what each of the two asks; words come from the specific one."""
    ages = [each for each in (general.guardian_consent_below, specific.guardian_consent_below) if each is not None]
    age = max(ages, default=None)
    stricter = {"guardian_consent_below": age != specific.guardian_consent_below}
    return AnchorPolicy(
        **shared(general, specific),
        guardian_consent_below=age,
        topics=union(general.topics, specific.topics, key_of, join=_merge_topic),
        training=specific.training or general.training,
        code_of_conduct=specific.code_of_conduct or general.code_of_conduct,
        exam=_merge_exam(general.exam, specific.exam),
        practical=_merge_practical(general.practical, specific.practical),
        levels=union(general.levels, specific.levels, key_of, join=_merge_level),
        renewal=_merge_renewal(general.renewal, specific.renewal),
        rests_on=grounds(general, specific, stricter),
    )


def _merge_topic(general: Topic, specific: Topic) -> Topic:
    return specific.model_copy(update={"licensed": general.licensed or specific.licensed})


def _merge_exam(general: ExamPolicy, specific: ExamPolicy) -> ExamPolicy:
    """What a pack does not state itself is no figure of its own, and yields to the other's."""
    a, b = general, specific
    if not b.model_fields_set:
        return a
    stated = {name: getattr(b, name) for name in b.model_fields_set}
    narrowed = {
        "areas": union(a.areas, b.areas, lambda area: area.key, join=_merge_area),
        "minutes": b.minutes if "minutes" in stated else a.minutes,
        "pass_percent": max(a.pass_percent, stated.get("pass_percent", 0)),
        "attempts": min(a.attempts, stated.get("attempts", a.attempts)),
        "period": max(a.period, stated.get("period", a.period)),
        "cooldowns": _longer(a.cooldowns, stated.get("cooldowns", ())),
        "grace": min(a.grace, stated.get("grace", a.grace)),
        "sit_within": min(a.sit_within, stated.get("sit_within", a.sit_within)),
    }
    return a.model_copy(update=stated | narrowed)


def _merge_area(general: ExamArea, specific: ExamArea) -> ExamArea:
    floors = [each for each in (general.floor, specific.floor) if each is not None]
    most = {"items": max(general.items, specific.items), "floor": max(floors, default=None)}
    return specific.model_copy(update=most)


def _longer(general: Ladder, specific: Ladder) -> Ladder:
    """At each step the longer wait; the shorter ladder ends with its last wait again and again."""
    none = timedelta(0)
    filled = (
        zip_longest(general, specific, fillvalue=max(general[-1:] + specific[-1:], default=none))
        if general and specific
        else ()
    )
    return tuple(max(pair) for pair in filled) or general or specific


def _merge_practical(general: PracticalPolicy, specific: PracticalPolicy) -> PracticalPolicy:
    a, b = general, specific
    if not b.model_fields_set:
        return a
    stated = {name: getattr(b, name) for name in b.model_fields_set}
    narrowed = {
        "required": a.required or b.required,
        "criteria": union(a.criteria, b.criteria, lambda each: each.key, join=_merge_criterion),
        "pass_percent": max(a.pass_percent, stated.get("pass_percent", 0)),
        "band": min(a.band, stated.get("band", a.band)),
        "shortest": max(a.shortest, stated.get("shortest", a.shortest)),
        "longest": min(a.longest, stated.get("longest", a.longest)),
        "largest_bytes": min(a.largest_bytes, stated.get("largest_bytes", a.largest_bytes)),
        "submit_within": min(a.submit_within, stated.get("submit_within", a.submit_within)),
        "tries": min(a.tries, stated.get("tries", a.tries)),
        "rate_within": min(a.rate_within, stated.get("rate_within", a.rate_within)),
    }
    return a.model_copy(update=stated | narrowed)


def _merge_criterion(general: Criterion, specific: Criterion) -> Criterion:
    return specific.model_copy(update={"knock_out": general.knock_out or specific.knock_out})


def _merge_level(general: Level, specific: Level) -> Level:
    most = {
        "exam_from": max(general.exam_from, specific.exam_from),
        "practical_from": max(general.practical_from, specific.practical_from),
    }
    return specific.model_copy(update=most)


def _merge_renewal(general: RenewalPolicy, specific: RenewalPolicy) -> RenewalPolicy:
    if not specific.model_fields_set:
        return general
    stated = {name: getattr(specific, name) for name in specific.model_fields_set}
    grace = least(general.grace, stated.get("grace"))
    opens = max(general.opens_before, stated.get("opens_before", general.opens_before))
    return general.model_copy(update=stated | {"grace": grace, "opens_before": opens})
