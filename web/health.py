"""Health for probes and operators: alive, and what is away."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from db.engine import answers
from web.common.deps import Services

router = APIRouter()


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(services: Services) -> JSONResponse:
    """200 when the database answers; Temporal may be away, since commands then wait in the outbox."""
    database, temporal = answers(services.engine), await services.gateway.temporal_alive()
    body = {"database": "ok" if database else "away", "temporal": "ok" if temporal else "away"}
    return JSONResponse(body, 200 if database else 503)
