"""The language and the time zone that somebody reads in: the switch under every page, and one's own account."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from db.accounts import people
from db.engine import begin
from domain.messages import msg
from domain.refusals import Invalid
from web.common import inputs
from web.common.deps import Services, SignedIn, Visitor
from web.common.readers import languages_of, remember
from words.languages import time_zones

router = APIRouter()


class NoSuchLanguage(Invalid):
    """The language is not one of those offered."""


class NoSuchTimeZone(Invalid):
    """The time zone is not one that people live in."""


class ReadingInput(BaseModel):
    """What was chosen; an empty choice changes nothing. `back` is the page to go on with."""

    language: str = ""
    time_zone: str = ""
    back: str = ""


@router.post("/language")
def switch_language(
    request: Request, services: Services, person: Visitor, form: Annotated[ReadingInput, Form()]
) -> Response:
    """Show this and all further pages in another language; an account remembers it."""
    _check(request, form)
    if person:
        with begin(services.engine) as session:
            people.choose(session, person.id, language=form.language)
    return _back(services, form)


@router.post("/account/reading")
def choose(request: Request, services: Services, person: SignedIn, form: Annotated[ReadingInput, Form()]) -> Response:
    """Keep the language and the time zone of the account; letters and certificates follow them too."""
    _check(request, form)
    with begin(services.engine) as session:
        people.choose(session, person.id, language=form.language, time_zone=form.time_zone)
    return _back(services, form)


def _check(request: Request, form: ReadingInput) -> None:
    if form.language and form.language not in languages_of(request):
        raise NoSuchLanguage(msg("Choose one of the languages offered."))
    if form.time_zone and form.time_zone not in time_zones():
        raise NoSuchTimeZone(msg("Choose one of the time zones offered."))


def _back(services: Services, form: ReadingInput) -> Response:
    answer = RedirectResponse(inputs.local_path(form.back) or "/", 303)
    if form.language:
        # In the browser as well, for when nobody is signed in.
        remember(answer, form.language, services.settings.base_url.startswith("https:"))
    return answer
