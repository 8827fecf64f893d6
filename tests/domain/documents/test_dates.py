"""Dates in the common forms, and what the words before them make of them."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents.dates import dates_in, expiry_of, issued_on

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("2026-03-12", "DE"),
        ("2026/3/12", "CN"),
        ("12.03.2026", "DE"),
        ("12. 3. 2026", "AT"),
        ("12/03/2026", "FR"),
        ("03/12/2026", "US"),
        ("12.03.2026", "US"),
        ("12 March 2026", "GB"),
        ("12th of March, 2026", "GB"),
        ("12-Mar-2026", "IN"),
        ("March 12, 2026", "US"),
        ("MARCH 12th 2026", "US"),
        ("12. März 2026", "DE"),
        ("12 mars 2026", "FR"),
        ("2026年3月12日", "CN"),
        ("2026 年 03 月 12 日", "CN"),
        ("２０２６年３月１２日", "CN"),
    ],
)
def test_a_date_is_read_in_the_countrys_way(text: str, country: str) -> None:
    assert [found.day for found in dates_in(f"x {text} y", country)] == [DAY]


def test_a_day_beyond_twelve_settles_which_is_the_month() -> None:
    assert dates_in("31/12/2026", "US")[0].day == dates_in("12/31/2026", "GB")[0].day == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "0000-00-00", "32. Mai 2026", "1.2.3.2026", "12/2026"])
def test_what_the_calendar_does_not_have_is_no_date(text: str) -> None:
    assert dates_in(text, "DE") == []


def test_months_of_three_languages_are_known() -> None:
    text = "1er février 2026, 2 août 2026, 3. Dezember 2026, 4 juin 2026, 5 juillet 2026, 6. Okt. 2026"
    assert [found.day.month for found in dates_in(text, "FR") if found.day] == [2, 8, 12, 6, 7, 10]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Valid until: 12 March 2026", "GB"),
        ("Issued: 12 March 2021. Expires 12 March 2026.", "GB"),
        ("Expiry date\n12/03/2026", "GB"),
        ("Expiration Date: 03/12/2026", "US"),
        ("Gültig bis 12.03.2026", "DE"),
        ("Ausgestellt am 01.02.2021, gültig bis zum 12.03.2026", "DE"),
        ("Valable jusqu'au 12 mars 2026", "FR"),
        ("有效期至：2026年3月12日", "CN"),
        ("营业期限：2021年3月12日至2026年3月12日", "CN"),
        ("营 业 期 限 自 2021 年 3 月 12 日 至 2026 年 3 月 12 日", "CN"),
        ("有效期限 2016.03.12-2026.03.12", "CN"),
        ("Valid from 1 May 2020 to 12 March 2026", "GB"),
        ("Valid from: 1 May 2020\nValid until: 12 March 2026", "GB"),
        ("Gültig vom 01.05.2020 bis 12.03.2026", "DE"),
        ("Valid until 1 May 2030. Import permit valid until 12 March 2026", "GB"),
    ],
)
def test_an_expiry_date_is_known_by_the_words_before_it(text: str, country: str) -> None:
    found = expiry_of(text, country)
    assert found
    assert found.day == DAY


@pytest.mark.parametrize("text", ["营业期限：长期", "营业期限 2021年3月12日至长期", "Gültigkeit: unbefristet"])
def test_a_document_may_say_that_it_never_ends(text: str) -> None:
    found = expiry_of(text, "CN")
    assert found
    assert found.day is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Born on 12 March 2026",
        "Issued on 12 March 2026",
        "成立日期：2026年3月12日",
        "Valid from 12 March 2026",
        "Valid until further notice",
    ],
)
def test_no_expiry_is_made_up(text: str) -> None:
    assert expiry_of(text, "GB") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Date of issue: 12 March 2026", "GB"),
        ("Statement date 12/03/2026", "GB"),
        ("Ausgestellt am 12.03.2026, gültig bis 12.03.2036", "DE"),
        ("Délivré le 12 mars 2026", "FR"),
        ("发证日期：2026年3月12日", "CN"),
        ("First issued 1 May 2019, last issued 12 March 2026", "GB"),
    ],
)
def test_an_issue_date_is_known_by_the_words_before_it(text: str, country: str) -> None:
    found = issued_on(text, country)
    assert found
    assert found.day == DAY


@pytest.mark.timed
def test_a_page_full_of_dates_is_read_in_time() -> None:
    started = process_time()
    expiry_of("valid until 12 March 2026 and 31.12.2027, 2026-01-01 " * 100, "GB")
    assert process_time() - started < 2


@given(st.text(max_size=200), st.sampled_from(["US", "CN", "DE", ""]))
def test_no_text_breaks_the_search(text: str, country: str) -> None:
    dates_in(text, country)
    expiry_of(text, country)
    issued_on(text, country)
