"""The checks of an application, all at once; what merchants and anchors share."""

import asyncio
from collections.abc import Awaitable

from temporalio.exceptions import ActivityError

from domain.cases import CaseOpened, CheckDocument, OpenCase
from domain.checks.keys import CheckKey
from domain.checks.registry import undone
from domain.screening import Verdict
from workflows import calls


async def all_checks(request: OpenCase, opened: CaseOpened) -> list[Verdict]:
    """Every check; one that cannot be done is an `error` for a person, never a refusal."""
    case = opened.case_id
    checks = [
        _at_last(CheckKey.LEGIBLE, str(each), calls.check_document(CheckDocument(case_id=case, document_id=each)))
        for each in opened.documents
    ]
    checks.append(_at_last(CheckKey.SCREENING, "application", calls.screen_merchant(request)))
    if opened.look_up_vat:
        looked_up = calls.look_up_vat(request, opened.patience)
        checks.append(_at_last(CheckKey.REGISTER, "business.vat_number", looked_up))
    return [verdict for verdicts in await asyncio.gather(*checks) for verdict in verdicts]


async def _at_last(check: CheckKey, subject: str, work: Awaitable[list[Verdict]]) -> list[Verdict]:
    try:
        return await work
    except ActivityError:
        return [undone(check, subject)]
