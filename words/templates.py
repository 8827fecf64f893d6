"""Templates that word what they print: a Message, and what their own texts say, in the language of whoever reads."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from domain.messages import Message
from words import formats
from words.reader import current
from words.wording import say, word

VARIABLE = re.compile(r"%(?:\((\w+)\)[sd]|%)")


def install(environment: Environment) -> None:
    """Give an environment gettext, wording and the filters for dates, sizes and names; one fits all languages."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= {"gettext": _gettext, "ngettext": _ngettext}
    environment.finalize = _finalize
    environment.filters |= {
        "word": word,
        "day": lambda value: formats.day(value, current()),
        "when": lambda value: formats.when(value, current()),
        "ago": lambda value, now: formats.ago(value, now, current()),
        "number": lambda value: formats.number(value, current()),
        "filesize": lambda size: formats.filesize(size, current()),
        "country": lambda code: formats.country(code, current()),
    }


# Asking for the context keeps Jinja from working these out while it compiles, in whatever language that happens.
@pass_context
def _finalize(_: Context, value: Any) -> Any:
    return word(value) if isinstance(value, Message) else value


@pass_context
def _gettext(context: Context, text: str, /, **variables: Any) -> str:
    return _filled(context, current().catalogue.gettext(text) if text else "", variables)


@pass_context
def _ngettext(  # noqa: PLR0917 (Jinja chose the order)
    context: Context, one: str, many: str, num: int, /, **variables: Any
) -> str:
    return _filled(context, current().catalogue.ngettext(one, many, num), {"num": num} | variables)


def _filled(context: Context, text: str, variables: Mapping[str, Any]) -> str:
    """The text with its variables, each worded; in HTML they are escaped and the text is not."""
    guard = escape if context.eval_ctx.autoescape else str
    filled = VARIABLE.sub(partial(_said, variables=variables, guard=guard), text)
    return Markup(filled) if context.eval_ctx.autoescape else filled


def _said(found: re.Match[str], variables: Mapping[str, Any], guard: Any) -> str:
    if found[1] is None:
        return "%"
    value = variables[found[1]]
    # Somebody's words may hold markup that was made safe; everything else is said as the reader writes it.
    return str(guard(value if isinstance(value, str) else say(value, current())))
