"""The steps of the application form: one page each, drawn from the policy pack, saved with or without mistakes."""

from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.convertors import Convertor, register_url_convertor

from db.applications import ApplicationRow
from db.engine import begin, read
from domain.applications.answers import check_section, section_fields
from domain.applications.requirements import SECTIONS
from domain.messages import msg
from domain.refusals import Missing
from web.applications.answers import Posted, Typed, fingerprint, held, keep, questions, spoken, text, typed
from web.applications.draft import ApplicationDraft, editable, form_of, look
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.loading import own_application


class SectionConvertor(Convertor[str]):
    """Matches the steps that are forms, and nothing else."""

    regex = "|".join(section for sections in SECTIONS.values() for section in sections)

    def convert(self, value: str) -> str:
        """The path's part as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The part as it is in a path."""
        return value


class FormPage(NamedTuple):
    """Which step of which application."""

    application_id: UUID
    section: str


def _place(application_id: UUID, section: str) -> FormPage:
    return FormPage(application_id, section)


Where = Annotated[FormPage, Depends(_place)]
register_url_convertor("section", SectionConvertor())
router = APIRouter(prefix="/applications/{application_id:uuid}")


@router.get("/{section:section}")
def show(request: Request, services: Services, person: MayApply, where: Where) -> Response:
    """One step as it was saved; wrong answers are marked, missing ones only when the applicant wanted to go on."""
    with read(services.engine) as session:
        row = own_application(session, person, where.application_id)
        draft = look(services, session, row)
    if row.submitted_at or where.section not in {step.key for step in draft.steps}:
        return RedirectResponse(f"/applications/{row.id}", 303)
    raw = held(row.form, where.section)
    found = check_section(draft.form, where.section, raw).errors
    checked = "check" in request.query_params
    errors = {key: sentence for key, sentence in found.items() if checked or raw.get(key)}
    shown = {"raw": raw, "errors": errors, "blank": "add" in request.query_params}
    return _page(request, draft, where.section, shown=shown, status=422 if checked and errors else 200)


@router.post("/{section:section}")
def save(request: Request, services: Services, person: MayApply, where: Where, posted: Posted) -> Response:
    """Keep what was typed, right or wrong; complain only when the applicant wants to go on."""
    asked_for = text(posted, "do")
    with begin(services.engine) as session:
        row = editable(session, person, where.application_id)
        # The address takes the steps of either trade.
        if where.section not in SECTIONS[row.kind]:
            raise Missing(msg("This application has no such step."))
        raw = _without_person(typed(form_of(services, row), where.section, posted), asked_for)
        clash = not _store(services, row, where.section, raw=raw, seen=text(posted, "seen"))
        draft = look(services, session, row)
    if clash:
        shown = {"raw": raw, "errors": {}, "clash": _saved_elsewhere(draft, where.section, raw)}
        return _page(request, draft, where.section, shown=shown, status=409)
    errors = check_section(draft.form, where.section, held(row.form, where.section)).errors
    if errors and asked_for in ("", "continue"):
        # All is stored, so the complaint is a page of its own: Back, later, asks for nothing to be sent again.
        return RedirectResponse(f"/applications/{row.id}/{where.section}?check=yes", 303)
    return RedirectResponse(f"/applications/{row.id}" + _next(draft, where.section, asked_for), 303)


def _store(services: Services, row: ApplicationRow, section: str, *, raw: Typed, seen: str) -> bool:
    """Save the section; False when it changed since the page was made and the two differ."""
    kept = keep(form_of(services, row), row.form, section, raw=raw)
    if seen != fingerprint(row.form, section) and fingerprint(kept, section) != fingerprint(row.form, section):
        return False
    row.answers, row.updated_at = kept.model_dump(mode="json"), services.now()
    row.revision += 1
    return True


def _page(
    request: Request, draft: ApplicationDraft, section: str, *, shown: dict[str, Any], status: int = 200
) -> Response:
    raw, errors = shown["raw"], shown["errors"]
    context = {
        "draft": draft,
        "section": section,
        "number": [step.key for step in draft.steps].index(section) + 1,
        "groups": questions(draft.form, section, raw, errors=errors, blank=shown.get("blank", False)),
        "errors": errors,
        # After a clash this is the other save's mark: who saves once more has read of it.
        "seen": fingerprint(draft.row.form, section),
        "clash": shown.get("clash"),
    }
    return page(request, "applications/section.html", status, **context)


def _saved_elsewhere(draft: ApplicationDraft, section: str, raw: Typed) -> list[tuple[str, str]]:
    """Label and saved value of each answer that differs from what was typed here."""
    saved = held(draft.row.form, section)
    fields = {field.key: field for field in section_fields(draft.form, section)}
    differing = [key for key in saved | raw if saved.get(key, "") != raw.get(key, "")]
    named = [(key, fields.get(_plain(key))) for key in differing]
    return [(_label(key, field.label), spoken(draft.form, field, saved.get(key, ""))) for key, field in named if field]


def _plain(key: str) -> str:
    section, _, rest = key.partition(".")
    return f"{section}.{rest.rpartition('.')[2]}" if section == "owners" else key


def _label(key: str, label: str) -> str:
    return f"{int(key.split('.')[1]) + 1}. {label}" if key.startswith("owners.") else label


def _without_person(raw: Typed, asked_for: str) -> Typed:
    number = asked_for.removeprefix("remove-") if asked_for.startswith("remove-") else None
    return {key: value for key, value in raw.items() if number is None or not key.startswith(f"owners.{number}.")}


def _next(draft: ApplicationDraft, section: str, asked_for: str) -> str:
    if asked_for == "add":
        return f"/owners?add=yes#person-{len(draft.row.form.owners)}"
    if asked_for.startswith("remove-"):
        return "/owners?done=removed"
    if asked_for == "later":
        return "?done=saved"
    steps = [step.key for step in draft.steps]
    following = steps.index(section) + 1
    return f"/{steps[following]}" if following < len(steps) else "/review"
