"""Templates that word what they print: a Message, and what their own texts say, in the language of whoever reads."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from jinja2 import Environment, pass_context, pass_eval_context
from jinja2.filters import sync_do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from domain.events import event_words
from domain.messages import Message
from words import formats
from words.reader import Reader, current, in_utc
from words.wording import label, say, word

VARIABLE = re.compile(r"%(?:\((\w+)\)[sd]|%)")


def install(environment: Environment) -> None:
    """Give an environment gettext, wording and the filters for dates, sizes and names; one fits all languages."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= {"gettext": _gettext, "ngettext": _ngettext, "reader": current}
    environment.finalize = _finalize
    environment.filters |= {
        "word": word,
        "label": label,
        "join": _joined,
        "day": lambda value: formats.day(value, current()),
        "when": pass_eval_context(partial(_shown, say=formats.when)),
        "when_plain": lambda value: formats.when(value, current()),
        "clock": pass_eval_context(partial(_shown, say=formats.clock)),
        "deadline": _deadline,
        "ago": lambda value, now: formats.ago(value, now, current()),
        "number": lambda value, digits=None: formats.number(value, current(), digits),
        "listed": lambda parts: formats.listed([say(part, current()) for part in parts], current()),
        "either": lambda parts: formats.listed([say(part, current()) for part in parts], current(), alternatives=True),
        "filesize": lambda size: formats.filesize(size, current()),
        "event": event_words,
        "country": lambda code: formats.country(code, current()),
    }


# Asking for the context keeps Jinja from working these out while it compiles, in whatever language that happens.
@pass_context
def _finalize(_: Context, value: Any) -> Any:
    return word(value) if isinstance(value, Message) else value


@pass_eval_context
def _joined(known: EvalContext, parts: Iterable[Any], between: str = "") -> str:
    """Jinja's own join, but messages among the parts are worded."""
    return sync_do_join(known, (word(part) if isinstance(part, Message) else part for part in parts), between)


def _shown(known: EvalContext, value: datetime, *, say: Callable[[datetime, Reader], str]) -> str:
    """A time on the reader's clock; where that is not UTC, UTC is behind a title. In an attribute use `when_plain`."""
    here, utc = say(value, current()), say(value, in_utc(current()))
    if not known.autoescape:
        return here
    if here == utc:
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), here)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(value.isoformat(), utc, here)


@pass_eval_context
def _deadline(known: EvalContext, value: datetime) -> str:
    """A time that nobody may misread: on the reader's clock, and in UTC."""
    here = formats.when(value, current())
    # The hour alone would mislead where it is another day in UTC.
    same_day = value.astimezone(current().zone).date() == value.astimezone(UTC).date()
    utc = (formats.clock if same_day else formats.when)(value, in_utc(current()))
    both = here if here.endswith(utc) else f"{here} ({utc})"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), both) if known.autoescape else both


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
