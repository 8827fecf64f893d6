"""Pictures of items: made anew, described in words, kept while the rest of the form is mended."""

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from PIL import Image

from db.items.versions import ItemPictureRow, ItemRow
from domain.accounts import Person
from tests import samples
from tests.cast import Browser, hidden
from tests.drafts import rows
from tests.web.items.bank import WRITTEN, the_item, write
from web.items.pictures import encoded
from web.services import Services


@pytest.fixture
def eli(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Eli's browser, signed in."""
    return browse().sign_in(cast["eli"])


def test_a_picture_is_made_anew_described_and_kept_when_something_else_is_wrong(
    services: Services, eli: Browser
) -> None:
    file = {"file": ("label.jpg", samples.turned_jpeg(), "image/jpeg")}
    data = {"draft_id": str(services.ids())} | WRITTEN | {"title": ""}
    answer = eli.post("/items/new", data, files=file)
    assert answer.status_code == 422 and 'id="alt-error"' in answer.text
    picture = UUID(hidden(answer.text, "picture"))
    shown = eli.get(f"/items/pictures/{picture}")
    assert shown.headers["content-type"] == "image/jpeg" and b"Exif" not in shown.content
    write(eli, picture=str(picture), alt="A label")
    kept = the_item(services).picture
    assert kept and (kept.id, kept.alt) == (picture, "A label")


def test_a_picture_is_taken_out_again(services: Services, eli: Browser) -> None:
    answer = eli.post("/items/new", WRITTEN | {"do": "preview"}, files={"file": ("a.png", samples.png(), "image/png")})
    write(eli, picture=hidden(answer.text, "picture"), alt="A label", no_picture="yes")
    assert the_item(services).picture is None


@pytest.mark.parametrize("data", [b"", b"<svg onload='x()'/>", b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\ncut short"])
def test_what_is_no_whole_picture_is_refused(services: Services, eli: Browser, data: bytes) -> None:
    answer = eli.post("/items/new", dict(WRITTEN), files={"file": ("a.png", data, "image/png")})
    assert answer.status_code == 422 and 'id="file-error"' in answer.text
    assert rows(services, ItemPictureRow) == [] and rows(services, ItemRow) == []


def test_a_large_picture_is_made_smaller() -> None:
    out = io.BytesIO()
    Image.new("RGB", (4000, 1000)).save(out, "PNG")
    kind, data = encoded(out.getvalue())
    with Image.open(io.BytesIO(data)) as picture:
        assert (kind, picture.size) == ("image/png", (1600, 400))
