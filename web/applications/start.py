"""The applicant's side: my applications, a new one, its task list, and where it is registered."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from db import applications
from db import cases as vetting
from db.applications import ApplicationRow
from db.credentials import register as credentials
from db.engine import begin, read
from domain.applications.values import COUNTRIES
from domain.messages import Message, msg
from domain.policy.pack import Trade
from domain.policy.parts import LegalForm
from web.applications import status as vetting_status
from web.applications.answers import Posted, countries, text
from web.applications.draft import editable, look
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.common.wording import worded
from web.loading import own_application

TRADES: tuple[Trade, ...] = ("merchant", "anchor")
router = APIRouter()


@router.get("/applications")
def mine(request: Request, services: Services, person: MayApply) -> Response:
    """All applications of the visitor, newest first."""
    with read(services.engine) as session:
        rows = applications.of_account(session, person.id)
        cases = vetting.cases_of(session, person.id)
        granted = credentials.of_account(session, person.id)
    standings = {each.case_id: each.worth(services.today()) for each in granted}
    return page(request, "applications/mine.html", rows=rows, cases=cases, standings=standings)


@router.get("/applications/new")
def ask(request: Request, services: Services, _: MayApply) -> Response:
    """Country first, then the legal forms that its pack knows."""
    chosen, trade = request.query_params.get("country", ""), request.query_params.get("trade", "")
    errors = {} if chosen in COUNTRIES else {"country": msg("Choose the country from the list.")}
    errors |= {} if trade in TRADES else {"trade": msg("Choose what you want to do.")}
    # Nothing is wrong with a form that was only opened.
    asked = "country" in request.query_params
    shown = {"chosen": chosen if not errors else "", "country": chosen, "trade": trade}
    return _place(request, services, shown | {"errors": errors if asked else {}, "row": None})


@router.post("/applications/new")
def create(request: Request, services: Services, person: MayApply, posted: Posted) -> Response:
    """Open a draft; the form's own id makes a double click open one draft."""
    trade: Trade = "anchor" if text(posted, "trade") == "anchor" else "merchant"
    chosen, legal_form, errors = _read_place(services, posted, trade)
    if errors:
        return _place(request, services, {"chosen": chosen, "trade": trade, "errors": errors, "row": None})
    application_id, now = _draft_id(services, posted), services.now()
    with begin(services.engine) as session:
        if session.get(ApplicationRow, application_id) is None:
            session.add(
                ApplicationRow(
                    id=application_id,
                    account_id=person.id,
                    kind=trade,
                    country=chosen,
                    legal_form=legal_form,
                    created_at=now,
                    updated_at=now,
                )
            )
    return RedirectResponse(f"/applications/{application_id}", 303)


@router.get("/applications/{application_id:uuid}")
def one(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """The task list of a draft, or the status of what was sent."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        if row.submitted_at:
            return vetting_status.show(request, services, session, row=row)
        draft = look(services, session, row)
    return page(request, "applications/tasks.html", draft=draft)


@router.get("/applications/{application_id:uuid}/place")
def ask_again(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """Change country or legal form of a draft."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
    if row.submitted_at:
        return RedirectResponse(f"/applications/{row.id}", 303)
    chosen = request.query_params.get("country", "")
    return _place(request, services, {"chosen": chosen, "errors": {}, "row": row})


@router.post("/applications/{application_id:uuid}/place")
def move(request: Request, services: Services, person: MayApply, application_id: UUID, posted: Posted) -> Response:
    """Keep all answers and ask what the other country or legal form asks."""
    with begin(services.engine) as session:
        row = editable(session, person, application_id)
        chosen, legal_form, errors = _read_place(services, posted, row.kind)
        if not errors:
            row.country, row.legal_form, row.updated_at = chosen, legal_form, services.now()
            row.revision += 1
    if errors:
        return _place(request, services, {"chosen": chosen, "errors": errors, "row": row})
    return RedirectResponse(f"/applications/{row.id}?done=moved", 303)


def _place(request: Request, services: Services, shown: dict[str, Any]) -> Response:
    """The page for the country, or, when one is chosen, for the legal form."""
    known = shown["chosen"] if shown["chosen"] in COUNTRIES else ""
    row: ApplicationRow | None = shown["row"]
    trade = row.kind if row else shown.get("trade", "")
    context = {
        "row": row,
        "chosen": known,
        "own_rules": countries(services.library.countries()),
        "others": countries(COUNTRIES - set(services.library.countries())),
        "trade": trade,
        "country_typed": shown.get("country", ""),
        "legal_forms": _legal_forms(services, known, trade) if known else (),
        "errors": shown["errors"],
        "draft_id": services.ids(),
    }
    return page(request, "applications/place.html", 422 if shown["errors"] else 200, **context)


def _read_place(services: Services, posted: Posted, trade: Trade) -> tuple[str, str, dict[str, Message]]:
    """Country, legal form, and what is wrong with them."""
    chosen, legal_form = text(posted, "country"), text(posted, "legal_form")
    if chosen not in COUNTRIES:
        return chosen, legal_form, {"country": msg("Choose the country from the list.")}
    if legal_form not in {each.key for each in _legal_forms(services, chosen, trade)}:
        return chosen, legal_form, {"legal_form": msg("Choose the legal form of your business.")}
    return chosen, legal_form, {}


def _legal_forms(services: Services, code: str, trade: Trade) -> tuple[LegalForm, ...]:
    return worded(services.library.stack_for(code, services.today()).pack).part(trade).legal_forms


def _draft_id(services: Services, posted: Posted) -> UUID:
    try:
        return UUID(text(posted, "draft_id"))
    except ValueError:
        return services.ids()
