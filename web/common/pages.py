"""Pages: one Jinja2 environment, the same for every route."""

from datetime import date, datetime
from functools import cache
from gettext import NullTranslations, translation
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from settings import ROOT
from web.common.assets import PREFIX
from web.common.deps import services_of
from web.common.security import CSRF_FIELD, csrf_token

TEMPLATES = ROOT / "templates"
LOCALE = Locale("en", "GB")


@cache
def environment() -> Environment:
    """Escapes everything, knows gettext, and fails on a name it does not know instead of printing nothing."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_translations(translations(), newstyle=True)  # type: ignore[attr-defined]
    env.filters |= {"day": day, "when": when, "ago": ago, "filesize": filesize, "country": country}
    env.globals["static"] = PREFIX
    return env


def translations() -> NullTranslations:
    """The texts' translations; English is the source language, so none are needed for it."""
    return translation("greenroom", ROOT / "templates" / "locale", languages=["en"], fallback=True)


def page(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template; every page knows the person, the time and how to protect a form."""
    services = services_of(request)
    known = {
        "request": request,
        "person": getattr(request.state, "person", None),
        "settings": services.settings,
        "now": services.now(),
        "csrf_field": lambda: csrf_field(request),
        "csrf_token": lambda: csrf_token(request),
        "done": request.query_params.get("done", ""),
    }
    html = environment().get_template(name).render(known | context)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": _kept(request)})


def _kept(request: Request) -> str:
    # An answer to a POST cannot be fetched again: the browser has to keep it, or Back leads to an error page.
    return "private, no-cache" if request.method == "POST" else "no-store"


def csrf_field(request: Request) -> Markup:
    """The hidden field that proves a form came from one of our pages."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf_token(request))


def day(value: date) -> str:
    """Such as 3 March 2026."""
    return format_date(value, "d MMMM y", locale=LOCALE)


def when(value: datetime) -> str:
    """Such as 3 March 2026, 14:05 UTC."""
    return format_datetime(value, "d MMMM y, HH:mm", locale=LOCALE) + " UTC"


def ago(value: datetime, now: datetime) -> str:
    """Such as `2 hours ago` or `in 3 days`."""
    return format_timedelta(value - now, add_direction=True, locale=LOCALE)


def filesize(size: int) -> str:
    """Such as 1.4 MB; 1 MB is 1,000,000 bytes, as phones show it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"


def country(code: str) -> str:
    """A country's name from its ISO 3166 code; an unknown code is shown as it is."""
    return str(LOCALE.territories.get(code, code))
