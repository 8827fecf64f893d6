"""Sentences that people read: an English text and typed parameters, stored so and worded when read.

`msg` and `msg_n` make one, `words.wording.word` puts it into a reader's language. `str` makes plain English, for logs.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import Annotated, Any, LiteralString, TypeAlias

from pydantic import BaseModel, PlainValidator, ValidationError, model_serializer, model_validator

from domain.message_values import KINDS, Clock, Country, FileSize, Inner, OneOf, in_english, to_json

PLACEHOLDER = re.compile(r"\{(\w+)\}")
STORED = ('{"msgid":', '{"text":')


class Message(BaseModel, frozen=True):
    """A sentence: `msgid` with `{names}` and, where it counts `n` things, `plural`; or a `text` that nobody translates.

    As JSON a text is a plain string, so whatever was stored before there were messages still reads as what it says.
    """

    msgid: str = ""
    plural: str = ""
    params: "Mapping[str, Parameter]" = {}
    text: str = ""

    @staticmethod
    def verbatim(text: str) -> "Message":
        """A text that somebody typed, or that an old row holds: it reads the same in every language."""
        return Message(text=text)

    @staticmethod
    def of(sentence: "Message | str") -> "Message":
        """The message itself, or a plain text as a message."""
        return sentence if isinstance(sentence, Message) else Message(text=sentence)

    @staticmethod
    def from_text(stored: str) -> "Message":
        """What `to_text` made of a message, or the plain text of an old row."""
        if stored.startswith(STORED):
            try:
                return Message.model_validate_json(stored)
            except ValidationError:
                pass  # somebody typed this
        return Message(text=stored)

    def to_text(self) -> str:
        """The message as one text, for a column or a wire."""
        if self.msgid:
            return self.model_dump_json()
        # Somebody may type what looks like a stored message: wrapped, it comes back as the text it was.
        typed_alike = self.text.startswith(STORED)
        return json.dumps({"text": self.text}, separators=(",", ":")) if typed_alike else self.text

    def __str__(self) -> str:
        many = self.plural and self.params.get("n") != 1
        worded = {name: in_english(value) for name, value in self.params.items()}
        return fill(self.plural if many else self.msgid, worded) or self.text

    def __bool__(self) -> bool:
        return bool(self.msgid or self.text)

    def __hash__(self) -> int:
        # Parameters are a mapping, which has no hash; equal messages still have the same.
        return hash((self.msgid, self.text))

    @model_validator(mode="before")
    @classmethod
    def _from_plain_text(cls, given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given

    @model_serializer(mode="plain")
    def _compact(self) -> str | dict[str, Any]:
        if not self.msgid:
            return self.text
        params = {name: to_json(value) for name, value in self.params.items()}
        parts = {"msgid": self.msgid, "plural": self.plural, "params": params}
        return {name: part for name, part in parts.items() if part}


Number: TypeAlias = int | float | Decimal
Time: TypeAlias = datetime | date | timedelta | Clock
Value: TypeAlias = "str | Number | Time | Country | FileSize | Inner | Message | OneOf | Sequence[Value]"


def msg(text: LiteralString, /, **params: Value) -> Message:
    """A sentence with `{names}` for its parameters; the text stands right in the call, where the extractor sees it."""
    return Message(msgid=text, params=params)


def msg_n(one: LiteralString, many: LiteralString, /, n: int, **params: Value) -> Message:
    """A sentence that counts `{n}` things: its form for one, and for many."""
    return Message(msgid=one, plural=many, params={"n": n} | params)


def sentences(given: Sequence[Message]) -> Message:
    """Sentences one after the other; a language says what stands between two of them."""
    return reduce(lambda before, after: msg("{before} {after}", before=before, after=after), given)


def phrase(text: str) -> Message:
    """A label, hint or text of a policy pack, where the extractor finds it."""
    return Message(msgid=text)


def fill(text: str, worded: Mapping[str, str]) -> str:
    """The text with its `{names}` replaced; other braces stay."""
    return PLACEHOLDER.sub(lambda found: worded.get(found[1], found[0]), text) if worded else text


def _from_json(value: Any) -> Value:
    if type(value) in (list, tuple):  # and none of our own kinds, which are tuples too
        return [_from_json(each) for each in value]
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    if "msgid" in value:
        return Message.model_validate(value)
    ((tag, content),) = value.items()
    return KINDS[tag].read(_from_json(content))  # type: ignore[no-any-return]


Parameter: TypeAlias = Annotated[Any, PlainValidator(_from_json)]
Message.model_rebuild()
