"""The list of all cases, for staff: by title, certificate number and stage."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from db import cases as vetting
from db.cases import CaseRow, CaseSearch
from db.credentials import register as credentials
from db.engine import read
from domain.cases import Stage
from domain.credentials.standing import NumberMistyped, read_number
from domain.lengths import LONGEST_SEARCH
from web.common.deps import MayReadCases, Services
from web.common.inputs import one_line
from web.common.pages import page

router = APIRouter()
PAGE = 25


class CasesQuery(BaseModel):
    """What the address asks for; an unknown stage is no stage."""

    q: str = ""
    stage: str = ""
    before: UUID | None = None
    after: UUID | None = None


@router.get("/cases")
def cases(request: Request, services: Services, _: MayReadCases, query: Annotated[CasesQuery, Query()]) -> Response:
    """One page of cases, newest first."""
    words = one_line(query.q)[:LONGEST_SEARCH]
    stage = next((each for each in Stage if each == query.stage), None)
    with read(services.engine) as session:
        search = CaseSearch(words=words, stage=stage, before=query.before, after=query.after)
        rows, more = _found(session, search)
    asked = {"q": words, "stage": stage or ""}
    at_start = not (query.before or query.after) or (query.after is not None and not more)
    at_end = query.after is None and not more
    return page(
        request,
        "review/cases.html",
        rows_found=rows,
        words_typed=words,
        stage=stage or "",
        stages=list(Stage),
        newer="" if at_start or not rows else f"/cases?{urlencode(asked | {'after': str(rows[0].id)})}",
        older="" if at_end or not rows else f"/cases?{urlencode(asked | {'before': str(rows[-1].id)})}",
    )


def _found(session: Session, search: CaseSearch) -> tuple[list[CaseRow], bool]:
    """The rows, and whether there are more in the direction that was asked."""
    if numbered := _by_number(session, search.words):
        return [numbered], False
    # One more than is shown tells whether more follow; going towards newer ones, it comes first.
    rows = vetting.search_cases(session, search, PAGE + 1)
    more = len(rows) > PAGE
    return (rows[1:] if search.after and more else rows[:PAGE]), more


def _by_number(session: Session, words: str) -> CaseRow | None:
    """The case behind a certificate's number, if that was typed."""
    try:
        number = read_number(words)
    except NumberMistyped:
        return None
    credential = credentials.by_number(session, number)
    return session.get(CaseRow, credential.case_id) if credential else None
