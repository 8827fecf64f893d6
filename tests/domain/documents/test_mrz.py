"""Machine-readable zones: the specimens of Doc 9303, what scanners make of them, and what forgers do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.mrz import CheckDigit, Mrz, check_digit, find_mrz

TODAY = date(2026, 5, 1)
# The specimens of Doc 9303 parts 4, 6 and 5 (one with a long number).
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


def found(text: str, number: str = "") -> Mrz:
    zone = find_mrz(text, TODAY, number)
    assert zone
    return zone


@pytest.mark.parametrize(("text", "kind"), [(TD3, "TD3"), (TD2, "TD2"), (TD1, "TD1")])
def test_each_format_is_read_whole(text: str, kind: str) -> None:
    zone = found(text)
    assert (zone.format, zone.failed, zone.cut) == (kind, (), False)
    assert (zone.surname, zone.given_names, zone.sex) == ("ERIKSSON", "ANNA MARIA", "F")
    assert (zone.country, zone.nationality) == ("UTO", "UTO")
    assert (zone.birth_date, zone.expiry_date) == (date(1974, 8, 12), date(2012, 4, 15))
    assert zone.number in ("L898902C3", "D23145890")


def test_optional_data_is_kept() -> None:
    assert (found(TD3).optional, found(TD1).optional) == ("ZE184226B", "")


def test_a_long_number_runs_on_into_the_optional_data() -> None:
    zone = found(LONG)
    assert (zone.number, zone.optional, zone.failed) == ("D23145890734", "", ())


def passport(number: str = "E12345678", optional: str = "LBNCLPMN12A940", names: str = "ZHANG<<SAN") -> str:
    """A Chinese passport's zone: its second line need not hold any filler."""
    front, born, ends = (part + check_digit(part) for part in (number.ljust(9, "<"), "830829", "310722"))
    rest = optional + check_digit(optional)
    return f"POCHN{names:<<39}\n{front}CHN{born}M{ends}{rest}{check_digit(front + born + ends + rest)}"


def test_a_second_line_needs_no_fillers() -> None:
    zone = found(passport())
    assert "<" not in passport().splitlines()[1]
    assert (zone.surname, zone.number, zone.country, zone.failed) == ("ZHANG", "E12345678", "CHN", ())


@pytest.mark.parametrize("digit", ["0", "<"])
def test_the_check_digit_of_absent_optional_data_may_be_a_filler(digit: str) -> None:
    front, born, ends = (part + check_digit(part) for part in ("C01X00T47", "880412", "310811"))
    rest = "<" * 14 + digit
    line = f"{front}D<<{born}F{ends}{rest}{check_digit(front + born + ends + rest)}"
    assert found(f"P<D<<{'LIN<<WEI':<<39}\n{line}").failed == ()


@pytest.mark.parametrize(
    ("right", "wrong", "failed"),
    [
        ("L898902C3", "L898902C4", ("number", "composite")),
        ("740812", "740813", ("birth_date", "composite")),
        ("120415", "130415", ("expiry_date", "composite")),
        ("ZE184226B", "ZE184227B", ("optional", "composite")),
        ("<10", "<11", ("composite",)),
    ],
)
def test_each_altered_field_is_named(right: str, wrong: str, failed: tuple[CheckDigit, ...]) -> None:
    assert found(TD3.replace(right, wrong)).failed == failed


def test_a_day_that_no_calendar_has_fails_though_its_check_digit_fits() -> None:
    zone = found(TD3.replace("7408122", f"740231{check_digit('740231')}"))
    assert (zone.birth_date, zone.failed) == (None, ("birth_date", "composite"))


def test_an_unknown_day_of_birth_is_no_fault() -> None:
    zone = found(TD3.replace("7408122", f"7408<<{check_digit('7408<<')}").removesuffix("0") + "2")
    assert (zone.birth_date, "birth_date" in zone.failed) == (None, False)


@pytest.mark.parametrize(
    ("right", "misread"),
    [
        ("7408122F", "74OB1Z2F"),
        ("1204159", "I2O4IS9"),
        ("UTO7", "UT07"),
        ("ERIKSSON", "ER1K55ON"),
        ("<<<<<10", "<<<<<IO"),
        ("<<<<<<<<<<<<<<<<<<<\n", "<<<<\n"),
        ("<<<<<<<<<<<<<<<<<<<\n", "<<<<<<KKSS<<\n"),
        ("P<UTO", "|P<UTO"),
        ("L898902C3", "«L898902C3"),
        ("ANNA<MARIA", "ANNA < MARIA"),
    ],
)
def test_what_scanners_confuse_is_mended_where_the_position_tells(right: str, misread: str) -> None:
    assert right in TD3
    assert (found(TD3.replace(right, misread)), misread) == (found(TD3), misread)


def test_the_holders_number_settles_what_a_position_cannot() -> None:
    misread = TD3.replace("L898902C3", "L8989O2C3")
    assert found(misread).failed == ("number", "composite")
    assert found(misread, "L898902C3").failed == ()
    assert found(misread, "l 898902 c3").number == "L898902C3"
    assert found(TD3.replace("L898902C3", "L898902C4"), "L898902C4").failed == ("number", "composite")


@pytest.mark.parametrize(
    ("born", "year"), [("260430", 2026), ("260501", 2026), ("260502", 1926), ("990101", 1999), ("270101", 1927)]
)
def test_nobody_is_born_after_today(born: str, year: int) -> None:
    zone = found(TD3.replace("7408122", born + check_digit(born)))
    assert zone.birth_date and zone.birth_date.year == year


@pytest.mark.parametrize(("until", "year"), [("760101", 2076), ("770101", 1977), ("240101", 2024), ("351231", 2035)])
def test_an_expiry_lies_within_fifty_years(until: str, year: int) -> None:
    zone = found(TD3.replace("1204159", until + check_digit(until)))
    assert zone.expiry_date and zone.expiry_date.year == year


def test_names_that_fill_their_field_may_be_cut_short() -> None:
    assert found(passport(names="PAPANDROPOULOS<<JONATHON<ALEXANDER<WILLI")).cut
    assert not found(passport()).cut


def test_a_single_name_is_a_surname() -> None:
    zone = found(passport(names="ARKFREITH"))
    assert (zone.surname, zone.given_names) == ("ARKFREITH", "")


def test_the_zone_is_found_among_other_lines() -> None:
    assert found(f"REISEPASS PASSPORT PASSEPORT\nName / Surname ERIKSSON\n{TD3}\nsome noise of the table\n") == found(
        TD3
    )


@pytest.mark.parametrize(
    "text",
    ["", "Lin Trading Ltd\nHRB 123456 B", TD3.splitlines()[0], "V" + TD3[1:], "<" * 44 + "\n" + "<" * 44, "P" * 89],
)
def test_other_texts_have_no_zone(text: str) -> None:
    assert find_mrz(text, TODAY) is None


@given(st.text(alphabet="PIACV0123456789OSB<K \n", max_size=400), st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str, number: str) -> None:
    find_mrz(text, TODAY, number)
    find_mrz(f"{TD3[:60]}{text}{TD3[60:]}", TODAY, number)
