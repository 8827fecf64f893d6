"""Ana's case, as the tests of the practical need it."""

from collections.abc import Callable
from uuid import UUID

import pytest

from db.cases import CaseRow
from db.engine import begin
from domain.accounts import Person
from domain.cases import Stage
from tests.cast import Browser
from tests.web.exams.attempts import exam_for
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.fixture
def case(services: Services, cast: Cast) -> UUID:
    """Ana's case, which waits for a sample stream."""
    case_id = exam_for(services, cast["ana"]).case_id
    with begin(services.engine) as session:
        session.get_one(CaseRow, case_id).stage = Stage.PRACTICAL
    return case_id
