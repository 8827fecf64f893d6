"""Who may do what, and which passwords will do."""

from uuid import UUID

import pytest

from domain.accounts import PERMITTED, Act, NotPermitted, Person, Role, WeakPassword, check_password, permit
from domain.staff import NoSuchRole, OwnAccount, manage, read_role


def person(role: Role) -> Person:
    return Person(id=UUID(int=1), email="rita@example.com", name="Rita", role=role)


MAY = {
    Role.APPLICANT: {Act.APPLY},
    Role.REVIEWER: {Act.READ_CASES, Act.DECIDE, Act.CHANGE_STANDING, Act.STATE_CONFLICTS},
    Role.SENIOR: {
        Act.READ_CASES,
        Act.DECIDE,
        Act.OVERRIDE,
        Act.CHANGE_STANDING,
        Act.READ_AUDIT,
        Act.APPROVE_EXAMS,
        Act.INVIGILATE,
        Act.STATE_CONFLICTS,
    },
    Role.EXAMINER: {Act.MANAGE_BANK, Act.APPROVE_EXAMS, Act.RATE, Act.INVIGILATE, Act.STATE_CONFLICTS},
    Role.ADMIN: {Act.MANAGE_ACCOUNTS, Act.READ_AUDIT, Act.STATE_CONFLICTS},
    Role.AUDITOR: {Act.READ_CASES, Act.READ_AUDIT},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_a_role_permits_its_acts_and_no_other(role: Role, act: Act) -> None:
    if act in MAY[role]:
        permit(person(role), act)
        return
    with pytest.raises(NotPermitted, match=str(role.label)):
        permit(person(role), act)


def test_an_auditor_changes_nothing_and_nobody_both_applies_and_decides() -> None:
    assert all(act.startswith("read") for act in PERMITTED[Role.AUDITOR])
    assert not [role for role in Role if {Act.APPLY, Act.DECIDE} <= PERMITTED[role]]
    assert not [role for role in Role if {Act.MANAGE_ACCOUNTS, Act.DECIDE} <= PERMITTED[role]]


@pytest.mark.parametrize(
    ("password", "email"),
    [
        ("correct horse battery", "rita@example.com"),
        ("delicious tea leaves", "li@example.com"),
        ("a perfectly fine one", "a@example.com"),
        ("茶叶茶叶 好喝的茶叶 很好喝", "rita@example.com"),
        ("x" * 197 + "abc", "rita@example.com"),
        ("ten chars!", ""),
    ],
)
def test_a_long_enough_password_will_do(password: str, email: str) -> None:
    check_password(password, email)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "10 to 200"),
        ("nine char", "10 to 200"),
        ("x" * 201, "10 to 200"),
        ("Rita-2026-rita", "harder to guess"),
        ("my RITA password", "harder to guess"),
        ("aaaaaaaaaaaaaa", "harder to guess"),
        ("1212121212121212", "harder to guess"),
    ],
)
def test_a_weak_password_is_refused_with_advice(password: str, words: str) -> None:
    with pytest.raises(WeakPassword, match=words):
        check_password(password, "rita@example.com")


def test_an_administrator_manages_others_only() -> None:
    manage(person(Role.ADMIN), UUID(int=2))
    with pytest.raises(OwnAccount):
        manage(person(Role.ADMIN), UUID(int=1))


@pytest.mark.parametrize("typed", ["", "root", "Admin", "admin "])
def test_an_unknown_role_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchRole):
        read_role(typed)
    assert read_role("auditor") == Role.AUDITOR
