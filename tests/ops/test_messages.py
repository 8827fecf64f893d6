"""The catalogues: what is collected, and what is told about a language."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from ops.messages import collect, update


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return collect()


def test_it_holds_the_words_of_pages_letters_certificates_packs_and_rules(catalog: Catalog) -> None:
    wanted = {"Claim next", "Merchant Certificate", "Proof of registration", "Enter your name."}
    assert wanted <= {str(message.id) for message in catalog}


def test_a_language_is_brought_up_to_date_and_what_is_missing_is_told(tmp_path: Path) -> None:
    old, new, po = Catalog(locale="de"), Catalog(), tmp_path / "greenroom.po"
    for text, german in (("Save", "Sichern"), ("{n} page", "{m} Seite"), ("Gone", "Weg")):
        old.add(text, german)
    with po.open("wb") as file:
        write_po(file, old)
    for text in ("Save", "{n} page", "A new sentence"):
        new.add(text)
    assert sorted(update(po, new)) == ["A new sentence", "{n} page"]
    with po.open("rb") as file:
        assert {message.id for message in read_po(file)} == {"", "Save", "{n} page", "A new sentence"}
    assert po.with_suffix(".mo").exists()
