"""Identifiers are judged by form, check digits and embedded country; the samples are published ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identifiers.check import IdentifierStatus, bare, judge, knows
from domain.identifiers.schemes import EU, SCHEMES

VALID = [
    ("cn.uscc", "91110000600037341L", "CN", "CN"),
    ("cn.uscc", "91350100M000100Y43", "CN", "CN"),
    ("cn.uscc", "９１１１００００６０００３７３４１Ｌ", "CN", "CN"),
    ("cn.ric", "11010519491231002X", "CN", "CN"),
    ("cn.account", "6200000000000005", "CN", "CN"),
    ("cn.account", "1001 2345 6789 0123 456", "CN", "CN"),
    ("eu.vat", "DE 136 695 976", "DE", "DE"),
    ("eu.vat", "ATU13585627", "AT", "AT"),
    ("eu.vat", "FR40303265045", "FR", "FR"),
    ("eu.vat", "EL094259216", "GR", "GR"),
    ("eu.vat", "NL004495445B01", "NL", "NL"),
    ("lei", "5493001KJTIIGC8Y1R12", "US", None),
    ("lei", "213800KUD8LAJWSQ9D15", None, None),
    ("iban", "DE89 3704 0044 0532 0130 00", "DE", "DE"),
    ("iban", "gb82 west 1234 5698 7654 32", "GB", "GB"),
    ("us.ein", "91-1144442", "US", "US"),
    ("us.rtn", "021000021", "US", "US"),
    ("bic", "DEUTDEFF", "DE", "DE"),
    ("vn.mst", "0100233488", "VN", "VN"),
]


@pytest.mark.parametrize(("scheme", "number", "country", "embedded"), VALID)
def test_a_published_number_is_valid_and_tells_its_country(
    scheme: str, number: str, country: str | None, embedded: str | None
) -> None:
    verdict = judge(scheme, number, country)
    assert (verdict.status, verdict.country) == (IdentifierStatus.VALID, embedded)


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("cn.uscc", "91110000600037341M"),
        ("cn.ric", "110105194912310021"),
        ("cn.account", "6200000000000006"),
        ("eu.vat", "DE136695978"),
        ("lei", "5493001KJTIIGC8Y1R13"),
        ("iban", "DE88370400440532013000"),
        ("us.rtn", "021000022"),
    ],
)
def test_one_wrong_digit_breaks_the_check_digit(scheme: str, number: str) -> None:
    verdict = judge(scheme, number, None)
    assert verdict.status == IdentifierStatus.INVALID_CHECKSUM
    assert "check digit" in str(verdict.sentence) and str(SCHEMES[scheme].name) in str(verdict.sentence)


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("cn.uscc", "9111000060003734"),
        ("cn.uscc", "91110000I00037341L"),
        ("eu.vat", "US123456789"),
        ("us.ein", "07-1144442"),
        ("us.ein", "12345"),
        ("cn.account", "12-34"),
        ("account", "no digits here"),
        ("lei", ""),
        ("iban", "🦆" * 4000),
    ],
)
def test_a_misformed_number_is_told_what_to_enter_instead(scheme: str, number: str) -> None:
    verdict = judge(scheme, number, None)
    assert verdict.status == IdentifierStatus.INVALID_FORMAT
    assert str(verdict.sentence).endswith(str(SCHEMES[scheme].remedy))


@pytest.mark.parametrize(
    ("scheme", "number", "country"),
    [
        ("eu.vat", "ATU13585627", "DE"),
        ("iban", "GB82WEST12345698765432", "FR"),
        ("cn.uscc", "91110000600037341L", "US"),
        ("bic", "DEUTDEFF", "FR"),
    ],
)
def test_a_right_number_of_another_country_is_a_mismatch_and_names_both(scheme: str, number: str, country: str) -> None:
    verdict = judge(scheme, number, country)
    assert verdict.status == IdentifierStatus.COUNTRY_MISMATCH
    assert verdict.country and verdict.country in str(verdict.sentence) and country in str(verdict.sentence)


def test_a_vat_number_without_its_prefix_gets_the_prefix_of_the_form() -> None:
    assert judge("eu.vat", "136695976", "DE").normal == "DE136695976"
    assert judge("eu.vat", "094259216", "GR").normal == "EL094259216"


def test_a_unified_social_credit_code_tells_its_administrative_region() -> None:
    assert judge("cn.uscc", "91110000600037341L", "CN").region == "北京市"
    assert judge("cn.uscc", "91350100M000100Y43", "CN").region == "福建省 福州市"


@pytest.mark.parametrize("scheme", ["os.path", "util", "cn", "../iban", "", "xx.nothing"])
def test_a_scheme_without_rules_goes_to_a_person_and_loads_nothing_else(scheme: str) -> None:
    assert judge(scheme, "1", None).status == IdentifierStatus.UNKNOWN_SCHEME
    assert not knows(scheme)


@settings(deadline=None)
@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=40), st.sampled_from(["DE", "CN", None]))
def test_no_text_whatsoever_makes_the_judge_stumble(scheme: str, typed: str, country: str | None) -> None:
    assert judge(scheme, typed, country).sentence


@pytest.mark.parametrize(("scheme", "number", "country", "embedded"), VALID)
def test_a_normal_form_is_judged_the_same_again(
    scheme: str, number: str, country: str | None, embedded: str | None
) -> None:
    once = judge(scheme, number, country)
    assert judge(scheme, once.normal, country) == once


def test_the_union_has_27_members() -> None:
    assert len(EU) == 27
    assert {"FR", "HR", "GR"} <= EU and not {"XI", "GB", "EL"} & EU


def test_the_same_number_is_seen_through_spaces_width_and_case() -> None:
    assert bare("de89 3704-0044") == bare("ＤＥ８９.37040044") == "DE8937040044"
    assert bare("DE89") != bare("DE88")
    assert bare(" ") == ""
