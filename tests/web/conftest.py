"""Fixtures that the tests of the exam's pages share."""

from collections.abc import Callable

import pytest

from db.exams.attempts import AttemptRow
from domain.accounts import Person
from tests.cast import Browser
from tests.web.exams.attempts import begin_sitting, exam_for
from tests.web.exams.saved import CLIENT, ITEMS
from web.services import Services


@pytest.fixture
def attempt(services: Services, cast: dict[str, Person]) -> AttemptRow:
    """Ana's attempt over three single choices, begun."""
    row = exam_for(services, cast["ana"], items=ITEMS)
    begin_sitting(services, row, CLIENT)
    return row


@pytest.fixture
def ana(browse: Callable[..., Browser], cast: dict[str, Person]) -> Browser:
    """Ana's browser, signed in."""
    return browse().sign_in(cast["ana"])
