"""What differs between two versions of an item: each field by its name, with the number of its question."""

from web.items.changes import YES, FieldChange, changes
from web.items.field_names import ITEM_FIELDS, QUESTION_FIELDS, field_name
from web.items.inputs import ItemInput
from web.items.kinds.typed import QuestionInput


def test_every_field_of_the_form_has_a_name() -> None:
    assert ITEM_FIELDS.keys() == ItemInput.model_fields.keys() - {"questions"}
    assert QUESTION_FIELDS.keys() == QuestionInput.model_fields.keys()


def test_what_differs_is_named_with_both_sides() -> None:
    before = ItemInput(title="Prices", questions=[QuestionInput(stem="Which?", right=[0])])
    after = ItemInput(title="Prices", questions=[QuestionInput(stem="Which?", right=[1], partial=True)])
    assert changes(before, after) == [
        FieldChange(field_name("right", 1), "1", "2"),
        FieldChange(field_name("partial", 1), "", YES),
    ]
    assert str(field_name("right", 1)) == "Question 1: Right options"
