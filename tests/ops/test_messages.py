"""The catalogue that translators get."""

from pathlib import Path

from ops.messages import CATALOG, collect, write


def test_the_catalogue_is_up_to_date(tmp_path: Path) -> None:
    write(tmp_path / "now.pot")
    assert (tmp_path / "now.pot").read_text() == CATALOG.read_text(), "run: python -m ops.messages"


def test_it_holds_the_words_of_pages_letters_certificates_and_packs() -> None:
    known = {str(message.id) for message in collect()}
    assert {"Claim next", "Merchant Certificate", "Proof of registration"} <= known
