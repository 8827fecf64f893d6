"""The web process: routers put together, refusals turned into pages, the way to Temporal opened and closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute

from settings import Settings
from web import audit, conflicts, health, home, moved, notifications, staff
from web.accounts import routes as accounts
from web.applications import routes as applications
from web.blueprints import routes as blueprints
from web.common.assets import Assets
from web.common.logs import RequestLog
from web.common.readers import know_reader
from web.common.refusing import HANDLERS, on_refusal
from web.common.security import LARGEST_BODY, Guard, protect
from web.corrections import routes as corrections
from web.credentials import verify as credentials
from web.cutscores import routes as cutscores
from web.documents import routes as documents
from web.exams import routes as exams
from web.exams.start_queue import new_start_queue
from web.exchange import routes as exchange
from web.invigilation import routes as invigilation
from web.items import routes as items
from web.practical import routes as practical
from web.review import routes as review
from web.services import Services, build
from web.statistics import routes as statistics

ROUTERS = (
    home,
    accounts,
    applications,
    documents,
    exams,
    invigilation,
    conflicts,
    practical,
    review,
    credentials,
    notifications,
    audit,
    staff,
    exchange,
    items,
    blueprints,
    cutscores,
    statistics,
    corrections,
    moved,
)


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The application; tests may bring their own house."""
    app = FastAPI(title="Greenroom", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.services, app.state.door = services or build(settings), new_start_queue()
    # Innermost: the guard answers what announces its size, this one stops what does not.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(Guard, refuse=on_refusal)
    # Outermost: what the guard refuses is in the log too.
    app.add_middleware(RequestLog)
    app.mount("/static", Assets(), name="static")
    app.router.routes.extend(_routes())
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """All routes; what each depends on is worked out once in a process, which takes longer than most requests."""
    together = APIRouter()
    # Asked by machines: there is no form to protect and no reader to know.
    together.include_router(health.router)
    for module in ROUTERS:
        together.include_router(module.router, dependencies=[Depends(protect), Depends(know_reader)])
    return tuple(together.routes)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.gateway.open()
    yield
    services.engine.dispose()
