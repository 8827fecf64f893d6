"""Random policy packs that speak about the same few keys, so that stacked ones meet."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain.policy.pack import MerchantPolicy, Pack
from domain.policy.parts import Deadlines, DocumentRule, Field, LegalForm, RiskPolicy, RiskRule, Rule

DAY = date(2026, 6, 1)
FORMS, CATEGORIES, KEYS = ("company", "partnership", "sole_trader"), ("food", "toys"), ("a", "b", "c")

some_days = st.none() | st.integers(1, 400).map(lambda days: timedelta(days=days))
percent = st.integers(0, 100)


def subset(of: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(of), unique=True).map(tuple)


def listed(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(parts, max_size=3, unique_by=lambda part: getattr(part, "key", None) or part.id).map(tuple)


fields = st.builds(
    Field,
    key=st.sampled_from(KEYS).map("shop.{}".format),
    section=st.just("shop"),
    label=st.text("xyz", min_size=1, max_size=3),
    kind=st.sampled_from(["text", "identifier", "date"]),
    required=st.booleans(),
    legal_forms=subset(FORMS),
    scheme=st.none() | st.just("lei"),
    min_age=st.none() | st.integers(10, 30),
    rule=st.sampled_from(KEYS),
)
documents = st.builds(
    DocumentRule,
    key=st.sampled_from(KEYS),
    label=st.text("xyz", min_size=1, max_size=3),
    required=st.booleans(),
    legal_forms=subset(FORMS),
    categories=subset(CATEGORIES),
    must_show=subset(KEYS),
    expires=st.booleans(),
    max_age=some_days,
    rule=st.sampled_from(KEYS),
)
risk_rules = st.builds(
    RiskRule,
    id=st.sampled_from(KEYS),
    when=st.sampled_from(["x:fail", "y:warn"]),
    base=percent,
    more=percent,
    label=st.just("risk"),
)
pack_rules = st.builds(
    Rule,
    id=st.sampled_from(KEYS),
    kind=st.just("design"),
    basis=st.just("b"),
    source=st.just("s"),
    confidence=st.just("high"),
    effect=st.sampled_from(["advise", "hold", "block"]),
    valid_from=st.none(),
    valid_to=st.none(),
)
policies = st.builds(
    MerchantPolicy,
    legal_forms=st.just(tuple(LegalForm(key=key, label=key) for key in FORMS)),
    categories=st.just(()),
    fields=listed(fields),
    documents=listed(documents),
    risk=st.builds(RiskPolicy, medium_from=percent, high_from=percent, rules=listed(risk_rules)),
    decline_reasons=st.just(()),
    deadlines=st.builds(Deadlines, review=some_days, provider_patience=some_days),
    validity=some_days,
    owners_from_percent=st.none() | percent,
    rests_on=st.just({}),
)
packs = st.builds(
    Pack,
    id=st.sampled_from(["base", "cn"]),
    version=st.just("1"),
    name=st.just("n"),
    extends=st.just(()),
    countries=st.just(()),
    valid_from=st.just(date(2026, 1, 1)),
    valid_to=st.none() | st.dates(DAY, date(2030, 1, 1)),
    rules=listed(pack_rules),
    merchant=policies,
)
