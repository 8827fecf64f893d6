"""Health for probes and operators: alive, and what is away."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import read
from web.common.deps import Services

router = APIRouter()


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(services: Services) -> JSONResponse:
    """200 when the database answers; Temporal may be away, since commands then wait in the outbox."""
    database, temporal = _database_answers(services), await services.gateway.temporal_alive()
    body = {"database": "ok" if database else "away", "temporal": "ok" if temporal else "away"}
    return JSONResponse(body, 200 if database else 503)


def _database_answers(services: Services) -> bool:
    try:
        with read(services.engine) as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
