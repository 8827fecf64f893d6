"""How findings add up: the worst rule sets the base, the others raise it, and a stricter rule never lowers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.parts import RiskPolicy, RiskRule
from domain.risk import RiskBand, weigh
from domain.screening import CheckStatus, Verdict


def rule(when: str, base: int, more: int) -> RiskRule:
    return RiskRule(id=f"rule {when}", when=when, base=base, more=more, label=when)


def seen(check: str, status: CheckStatus = CheckStatus.FAIL, code: str = "CODE") -> Verdict:
    return Verdict(check=check, subject="application", status=status, reason_code=code)


RULES = (
    rule("a:fail", 50, 10),
    rule("b:fail", 30, 15),
    rule("a:warn", 20, 5),
    rule("CODE_C", 90, 20),
    rule("country:X", 10, 10),
)
POLICY = RiskPolicy(medium_from=30, high_from=60, rules=RULES)


@pytest.mark.parametrize(
    ("verdicts", "facts", "score", "band", "reasons"),
    [
        ([], set(), 0, RiskBand.LOW, ()),
        ([seen("a", CheckStatus.PASS)], set(), 0, RiskBand.LOW, ()),
        ([seen("a", CheckStatus.WARN)], set(), 20, RiskBand.LOW, ("rule a:warn",)),
        ([seen("b")], set(), 30, RiskBand.MEDIUM, ("rule b:fail",)),
        ([seen("a")], set(), 50, RiskBand.MEDIUM, ("rule a:fail",)),
        ([seen("a"), seen("a")], set(), 50, RiskBand.MEDIUM, ("rule a:fail",)),
        ([seen("a")], {"country:X"}, 60, RiskBand.HIGH, ("rule a:fail", "rule country:X")),
        ([seen("a"), seen("b"), seen("z", code="CODE_C")], {"country:X"}, 100, RiskBand.HIGH, None),
    ],
)
def test_the_worst_rule_counts_whole_and_the_others_add(
    verdicts: list[Verdict], facts: set[str], score: int, band: RiskBand, reasons: tuple[str, ...] | None
) -> None:
    risk = weigh(verdicts, facts, POLICY)
    assert (risk.score, risk.band) == (score, band)
    assert reasons is None or risk.reasons == reasons


facts_of_rules = st.sets(st.sampled_from([each.when for each in RULES]))


@given(facts_of_rules, facts_of_rules)
def test_one_thing_more_never_lowers_the_score(some: set[str], others: set[str]) -> None:
    assert weigh([], some | others, POLICY).score >= weigh([], some, POLICY).score


@given(facts_of_rules, st.sampled_from(RULES), st.integers(0, 100), st.integers(0, 100))
def test_a_stricter_rule_never_lowers_the_score(present: set[str], one: RiskRule, base: int, more: int) -> None:
    stricter = one.model_copy(update={"base": max(one.base, base), "more": max(one.more, more)})
    changed = POLICY.model_copy(update={"rules": tuple(stricter if each == one else each for each in RULES)})
    assert weigh([], present, changed).score >= weigh([], present, POLICY).score
