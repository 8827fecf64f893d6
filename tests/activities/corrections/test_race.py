"""An exam that is closed while a key is corrected is scored by the new key, or scored anew: never forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from db.corrections.marking import keys_in_force
from db.engine import begin
from domain.accounts import Person
from tests.cast import Browser
from tests.web.corrections.corrected import applied, approved, proposed, sat, scored
from web.services import Services


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_correction_waits_for_the_exams_that_are_being_scored(
    services: Services, browse: Callable[[], Browser], cast: dict[str, Person]
) -> None:
    attempt = sat(services, cast["ana"], "abaaa")
    correction = proposed(browse().sign_in(cast["eli"]))
    approved(browse().sign_in(cast["noor"]), correction)
    with ThreadPoolExecutor(1) as pool:
        with begin(services.engine) as session:
            keys_in_force(session, attempt.drawn)
            work = pool.submit(applied, services, correction, cast["noor"])
            with pytest.raises(TimeoutError):
                work.result(timeout=0.5)
            assert scored(services, attempt)[2] == 1
        assert len(work.result(timeout=20)) == 1
    assert scored(services, attempt)[2] == 2
