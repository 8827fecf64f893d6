"""The way back from a refusal: to the application or the case that its address names."""

from typing import Any
from uuid import UUID

import pytest

from web.common.pages import environment

ID = UUID(int=7)


def back_to(path: str) -> str:
    """The link for a page at this path."""
    macros: Any = environment().get_template("_macros/back.html").module
    return str(macros.back_to(path))


@pytest.mark.parametrize("kind", ["applications", "cases"])
def test_a_refusal_leads_back_to_what_it_was_about(kind: str) -> None:
    assert f'href="/{kind}/{ID}"' in back_to(f"/{kind}/{ID}/withdraw")


@pytest.mark.parametrize("path", ["/", "/applications", "/applications/new", f"/documents/{ID}/remove"])
def test_a_page_about_neither_has_no_such_link(path: str) -> None:
    assert back_to(path) == ""
