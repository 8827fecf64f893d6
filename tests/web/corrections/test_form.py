"""The form of a correction: every kind of question has its own, and what does not fit is told beside its field."""

from collections.abc import Callable
from typing import Any

import pytest

from db.corrections.proposals import CorrectionRow
from domain.accounts import Person
from domain.items.parts import Key
from tests.cast import Browser
from tests.drafts import rows
from tests.web.corrections.corrected import PATH, REASON, proposed, sat
from tests.web.exams.attempts import exam_for, item_id_of
from tests.web.exams.items_of_every_kind import NUMERIC, item
from web.corrections.form import typed_from
from web.services import Services

Cast = dict[str, Person]
Browse = Callable[[], Browser]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"q0": ""}, "Mark exactly one option as right"),
        ({"q0": "zz"}, "Mark exactly one option as right"),
        ({"q0": "a"}, "This is the key already"),
        ({"reason": "wrong"}, "20 to 2,000 characters"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    services: Services, browse: Browse, cast: Cast, typed: dict[str, str], told: str
) -> None:
    sat(services, cast["ana"], "abaaa")
    fields = {"command": str(services.ids()), "version": "1", "q0": "b", "reason": REASON, "do": "preview"} | typed
    answer = browse().sign_in(cast["eli"]).post(PATH, fields)
    assert answer.status_code == 422 and told in answer.text and fields["reason"] in answer.text


NEW_KEYS: dict[str, dict[str, Any]] = {
    "multiple": {"q0": ["a", "c"]},
    "true_false": {"q0": "true"},
    "numeric": {"q0.low": "19,5", "q0.high": "20.5"},
    "short_text": {"q0.texts": "hallmark\nassay mark", "q0.case": "yes"},
    "ordering": {"q0.a": "2", "q0.b": "1", "q0.c": "3"},
    "matching": {"q0.a": "b", "q0.b": "a", "q0.c": "c"},
    "case_set": {"q0": "b", "q1.low": "25", "q1.high": "25"},
}
BAD_KEYS: dict[str, tuple[dict[str, Any], str]] = {
    "multiple": ({}, "at least one option"),
    "numeric": ({"q0.low": "9", "q0.high": "x"}, "in figures"),
    "short_text": ({"q0.texts": " \n "}, "at least one right text"),
    "ordering": ({"q0.a": "1", "q0.b": "1", "q0.c": "3"}, "every place once"),
    "matching": ({"q0.a": "b"}, "pair every option"),
    "case_set": ({"q0": "a", "q1.low": "30", "q1.high": "2"}, "Question 2: The lowest right number is above"),
}


@pytest.mark.parametrize("kind", NEW_KEYS)
def test_every_kind_of_question_can_be_corrected(services: Services, browse: Browse, cast: Cast, kind: str) -> None:
    exam_for(services, cast["ana"])
    correction = proposed(browse().sign_in(cast["eli"]), f"/items/{item_id_of(kind)}/correction", **NEW_KEYS[kind])
    assert browse().sign_in(cast["noor"]).get(f"/corrections/{correction}").status_code == 200
    (row,) = rows(services, CorrectionRow)
    if kind == "numeric":
        assert (row.keys[0]["low"], row.keys[0]["high"]) == (19.5, 20.5)


@pytest.mark.parametrize("kind", BAD_KEYS)
def test_a_key_that_does_not_fit_its_kind_is_refused(services: Services, browse: Browse, cast: Cast, kind: str) -> None:
    exam_for(services, cast["ana"])
    typed, told = BAD_KEYS[kind]
    fields = {"command": str(services.ids()), "version": "1", "reason": REASON, "do": "preview"} | typed
    answer = browse().sign_in(cast["eli"]).post(f"/items/{item_id_of(kind)}/correction", fields)
    assert answer.status_code == 422 and told in answer.text


def test_what_was_typed_can_be_changed_after_the_preview(services: Services, browse: Browse, cast: Cast) -> None:
    sat(services, cast["ana"], "abaaa")
    fields = {
        "command": str(services.ids()),
        "version": "1",
        "q0": "c",
        "reason": REASON,
        "do": "edit",
        "credit": "yes",
    }
    again = browse().sign_in(cast["eli"]).post(PATH, fields)
    assert again.status_code == 200 and REASON in again.text and again.text.count(" checked") == 2


def test_the_form_opens_with_every_digit_of_a_number() -> None:
    question = NUMERIC.model_copy(update={"key": Key(low=1_234_567, high=1_234_567.5)})
    typed = typed_from(item("numeric", question), credited=False)
    assert (typed["q0.low"], typed["q0.high"]) == (["1234567"], ["1234567.5"])
