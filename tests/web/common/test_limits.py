"""What is too large, too often, or from elsewhere is refused with a page like every other."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.accounts import Person
from settings import ROOT
from tests.cast import Browser
from web.common.security import HEADERS, LARGEST_BODY
from web.credentials import shown_pdf as shown

Browse = Callable[[], Browser]
BOUNDARY = "b0undary"


def is_page_of_ours(answer: Any) -> bool:
    """Whether an answer has our frame, our headers and a sentence for scripts to find."""
    return (
        all(answer.headers[name] == value for name, value in HEADERS.items())
        and 'class="masthead"' in answer.text
        and "data-message" in answer.text
    )


def chunks() -> Iterator[bytes]:
    """A form with a file that is too large, sent without saying how large."""
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode()
    for _ in range(LARGEST_BODY // 1_000_000 + 1):
        yield b"x" * 1_000_000
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_body_that_says_it_is_too_large_gets_the_page_and_a_way_back(browse: Browse) -> None:
    answer = browse().post("/verify/file", files={"file": ("a.pdf", b"x" * (LARGEST_BODY + 1))})
    assert answer.status_code == 413 and is_page_of_ours(answer)
    assert "up to 10 MB" in answer.text and 'href="/verify/file">' in answer.text


def test_a_body_that_hides_its_size_gets_the_same_page(browse: Browse) -> None:
    browser = browse()
    kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}", "x-csrftoken": browser.token()}
    answer = browser.client.post("/verify/file", content=chunks(), headers=kind)
    assert answer.status_code == 413 and is_page_of_ours(answer)


def test_a_form_of_another_site_gets_a_page_too(browse: Browse) -> None:
    answer = browse().post("/sign-in", {"email": "Words"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and is_page_of_ours(answer)
    assert "came from another site" in answer.text and "Words" not in answer.text


def test_who_tries_too_often_is_told_when_to_come_back(cast: dict[str, Person], browse: Browse) -> None:
    browser = browse()
    form = {"email": "lin@example.com", "password": "wrong password"}
    answer = [browser.post("/sign-in", form) for _ in range(6)][-1]
    assert answer.status_code == 429 and is_page_of_ours(answer)
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert "lin@example.com</textarea>" in answer.text and "wrong password" not in answer.text


@pytest.mark.parametrize("status", [403, 404, 409, 413, 422, 429, 500, 503])
def test_every_error_page_is_one_of_ours(status: int) -> None:
    text = (ROOT / "templates" / "errors" / f"{status}.html").read_text()
    assert '{% extends "errors/_error.html" %}' in text


def test_the_browser_knows_the_server_s_limit_of_a_shown_file(browse: Browse) -> None:
    assert f'data-most="{shown.LARGEST}"' in browse().get("/verify").text
