"""Refusals keep their name and their sentence when they cross a wire."""

from importlib import import_module
from pathlib import Path

import pytest

import domain
from domain import refusals
from domain.refusals import Conflict, Forbidden, Invalid, Missing, Refused, SignInNeeded, TooMany

for file in Path(str(domain.__file__)).parent.glob("*.py"):
    import_module(f"domain.{file.stem}")

KINDS = (Forbidden, Missing, Conflict, Invalid, TooMany, SignInNeeded)


def family(kind: type[Refused]) -> list[type[Refused]]:
    return [kind, *(heir for child in kind.__subclasses__() for heir in family(child))]


ALL = [kind for kind in family(Refused) if kind.__module__.startswith("domain.")]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: str(kind.__name__))
def test_a_refusal_is_rebuilt_as_what_it_was(kind: type[Refused]) -> None:
    again = refusals.rebuild(kind("No, because.").code, "No, because.")
    assert (type(again), str(again)) == (kind, "No, because.")


@pytest.mark.parametrize(
    "kind", [each for each in ALL if each not in (Refused, *KINDS)], ids=lambda kind: str(kind.__name__)
)
def test_every_refusal_says_what_the_asker_can_do_about_it(kind: type[Refused]) -> None:
    assert sum(issubclass(kind, each) for each in KINDS) == 1


def test_no_two_refusals_share_a_name() -> None:
    names = [kind.__name__ for kind in family(Refused)]
    assert len(names) == len(set(names))
    assert refusals.names() == sorted(names)


def test_an_unknown_name_is_a_conflict_with_the_sentence_kept() -> None:
    again = refusals.rebuild("RefusedByAnotherVersion", "It was closed.")
    assert (type(again), str(again)) == (Conflict, "It was closed.")
