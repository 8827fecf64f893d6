"""Rita and Sam at their desks, and one case."""

import pytest

from tests.cast import Browser
from tests.web.review.cases_written import write_case
from tests.web.review.reading import Cast, Open
from tests.web.review.rows import Written
from web.services import Services


@pytest.fixture
def rita(browse: Open, cast: Cast) -> Browser:
    """Rita, signed in."""
    return browse().sign_in(cast["rita"])


@pytest.fixture
def sam(browse: Open, cast: Cast) -> Browser:
    """Sam, a senior reviewer, signed in."""
    return browse().sign_in(cast["sam"])


@pytest.fixture
def case(services: Services, cast: Cast) -> Written:
    """Lin's case, in review."""
    return write_case(services, cast["lin"])
