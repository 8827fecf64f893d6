"""The format of a file is found by its content, and the same question is known in another dress."""

import time

import pytest

from domain.exchange.common import ImportedItem, Unreadable
from domain.exchange.formats import FORMATS, READERS, recognise
from domain.exchange.sameness import catalogue, duplicate_of
from tests.web.exams.items_of_every_kind import ITEMS

BANK = [(each.title, each) for each in ITEMS]


@pytest.mark.parametrize("name", FORMATS)
def test_what_we_write_is_recognised(name: str) -> None:
    assert recognise(FORMATS[name].write(BANK).data) == ("qti" if name.startswith("qti") else name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which?\n\nA) one\nB) two\nANSWER: A", "aiken"),
        ("// a note\n$CATEGORY: top\n\nWhich?{=a ~b}", "gift"),
        ("\ufeff<?xml version='1.0'?>\n<!-- by hand -->\n<quiz>", "moodle"),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>", "moodle"),
        ("<qti-assessment-item xmlns='x'>", "qti"),
        ("<imsqti:assessmentItem>", "qti"),
        ("<questestinterop>", "qti"),
    ],
)
def test_a_format_is_known_by_its_marks(text: str, name: str) -> None:
    assert recognise(text.encode()) == name


@pytest.mark.timed
@pytest.mark.parametrize("hostile", ["<?a?>" * 380_000, "\n" * 1_900_000 + "x", "<!DOCTYPE a [" + "]" * 1_900_000])
def test_a_hostile_beginning_is_passed_over_quickly(hostile: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable):
        recognise(hostile.encode())
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", FORMATS)
def test_an_item_is_known_again_after_a_way_through_any_format(name: str) -> None:
    known = catalogue(BANK)
    reading = READERS["qti" if name.startswith("qti") else name](FORMATS[name].write(BANK).data)
    assert [each.title for each in reading.items if not duplicate_of(each, known)] == []


def test_another_option_makes_another_question() -> None:
    item = ITEMS[0]
    question = item.questions[0].model_copy(update={"options": item.questions[0].options[:-1]})
    other = ImportedItem(title="x", questions=(question,), line=1)
    assert duplicate_of(other, catalogue(BANK)) == ""
