"""Messages: kept with their types, read back as they were, plain English where nobody translates."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import BaseModel

from domain.message_values import Clock, Country, FileSize, OneOf
from domain.messages import Message, Value, msg, msg_n, phrase

AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
VALUES: list[tuple[Value, str]] = [
    ("Lin {n}", "Lin {n}"),
    (1234, "1,234"),
    (0.5, "0.5"),
    (Decimal("1.25"), "1.25"),
    (AT, "3 March 2026, 14:05 UTC"),
    (date(2026, 3, 3), "3 March 2026"),
    (timedelta(days=3), "3 days, 0:00:00"),
    (Country("DE"), "DE"),
    (Clock(AT), "14:05 UTC"),
    (FileSize(1_400_000), "1.4 MB"),
    (["a", "b", msg("c")], "a, b and c"),
    (OneOf(("a", "b")), "a or b"),
    (msg("within {it}", it=2), "within 2"),
    (phrase("Registered name"), "Registered name"),
]


class Letter(BaseModel, frozen=True):
    """Something that holds a sentence."""

    sentence: Message


@pytest.mark.parametrize(("value", "said"), VALUES, ids=lambda each: str(each)[:20])
def test_a_parameter_keeps_its_type_in_json_and_reads_as_english(value: Value, said: str) -> None:
    message = msg("It says {what}.", what=value)
    assert str(message) == f"It says {said}."
    assert Message.from_text(message.to_text()) == message
    assert Letter.model_validate_json(Letter(sentence=message).model_dump_json()).sentence == message


@pytest.mark.parametrize(("n", "said"), [(1, "1 page"), (0, "0 pages"), (1500, "1,500 pages")])
def test_what_is_counted_has_its_form(n: int, said: str) -> None:
    assert str(msg_n("{n} page", "{n} pages", n=n)) == said


def test_old_rows_and_old_histories_say_what_they_said() -> None:
    old = "A closed case, with {braces}."
    assert Letter.model_validate({"sentence": old}).sentence == Message.verbatim(old) == Message.from_text(old)
    assert Letter(sentence=Message.verbatim(old)).model_dump() == {"sentence": old}
    assert Message.verbatim(old).to_text() == str(Message.verbatim(old)) == old


@pytest.mark.parametrize("typed", ['{"msgid":', '{"msgid":"x"}', '{"text":1}', "{}", ""])
def test_what_somebody_typed_is_never_taken_for_a_message(typed: str) -> None:
    assert Message.from_text(Message.verbatim(typed).to_text()) == Message.verbatim(typed)


def test_an_empty_message_says_nothing() -> None:
    assert not Message() and not Message.verbatim("") and msg("Something.")
