"""Old addresses lead to where their pages are now."""

from collections.abc import Callable

import pytest

from tests.cast import Browser


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ties?done=ended", "/conflicts?done=ended"),
        ("/angoff", "/cutscores"),
        ("/angoff/018f/rate?area=conduct", "/cutscores/018f/rate?area=conduct"),
        ("/blueprints/018f/angoff", "/blueprints/018f/cutscores"),
    ],
)
def test_an_old_address_leads_to_the_new_one(browse: Callable[[], Browser], old: str, new: str) -> None:
    answer = browse().get(old, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, new)
