"""The practical as the anchor sees it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from web.common.deps import MayApply, Services
from web.practical.view import show

router = APIRouter()


@router.get("/applications/{case_id:uuid}/practical")
def practical(request: Request, services: Services, person: MayApply, case_id: UUID) -> Response:
    """What the sample stream has to show, and how it stands."""
    return show(request, services, person, case_id=case_id)
