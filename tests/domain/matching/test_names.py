"""Names and numbers in a document's text: what is the same, nearly the same, different, absent."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching.likeness import Likeness, Match, best
from domain.matching.names import find_name
from domain.matching.numbers import find_number

SAME, MINOR, OTHER, NONE = Likeness.EQUIVALENT, Likeness.MINOR, Likeness.DIFFERENT, Likeness.ABSENT


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lin Trading GmbH", "Registered name: LIN TRADING GMBH, Hamburg"),
        ("Lin Trading Co., Ltd.", "between Lin Trading Company Limited and others"),
        ("Lin Trading Co Ltd", "Name\nLin Trading\nCo.,Ltd.\nAddress"),
        ("Lin Trading G.m.b.H.", "Lin Trading Gesellschaft mit beschränkter Haftung"),
        ("Lin Trading L.L.C.", "Lin Trading LLC"),
        ("Société Lumière SARL", "SOCIETE LUMIERE S.à r.l."),
        ("Ｌｉｎ Trading Ltd", "Lin Trading Limited"),
        ("Lin & Partner KG", "Lin and Partner Kommanditgesellschaft"),
        ("JSC Argument", "JSCARGUMENT"),
        ("Jing Lin", "Surname/Given names: LIN, JING"),
        ("L'Étoile", "LETOILE"),
        ("上海林氏贸易有限公司", "名称：上海 林氏 贸易 有限公司"),
        ("上海林氏贸易有限公司", "名 称 : 上 海 林 氏 贸 易 有 限 公司\n法 定 代表 人 : 林 静"),
        ("上海林氏贸易有限责任公司", "企业名称上海林氏贸易有限公司"),
        ("林静", "法定代表人林静性别女"),
        ("12 Harbour St., Hamburg", "Address: 12 Harbour Street, Hamburg"),
        ("Hauptstraße 5", "Hauptstr. 5"),
        ("Müller GmbH", "Mu\u0308ller GmbH"),
        ("محمد علي", "الاسم: محمد علي"),
    ],
)
def test_the_same_name_is_found_in_other_dress(name: str, text: str) -> None:
    found = find_name(name, text)
    assert (found.likeness, found.differing) == (SAME, ())
    assert found.raw


@pytest.mark.parametrize(
    ("name", "text", "differing"),
    [
        ("Lin Trading Ltd", "Name: Lin Trading, Hamburg", ("", "Ltd")),
        ("Lin Trading", "Lin Trading GmbH", ("GmbH", "")),
        ("Lin Trading Ltd", "Lin Trading Co., Ltd.", ("Co", "")),
        ("Lin Trading Ltd", "L1n Trading Ltd", ("L1n", "Lin")),
        ("Lin Trading Ltd", "Lin Tradlng Ltd", ("Tradlng", "Trading")),
        ("Lin Trading Ltd", "Lin Tradinq Ltd", ("Tradinq", "Trading")),
        ("Jürgen Müller", "Juergen Mueller", ("Juergen Mueller", "jurgen muller")),
        ("Jing Lin", "法定代表人：林静", ("林静", "jing lin")),
        ("林静", "Legal representative: LIN Jing", ("LIN Jing", "林 静")),
        ("Иванов Пётр", "Petr Ivanov", ("Petr Ivanov", "иванов петр")),
        ("林静", "法定代表人：林静怡", ("怡", "")),
        ("林氏贸易有限公司", "名称：上海林氏贸易有限公司", ("上海", "")),
        ("上海林氏贸易有限公司", "名称：上海林民贸易有限公司", ("民", "氏")),
    ],
)
def test_a_slip_is_minor_and_named(name: str, text: str, differing: tuple[str, str]) -> None:
    found = find_name(name, text)
    assert (found.likeness, found.differing) == (MINOR, (differing,))


@pytest.mark.parametrize(
    ("name", "text", "differing"),
    [
        ("Lin Trading GmbH", "Registered name: Lin Trading Ltd\nNumber", ("Ltd", "GmbH")),
        ("Lin Global Trading", "the firm Lin Trading of", ("", "Global")),
        ("Lin Trading Ltd", "Lim Trading Ltd", ("Lim", "Lin")),
        ("12 Harbour Street, Hamburg", "Address: 21 Harbour Street, Hamburg", ("21", "12")),
    ],
)
def test_another_name_differs_in_exactly_these_words(name: str, text: str, differing: tuple[str, str]) -> None:
    found = find_name(name, text)
    assert (found.likeness, found.differing) == (OTHER, (differing,))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lin Trading Ltd", ""),
        ("Lin Trading Ltd", "Omar Fishing Ltd"),
        ("Belletech Corp", "11420 Corp."),
        ("Ltd", "Lin Trading Ltd"),
        ("上海林氏贸易有限公司", "北京安娜文化有限公司"),
        ("", "Lin"),
        ("🙂🙂", "🙂🙂"),
        ("Lin", "Berlin online"),
        ("Jing Lin", "Linda Jingle"),
        ("林静", "法定代表人：林敬"),
    ],
)
def test_what_is_not_there_is_absent(name: str, text: str) -> None:
    assert find_name(name, text).likeness == NONE


@pytest.mark.parametrize(
    ("number", "text", "likeness", "raw"),
    [
        ("91310000MA1K3YJ12X", "代码：91310000MA1K3YJ12X（1-1）", SAME, "91310000MA1K3YJ12X"),
        ("DE89370400440532013000", "IBAN: DE89 3704 0044 0532 0130 00", SAME, "DE89 3704 0044 0532 0130 00"),
        ("12-3456789", "EIN 123456789.", SAME, "123456789"),
        ("hrb 123456 b", "HRB 123456 B", SAME, "HRB 123456 B"),
        ("１２３４５６", "no. 123456", SAME, "123456"),
        ("91310000MA1K3YJ12X", "9131OOOOMAlK3YJ12X", MINOR, "9131OOOOMAlK3YJ12X"),
        ("B5O18", "number 85018", MINOR, "85018"),
        ("DE123456789", "USt-IdNr.: 123456789", MINOR, "123456789"),
        ("91310000MA1K3YJ12X", "USCC91310000MA1K3YJ12X", MINOR, "91310000MA1K3YJ12X"),
        ("91310000MA1K3YJ12X", "代码：91310000MA1K3YJ21X", OTHER, "91310000MA1K3YJ21X"),
        ("123456789", "No 12345678", OTHER, "12345678"),
        ("123456", "91234567", NONE, None),
        ("123456", "12\n3456", NONE, None),
        ("", "1", NONE, None),
        ("---", "---", NONE, None),
    ],
)
def test_a_number_is_found_by_its_digits(number: str, text: str, likeness: Likeness, raw: str | None) -> None:
    found = find_number(number, text)
    assert (found.likeness, found.raw) == (likeness, raw)


def test_the_differing_digits_are_told() -> None:
    assert find_number("9131000012", "9137000012").differing == (("7", "1"),)


def test_the_closest_of_several_pages_counts() -> None:
    pages = ["Lin Trading", "Lin Trading Ltd", "Lin Trading GmbH"]
    assert best(find_name("Lin Trading GmbH", page) for page in pages).likeness == SAME
    assert best([]) == Match(likeness=NONE)


@pytest.mark.timed
def test_long_names_and_long_pages_end_in_time() -> None:
    page = "Lin Harbour Street number Trading 12 limited company of Hamburg. " * 1000
    started = process_time()
    find_name("Lin Omar Ana Rita Sam " * 200, page)
    find_name("上海林氏" * 1000, "上海贸易林" * 12_000)
    find_number("1234567890" * 6, "1234567891 " * 6000)
    assert process_time() - started < 20


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_the_search(name: str, text: str) -> None:
    found = find_name(name, text)
    assert 0 <= found.similarity <= 1
    assert find_number(name, text).likeness in Likeness


@given(st.text(alphabet="aeimou ", min_size=4, max_size=30).filter(lambda t: len(t.replace(" ", "")) > 3))
def test_a_name_without_legal_form_is_found_in_itself(name: str) -> None:
    assert find_name(name, f"x: {name.upper()}, y").likeness in (SAME, MINOR)
