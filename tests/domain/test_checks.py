"""The registry of checks is whole: every key and reason is in it, has words, and is found by some activity."""

import ast
from datetime import UTC, datetime

import pytest

from domain.checks.application import FORMAT
from domain.checks.check import PUBLIC_LABELS, PublicLine
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.checks.registry import ALL, CHECKS, find_check, found, label_of, undone, words_of
from domain.identifiers.check import IdentifierStatus
from domain.messages import Message
from domain.screening import GRAVITY, CheckStatus
from tests.tree import below, name_of, parsed

NOW = datetime(2026, 5, 1, tzinfo=UTC)
# The status of a number names its reason; a check left undone is told by the registry.
NAMED_ELSEWHERE = {*FORMAT.results, Reason.CHECK_INCOMPLETE}


def named() -> set[str]:
    """The members of CheckKey and Reason that the code of checks names."""
    files = [each for each in (*below("activities"), *below("workflows")) if "domain/checks/" not in name_of(each)]
    nodes = [node for path in files for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)]
    return {node.attr for node in nodes if ast.unparse(node.value) in ("CheckKey", "Reason")}


def test_every_key_and_every_reason_stands_in_the_registry() -> None:
    assert [check.key for check in ALL] == list(CheckKey) == list(CHECKS)
    assert {reason for check in ALL for reason in check.results} == set(Reason)


@pytest.mark.parametrize("check", ALL, ids=lambda check: str(check.key))
def test_a_check_has_words_for_staff_and_applicants_and_its_gravest_reasons_come_first(check: object) -> None:
    known = next(each for each in ALL if each is check)
    assert known.label and all(result.words for result in known.results.values())
    assert known.line is PublicLine.DOCUMENT or PUBLIC_LABELS[known.line]
    grades = [GRAVITY.index(result.status) for result in known.results.values()]
    assert grades == sorted(grades) and known.most_serious(reversed(known.results)) == next(iter(known.results))


def test_every_check_and_every_reason_is_found_somewhere() -> None:
    known = named()
    assert {key for key in CheckKey if key.name not in known} == set()
    assert {reason for reason in Reason if reason.name not in known} <= NAMED_ELSEWHERE
    assert {status.name for status in IdentifierStatus} <= {reason.name for reason in FORMAT.results}


def test_a_reason_that_is_not_in_the_registry_cannot_be_found() -> None:
    with pytest.raises(KeyError):
        CheckOutcome(CheckKey.EXPIRY, Reason.NO_MRZ, Message.verbatim("No zone."))
    with pytest.raises(KeyError):
        found(CheckKey.EXPIRY, Reason.NO_MRZ, Message(), subject="1", started=NOW, finished=NOW)


def test_a_finding_has_its_status_and_version_from_the_registry() -> None:
    outcome = CheckOutcome(CheckKey.EXPIRY, Reason.EXPIRED, Message.verbatim("Expired."))
    finding = outcome.about("1", started=NOW, finished=NOW)
    assert (finding.check, finding.version) == ("document.expiry", CHECKS[CheckKey.EXPIRY].version)
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, "EXPIRED")
    assert undone(CheckKey.REGISTER, "x").status == CheckStatus.ERROR


def test_a_check_that_no_longer_exists_keeps_its_name() -> None:
    assert find_check("document.stamp") is None and str(label_of("document.stamp")) == "document.stamp"
    assert not words_of("document.stamp", "OK") and not words_of(CheckKey.EXPIRY, "NO_MRZ")
