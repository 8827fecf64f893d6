"""What long procedures share: waiting for a day, letting a case lapse, letters nobody waits for."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow

from domain.anchors import CertificationState
from domain.cases import OpenCase
from domain.notifications import Notice, NoticeKind
from workflows import calls

LONGEST_NAP = timedelta(days=30)
NOW = timedelta(0)


async def until(condition: Callable[[], bool], at: datetime) -> bool:
    """Wait for the condition until a moment, however far; whether it came true."""
    while not condition() and workflow.now() < at:
        nap = min(LONGEST_NAP, max(at - workflow.now(), NOW))
        try:
            await workflow.wait_condition(condition, timeout=nap)
        except TimeoutError:
            continue
    return condition()


async def lapse(request: OpenCase, case: CertificationState, write: Callable[[NoticeKind], None]) -> None:
    """End a case whose applicant let the time run out, and tell them."""
    if not case.ended:
        # State before the await: whatever comes meanwhile finds the case ended.
        case.ended = "lapsed"
        await calls.lapse_case(request)
        write(NoticeKind.CASE_LAPSED)


class CaseLetters:
    """Letters of one case; nobody waits for the post until the case is over."""

    def __init__(self, request: OpenCase) -> None:
        self._request = request
        self._sending: list[asyncio.Task[None]] = []

    def write(self, kind: NoticeKind) -> None:
        """Have a letter written; a dead mail server must not hold up a case."""
        case, applicant = self._request.application_id, self._request.applicant
        notice = Notice(id=workflow.uuid4(), kind=kind, account_id=applicant, subject=case)
        self._sending.append(asyncio.create_task(calls.notify(notice)))

    async def sent(self) -> None:
        """Wait for the post, which gives up by itself."""
        await asyncio.gather(*self._sending)
