"""Pages: one Jinja2 environment, the same for every route."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain import lengths
from settings import ROOT
from web.common.assets import PREFIX
from web.common.deps import services_of
from web.common.menu import menu_of
from web.common.readers import languages_of, reader_of
from web.common.security import CSRF_FIELD, csrf_token
from words import templates
from words.languages import own_name
from words.reader import reading

TEMPLATES = ROOT / "templates"


@cache
def environment() -> Environment:
    """Escapes everything, words messages, and fails on a name it does not know instead of printing nothing."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install(env)
    env.globals |= {"static": PREFIX, "lengths": lengths}
    return env


def page(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template in the reader's language; every page knows the person, the time and how to protect a form."""
    services, reader = services_of(request), reader_of(request)
    person = getattr(request.state, "person", None)
    known = {
        "request": request,
        "person": person,
        "menu": menu_of(person),
        "settings": services.settings,
        "now": services.now(),
        "csrf_field": lambda: csrf_field(request),
        "csrf_token": lambda: csrf_token(request),
        "done": request.query_params.get("done", ""),
        "languages": {language: own_name(language) for language in languages_of(request)},
    }
    with reading(reader):
        html = environment().get_template(name).render(known | context)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": _kept(request)})


def _kept(request: Request) -> str:
    # An answer to a POST cannot be fetched again: the browser has to keep it, or Back leads to an error page.
    return "private, no-cache" if request.method == "POST" else "no-store"


def csrf_field(request: Request) -> Markup:
    """The hidden field that proves a form came from one of our pages."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf_token(request))
