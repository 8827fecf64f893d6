"""The web process: routers put together, refusals turned into pages, the way to Temporal opened and closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from settings import Settings
from web import (
    accommodations,
    accounts,
    angoff,
    audit,
    blueprints,
    credentials,
    documents,
    exams,
    exchange,
    health,
    home,
    invigilation,
    items,
    notifications,
    practical,
    ratings,
    rekeying,
    review,
    staff,
    statistics,
    ties,
    vetting,
)
from web.assets import Assets
from web.exams_door import new_start_queue
from web.logs import RequestLog
from web.refusing import HANDLERS, on_refusal
from web.security import LARGEST_BODY, Guard, protect
from web.services import Services, build

ROUTERS = (
    home,
    accounts,
    vetting,
    documents,
    exams,
    invigilation,
    accommodations,
    ties,
    practical,
    ratings,
    review,
    credentials,
    notifications,
    audit,
    staff,
    exchange,
    items,
    blueprints,
    angoff,
    statistics,
    rekeying,
)


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The application; tests may bring their own house."""
    app = FastAPI(title="Greenroom", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.services, app.state.door = services or build(settings), new_start_queue()
    # Innermost: the guard answers what announces its size, this one stops what does not.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(Guard, refuse=on_refusal)
    app.add_middleware(RequestLog)
    app.mount("/static", Assets(), name="static")
    app.include_router(health.router)
    for module in ROUTERS:
        app.include_router(module.router, dependencies=[Depends(protect)])
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.gateway.open()
    yield
    services.engine.dispose()
