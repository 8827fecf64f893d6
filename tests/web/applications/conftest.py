"""Lin at her phone."""

from collections.abc import Callable

import pytest

from domain.accounts import Person
from tests.cast import Browser


@pytest.fixture
def lin(browse: Callable[[], Browser], cast: dict[str, Person]) -> Browser:
    """Lin's browser, signed in."""
    return browse().sign_in(cast["lin"])
