"""Column types that both databases share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, Enum, String, TypeDecorator

from domain.messages import Message


def word(kind: type[StrEnum]) -> Any:
    """An enum kept as its word in a text column: a new member needs no migration."""
    return Enum(
        kind, native_enum=False, length=32, create_constraint=False, values_callable=lambda e: [m.value for m in e]
    )


class MessageText(TypeDecorator[Message]):
    """A message kept in a text column; a row from before there were messages reads as its plain text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Message | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What the column holds."""
        return None if value is None else Message.of(value).to_text()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Message | None:  # noqa: ARG002
        """What the column says."""
        return None if value is None else Message.from_text(value)


class MessageList(TypeDecorator[list[Message]]):
    """Messages kept in a JSON column; plain texts of old rows read as what they say."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[Message] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """What the column holds."""
        return None if value is None else [each.model_dump() for each in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Message] | None:  # noqa: ARG002
        """What the column says."""
        return None if value is None else [Message.model_validate(each) for each in value]
