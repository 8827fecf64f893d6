"""Packages of QTI: items come in by the manifest or without it, and one made to do harm is refused at once."""

import struct
from io import BytesIO
from time import process_time
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest

from domain.exchange.common import LARGEST, MOST_ITEMS, Unreadable
from domain.exchange.qti import package as qti_package
from domain.exchange.qti.reading import read
from tests.domain.exchange.qti_samples import choice, item, manifest, package, response, sentences, told

ONE = item(response("A"), choice("A", "B", prompt="One?"))
TWO = item(response("A"), choice("A", "B", prompt="Two?"), version="3.0").replace(b"Q1", b"Q2")
TEST = b"<assessmentTest/>"
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><assessmentItem>&b;</assessmentItem>"
STRANGE = ["../evil.xml", "a/../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "a\\evil.xml"]


def stems(data: bytes) -> list[str]:
    return [each.questions[0].stem for each in read(data).items]


def test_the_manifest_says_which_files_are_items_and_in_which_order() -> None:
    listed = manifest("b.xml", "sub/a%20b.xml?x#y", "b.xml")
    data = package({"imsmanifest.xml": listed, "sub/a b.xml": ONE, "b.xml": TWO, "test.xml": TEST, "c.xml": ONE})
    assert (stems(data), told(data)) == (["Two?", "One?"], [])


@pytest.mark.parametrize("kind", ["imsqti_item_xmlv2p1", "imsqti_item_xmlv2p2", "imsqti_item_xmlv3p0"])
def test_a_manifest_may_lie_in_a_folder_and_name_a_base(kind: str) -> None:
    listed = manifest("a.xml", kind=kind, base="items/")
    assert stems(package({"export/IMSmanifest.xml": listed, "export/items/a.xml": ONE})) == ["One?"]


@pytest.mark.parametrize("listed", [b"", b"<manifest", b"<html/>", manifest("test.xml", kind="imsqti_test_xmlv2p1")])
def test_without_a_manifest_that_can_be_used_each_item_is_read(listed: bytes) -> None:
    files = {
        "imsmanifest.xml": listed,
        "a.xml": ONE,
        "deep/B.XML": TWO,
        "test.xml": TEST,
        "x.png": b"<",
        "n.zip": b"PK",
    }
    assert stems(package(files)) == ["One?", "Two?"]
    del files["imsmanifest.xml"]
    assert stems(package(files)) == ["One?", "Two?"]


def test_a_file_that_cannot_be_read_is_told_by_name_and_the_others_come_in() -> None:
    files = {
        "broken.xml": ONE[:-9],
        "laughs.xml": LAUGHS,
        "test.xml": TEST,
        "old.xml": b"<questestinterop/>",
        "a.xml": ONE,
    }
    data = package({"imsmanifest.xml": manifest(*files, "missing.xml"), **files})
    assert (stems(data), {skipped for _, _, skipped in told(data)}) == (["One?"], {False})
    assert [name for _, name, _ in told(data)] == ["broken.xml", "laughs.xml", "test.xml", "old.xml", "missing.xml"]
    for word in ("line 2", "DTD", "no QTI item", "QTI 1.2", "does not hold"):
        assert word in sentences(data)


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_that_leads_elsewhere_is_never_followed(name: str) -> None:
    assert stems(package({name: TWO, "a.xml": ONE})) == ["One?"]
    data = package({"imsmanifest.xml": manifest("a.xml", name), name: TWO, "a.xml": ONE})
    assert (stems(data), len(told(data))) == (["One?"], 1)


def test_a_large_item_is_told_and_a_large_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = stored({"big.xml": b" " * (LARGEST + 1), "a.xml": ONE})
    assert (stems(data), "larger than 2,000,000" in sentences(data)) == (["One?"], True)
    for limit, value in (("LARGEST_PACKAGE", len(ONE)), ("MOST_PARTS", 3), ("MOST_FILES", 1)):
        monkeypatch.setattr(qti_package, limit, value)
        with pytest.raises(Unreadable, match=r"larger than|more than 1 files"):
            read(package({"a.xml": ONE, "b.xml": ONE}))
        monkeypatch.undo()


def stored(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files as they are."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return buffer.getvalue()


def bomb() -> bytes:
    return package({"a.xml": ONE, "b.xml": b" " * 10_000_000})


def liar() -> bytes:
    """A bomb that says it unpacks to little."""
    data = bomb()
    return data.replace(struct.pack("<L", 10_000_000), struct.pack("<L", 900))


def encrypted() -> bytes:
    data = bytearray(package({"a.xml": ONE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def squeezed() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_BZIP2) as zipped:
        zipped.writestr("a.xml", ONE)
    return buffer.getvalue()


@pytest.mark.timed
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "unpacks to far more"),
        (encrypted(), "password"),
        (squeezed(), "unusual way"),
        (package({"a.xml": ONE})[:-30], "no whole ZIP"),
        (b"PK\x03\x04" + b"x" * 1000, "no whole ZIP"),
        (b"PK\x05\x06", "no whole ZIP"),
        (package({}), "holds no QTI items"),
        (package({"a.txt": ONE, "b.xml": TEST}), "holds no QTI items"),
        (package({f"{n}.xml": b"" for n in range(5001)}), "more than 5,000 files"),
        (package({f"{n}.xml": b"<" for n in range(MOST_ITEMS + 1)}), "more than 2,000 items"),
        (b"PK\x03\x04" + b"x" * 20_000_000, "larger than 20,000,000"),
    ],
)
def test_a_harmful_or_broken_package_is_refused_at_once(data: bytes, reason: str) -> None:
    begun = process_time()
    with pytest.raises(Unreadable, match=reason):
        read(data)
    assert process_time() - begun < 20


def test_a_file_that_lies_about_its_size_is_told_and_not_unpacked() -> None:
    data = liar()
    assert stems(data) == ["One?"]
    assert [name for _, name, _ in told(data)] == ["b.xml"]


def test_a_damaged_file_is_told() -> None:
    data = stored({"a.xml": ONE, "b.xml": TWO}).replace(b"Two?", b"Six?")
    assert (stems(data), "damaged" in sentences(data)) == (["One?"], True)


@pytest.mark.timed
@pytest.mark.parametrize("inner", [b"<a/>" * 190_000, b"<p>x</p>" * 90_000])
def test_a_package_full_of_markup_is_dealt_with_quickly(inner: bytes) -> None:
    file = b"<assessmentItem><itemBody>" + inner + b"</itemBody></assessmentItem>"
    begun, data = process_time(), stored({f"{n}.xml": file for n in range(19_900_000 // len(file))})
    with pytest.raises(Unreadable, match="holds too much"):
        read(data)
    assert process_time() - begun < 20


@pytest.mark.timed
@pytest.mark.parametrize("filler", [b" ", b"\n", b"&lt;i&gt;", b"<i>x</i>", b"&amp;", b"A "])
def test_an_item_full_of_anything_is_dealt_with_quickly(filler: bytes) -> None:
    many, begun = b"A" + filler * (1_900_000 // max(len(filler), 11)) + b"A", process_time()
    for text in (b"One?", b">B", b">A"):  # what is asked, a choice, and what is right
        assert len(told(ONE.replace(text, text + many, 1))) <= 1
    assert process_time() - begun < 20


@pytest.mark.timed
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (LAUGHS, "DTD"),
        (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><assessmentItem/>", "DTD"),
        (b"<assessmentItem>" + b"<p>" * 10_000, "nests more than 100"),
        (b"<assessmentItem>" + b"<a/>" * 400_000, "more than 200,000"),
        (b"<assessmentItem>\n</p>", "line 2"),
        (b" " * (LARGEST + 1), "larger than 2,000,000"),
        (b"<questestinterop/>", "QTI 1.2"),
        (TEST, "no QTI item: it begins with <assessmenttest>"),
        (b"", "line 1"),
        (b"\xff\xfe\x00\xd8", "not in UTF-8"),
        (b"GIF89a\0", "zero bytes"),
    ],
)
def test_a_hostile_item_file_is_refused_at_once(data: bytes, reason: str) -> None:
    begun = process_time()
    with pytest.raises(Unreadable, match=reason):
        read(data)
    assert process_time() - begun < 20
