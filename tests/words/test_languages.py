"""Which language a browser gets, and the zones to choose from."""

import pytest

from words.languages import negotiated, own_name, time_zones

OURS = ("en", "de", "en-XA", "zh-Hans")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,en;q=0.5,zh-CN;q=0.7", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "en"),
        ("en-XA", "en"),
        ("*;q=0.5, ;q=x, " + "x" * 10_000, "en"),
        ("en;q=0.1, de;q=0.1", "en"),
        ("zh-DE;q=1, en;q=0.9", "zh-Hans"),
        ("ZH-hant-tw, de; q=0.2", "de"),
        ("zh;q=0, de;q=0.1", "de"),
    ],
)
def test_the_browsers_favourite_that_we_have_is_taken(accepted: str, language: str) -> None:
    assert negotiated(accepted, OURS) == language


def test_a_language_says_its_own_name() -> None:
    assert [own_name(each) for each in OURS] == ["English", "Deutsch", "Pseudo", "中文 (简体)"]


def test_zones_are_those_that_people_live_in() -> None:
    assert time_zones()[0] == "UTC" and "Asia/Shanghai" in time_zones() and "Etc/GMT+5" not in time_zones()
