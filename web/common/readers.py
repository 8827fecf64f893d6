"""In which language and time zone a request is answered: the account's, else the cookie's, else the browser's."""

from fastapi import Request, Response

from web.common.deps import Visitor, services_of
from words.catalogues import offered
from words.languages import negotiated
from words.reader import Reader, read_by

COOKIE = "greenroom_language"
A_YEAR = 365 * 24 * 60 * 60  # seconds


def reader_of(request: Request) -> Reader:
    """Who reads the answer."""
    person = getattr(request.state, "person", None)
    chosen = (person.language if person else "", request.cookies.get(COOKIE, ""))
    ours = languages_of(request)
    asked = request.headers.get("accept-language", "")
    language = next((each for each in chosen if each in ours), "") or negotiated(asked, ours)
    return Reader.of(language, person.time_zone if person else "")


def languages_of(request: Request) -> tuple[str, ...]:
    """The languages a person may choose here."""
    return offered(services_of(request).settings.pseudo_language)


# Async, so that it sets the reader for the whole request and not for another thread alone.
async def know_reader(request: Request, _: Visitor) -> None:
    """Whatever a route words before its page is rendered is worded for whoever asks."""
    read_by(reader_of(request))


def remember(answer: Response, language: str, secure: bool) -> None:
    """Keep the language in the browser, for when nobody is signed in."""
    answer.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)
