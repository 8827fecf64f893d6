"""The web process: routers put together, refusals turned into pages, the way to Temporal opened and closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from settings import ROOT, Settings
from web import (
    accommodations,
    accounts,
    audit,
    credentials,
    documents,
    exams,
    health,
    home,
    invigilation,
    notifications,
    practical,
    ratings,
    review,
    staff,
    ties,
    vetting,
)
from web.house import House, build
from web.logs import log_requests
from web.refusing import HANDLERS, on_refusal
from web.security import LARGEST_BODY, guarding, protect

ROUTERS = (
    home, accounts, vetting, documents, exams, invigilation, accommodations, ties, practical, ratings, review,
    credentials, notifications, audit, staff,
)  # fmt: skip


def create_app(settings: Settings, house: House | None = None) -> FastAPI:
    """The application; tests may bring their own house."""
    app = FastAPI(title="Greenroom", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    app.state.house = house or build(settings)
    # Innermost: the guard answers what announces its size, this one stops what does not.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.middleware("http")(guarding(on_refusal))
    app.middleware("http")(log_requests)
    app.mount("/static", StaticFiles(directory=ROOT / "web" / "static"), name="static")
    app.include_router(health.router)
    for module in ROUTERS:
        app.include_router(module.router, dependencies=[Depends(protect)])
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    await house.gateway.open()
    yield
    house.engine.dispose()
