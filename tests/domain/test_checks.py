"""The registry of checks is whole: every key and reason is in it, has words, and is found by some activity."""

import ast

import pytest

from domain.checks.check import PUBLIC_LABELS, PublicLine
from domain.checks.keys import CheckKey, Reason
from domain.checks.registry import ALL, CHECKS, find_check, label_of, words_of
from domain.screening import GRAVITY
from tests.tree import below, name_of, parsed


def written() -> set[str]:
    """Every text in the code of checks; keys and reasons that are put together there end in one of these."""
    files = [*below("activities"), *below("workflows"), *below("domain")]
    nodes = [
        node for path in files if not name_of(path).startswith("domain/checks/") for node in ast.walk(parsed(path))
    ]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_key_and_every_reason_stands_in_the_registry() -> None:
    assert [check.key for check in ALL] == list(CheckKey) == list(CHECKS)
    assert {reason for check in ALL for reason in check.results} == set(Reason)


@pytest.mark.parametrize("check", ALL, ids=lambda check: str(check.key))
def test_a_check_has_words_for_staff_and_applicants_and_its_gravest_reasons_come_first(check: object) -> None:
    known = next(each for each in ALL if each is check)
    assert known.label and all(result.words for result in known.results.values())
    assert known.line is PublicLine.DOCUMENT or PUBLIC_LABELS[known.line]
    grades = [GRAVITY.index(result.status) for result in known.results.values()]
    assert grades == sorted(grades) and known.gravest(reversed(known.results)) == next(iter(known.results))


def test_every_check_and_every_reason_is_found_somewhere() -> None:
    texts = written()
    assert {key for key in CheckKey if not texts & {key, key.removeprefix("document.")}} == set()
    upper = {text.upper() for text in texts}
    parts = ("_DIFFERS", "_NEARLY")
    lost = {reason for reason in Reason if reason not in upper}
    assert {reason for reason in lost if not (reason.startswith("MRZ_") and reason.endswith(parts))} == set()


def test_a_check_that_no_longer_exists_keeps_its_name() -> None:
    assert find_check("document.stamp") is None and str(label_of("document.stamp")) == "document.stamp"
    assert not words_of("document.stamp", "OK") and not words_of(CheckKey.EXPIRY, "NO_MRZ")
