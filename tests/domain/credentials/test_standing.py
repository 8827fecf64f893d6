"""Numbers that survive being typed, and the standing of a credential."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.credentials.standing import (
    ALPHABET,
    RESULT,
    NumberMistyped,
    OwnCredential,
    PublicReasonMissing,
    Standing,
    StandingChange,
    StandingRefused,
    admit_change,
    change,
    make_number,
    read_number,
    standing_on,
)

NUMBER = make_number("M", 2026, UUID(int=1))
COMPACT = NUMBER.replace("-", "")
DAY = date(2026, 5, 1)


@given(st.uuids(), st.sampled_from(["M", "A"]), st.integers(2020, 2099))
@settings(max_examples=60, deadline=None)
def test_a_number_is_read_however_it_is_typed(credential_id: UUID, kind: str, year: int) -> None:
    number = make_number(kind, year, credential_id)
    assert number == make_number(kind, year, credential_id)
    assert number.startswith(f"GR-{kind}-{year}-") and len(number) == 23
    assert set(number[10:].replace("-", "")) <= set(ALPHABET)
    compact = number.replace("-", "")
    spaced = " ".join(number.lower().replace("0", "o").replace("1", "l"))
    for typed in (number, compact, compact.lower(), f" {number}\n", number.replace("-", "–"), spaced):
        assert read_number(typed) == number


def test_different_credentials_have_different_numbers() -> None:
    assert len({make_number("M", 2026, UUID(int=each)) for each in range(500)}) == 500


@pytest.mark.parametrize("place", range(2, len(COMPACT)))
def test_one_wrong_character_is_a_typing_error(place: int) -> None:
    wrong = {each for each in ALPHABET if each != COMPACT[place]}
    for each in wrong:
        with pytest.raises(NumberMistyped):
            read_number(COMPACT[:place] + each + COMPACT[place + 1 :])


@pytest.mark.parametrize("place", range(2, len(COMPACT) - 1))
def test_two_characters_changed_over_are_a_typing_error(place: int) -> None:
    one, two = COMPACT[place], COMPACT[place + 1]
    if one != two:
        with pytest.raises(NumberMistyped):
            read_number(COMPACT[:place] + two + one + COMPACT[place + 2 :])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "GR",
        "GR-M",
        NUMBER[:-1],
        NUMBER + "0",
        "XX" + NUMBER[2:],
        "你好",
        "ß" * 18,
        "٣" * 18,
        "\x00" * 18,
        "Z" * 9000,
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberMistyped):
        read_number(typed)


@pytest.mark.parametrize(
    ("stored", "today", "shown"),
    [
        (Standing.VALID, date(2026, 3, 31), Standing.COMING),
        (Standing.SUSPENDED, date(2026, 3, 31), Standing.SUSPENDED),
        (Standing.VALID, date(2026, 4, 1), Standing.VALID),
        (Standing.VALID, date(2026, 4, 30), Standing.VALID),
        (Standing.VALID, DAY, Standing.VALID),
        (Standing.VALID, date(2026, 5, 2), Standing.EXPIRED),
        (Standing.SUSPENDED, date(2026, 5, 2), Standing.SUSPENDED),
        (Standing.REVOKED, date(2026, 5, 2), Standing.REVOKED),
        (Standing.PENDING, date(2026, 5, 2), Standing.PENDING),
    ],
)
def test_only_what_was_valid_begins_and_expires_and_counts_on_both_days(
    stored: Standing, today: date, shown: Standing
) -> None:
    assert standing_on(stored, date(2026, 4, 1), DAY, today=today) == shown


@pytest.mark.parametrize("what", StandingChange)
@pytest.mark.parametrize("stored", Standing)
def test_a_standing_changes_by_the_table_or_not_at_all(stored: Standing, what: StandingChange) -> None:
    if (stored, what) in RESULT:
        assert change(stored, what) == RESULT[stored, what]
        return
    with pytest.raises(StandingRefused, match=stored):
        change(stored, what)


def test_nothing_leads_back_from_revoked_and_nothing_is_valid_unpublished() -> None:
    starts = {stored for stored, _ in RESULT}
    assert starts == {Standing.VALID, Standing.SUSPENDED}


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        (1, "Counterfeit goods were sold.", OwnCredential),
        (2, "", PublicReasonMissing),
        (2, " " * 40, PublicReasonMissing),
    ],
)
def test_a_change_needs_somebody_else_and_a_reason(by: int, reason: str, why: type[Exception]) -> None:
    admit_change(UUID(int=1), UUID(int=2), "Counterfeit goods were sold.")
    with pytest.raises(why):
        admit_change(UUID(int=1), UUID(int=by), reason)
