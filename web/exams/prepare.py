"""Before the exam: what it covers and under which terms, and a check of the device that it will be sat on."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from db.engine import read
from db.exams import attempts as exams
from web.common.deps import MayApply, Services
from web.common.pages import page
from web.exams.terms import terms_of
from web.loading import own_application

router = APIRouter(prefix="/applications/{application_id:uuid}")


@router.get("/prepare")
def prepare(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """All about the exam; there need not be an attempt, nor a case, yet."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        terms = terms_of(services, session, row)
        attempts = exams.attempts_of(session, row.id)
        results = exams.results_of(session, [each.id for each in attempts])
    latest = attempts[-1] if attempts else None
    waiting = latest if latest and latest.id not in results else None
    return page(request, "exams/prepare.html", row=row, terms=terms, attempt=waiting, tried=len(results))


@router.get("/check")
def check(request: Request, services: Services, person: MayApply, application_id: UUID) -> Response:
    """The check of device and connection, long before the exam."""
    with read(services.engine) as session:
        row = own_application(session, person, application_id)
        terms_of(services, session, row)
    return page(request, "exams/check.html", back=f"/applications/{row.id}/prepare", attempt=None)
