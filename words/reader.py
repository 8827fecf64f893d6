"""Who reads: a language and a time zone, and the reader of what is being written just now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale

from words.catalogues import catalogue, locale_of


@dataclass(frozen=True)
class Reader:
    """A person, as far as wording goes; `language` is a tag such as `en` or `zh-Hans`, `time_zone` an IANA name."""

    language: str = "en"
    time_zone: str = "UTC"

    @classmethod
    def of(cls, language: str, time_zone: str) -> "Reader":
        """A reader as an account knows them; what is empty was not chosen and is English or UTC."""
        return cls(language or cls.language, time_zone or cls.time_zone)

    @property
    def locale(self) -> Locale:
        """How the language writes dates, numbers and lists."""
        return locale_of(self.language)

    @property
    def direction(self) -> str:
        """Which way the language is written: `ltr` or `rtl`."""
        return str(self.locale.text_direction)

    @property
    def catalogue(self) -> NullTranslations:
        """The translations into the language."""
        return catalogue(self.language)

    @property
    def zone(self) -> ZoneInfo:
        """The clock on the reader's wall."""
        return ZoneInfo(self.time_zone)


ENGLISH = Reader()
# Of its own for each request and task: nobody's page is written in somebody else's language.
_current: ContextVar[Reader] = ContextVar("reader", default=ENGLISH)


def in_utc(reader: Reader) -> Reader:
    """The same reader before a clock that shows UTC."""
    return Reader(reader.language)


def current() -> Reader:
    """The reader of the page or letter that is being written; English and UTC outside of one."""
    return _current.get()


def read_by(reader: Reader) -> None:
    """From here on, for the rest of this request, this one reads."""
    _current.set(reader)


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Write for this reader within the block."""
    token = _current.set(reader)
    try:
        yield
    finally:
        _current.reset(token)
