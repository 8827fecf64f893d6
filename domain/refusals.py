"""Refusals: what the rules say no to, sorted by what the asker can do about it."""

from domain.messages import Message


class Refused(Exception):
    """The rules say no; `message` is a sentence the asker may read, `str` of the refusal says it in English."""

    def __init__(self, message: Message | str = "") -> None:
        super().__init__(message)
        self.message = Message.of(message)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def code(self) -> str:
        """The refusal's name, stable for machines."""
        return type(self).__name__


class Forbidden(Refused):
    """Not for this person, ever."""


class Missing(Refused):
    """There is no such thing, or not for this person."""


class Conflict(Refused):
    """It was possible, but the state has moved on."""


class Invalid(Refused):
    """The input itself breaks a rule; mend it and ask again."""


class TooMany(Refused):
    """Asked too often; wait and ask again."""


class SignInNeeded(Refused):
    """Nobody is signed in, or the session has ended."""


def rebuild(code: str, message: Message | str) -> Refused:
    """The refusal named `code` (as it crossed a wire), or a plain Conflict when the name is unknown."""
    return next((kind(message) for kind in _family(Refused) if kind.__name__ == code), Conflict(message))


def _family(kind: type[Refused]) -> list[type[Refused]]:
    return [kind, *(heir for child in kind.__subclasses__() for heir in _family(child))]


def names() -> list[str]:
    """The names of all refusals: none of them is worth a retry."""
    return sorted({kind.__name__ for kind in _family(Refused)})
