"""The practical of a certification: a sample stream, rated blind by two people, by a third when those differ."""

from collections.abc import Callable

from temporalio import workflow
from temporalio.exceptions import ActivityError

from domain.anchors import AnchorPlan, CertificationState, OpenRatings, SendRecording
from domain.cases import OpenCase
from domain.messages import Message
from domain.notifications import NoticeKind
from workflows import calls
from workflows.waiting import lapse, until

RATERS = 2


class PracticalRounds:
    """One practical, with as many tries as the pack allows; lives inside the certification's workflow."""

    def __init__(
        self, request: OpenCase, case: CertificationState, plan: AnchorPlan, *, write: Callable[[NoticeKind], None]
    ) -> None:
        self._request = request
        self._case = case
        self._plan = plan
        self._write = write
        self._left = plan.tries if plan.practical else 0

    async def run(self) -> None:
        """Recording and ratings until one passes or no try is left; a second run finds it over."""
        while self._left:
            sent = await self._recording()
            if sent is None:
                return
            self._left = 0 if await self._rated(sent) else self._left - 1
            if not self._case.ended:
                self._write(NoticeKind.PRACTICAL_RESULT)

    async def _recording(self) -> SendRecording | None:
        """The next recording that can be rated (one that cannot costs no try); None when the case has ended."""
        kind, case = NoticeKind.RECORDING_DUE, self._case
        while not case.ended:
            # Before the page asks for it: whoever is quick is not refused.
            case.sent, case.waits_for_recording = None, True
            await calls.ask_for_recording(self._request)
            self._write(kind)
            in_time = await until(
                lambda: case.sent is not None or bool(case.ended), workflow.now() + self._plan.submit_within
            )
            case.waits_for_recording = False
            if not in_time:
                await lapse(self._request, case, self._write)
            elif case.sent and not case.ended and await _fit(case.sent):
                return case.sent
            kind = NoticeKind.RECORDING_UNFIT
        return None

    async def _rated(self, sent: SendRecording) -> bool:
        """Ask two raters, and a third with the reason when the two are too far apart; whether it passed."""
        case, reason = self._case, Message()
        case.recording, case.rated_this = sent.recording_id, ()
        for wanted, more in ((RATERS, RATERS), (RATERS + 1, 1)):
            await calls.open_ratings(
                OpenRatings(
                    case_id=self._request.application_id, recording_id=sent.recording_id, count=more, reason=reason
                )
            )
            await self._ratings(wanted)
            if case.ended:
                break
            rated = await calls.weigh_ratings(sent)
            if rated.done:
                case.recording = None
                return rated.passed
            reason = rated.third
        case.recording = None
        return False

    async def _ratings(self, wanted: int) -> None:
        await workflow.wait_condition(lambda: len(self._case.rated_this) >= wanted or bool(self._case.ended))
        # The task of the last rater is closed before the ratings are weighed.
        await workflow.wait_condition(workflow.all_handlers_finished)


async def _fit(sent: SendRecording) -> bool:
    try:
        return (await calls.check_recording(sent)).fit
    except ActivityError:
        # It could not be looked into for a technical reason: the raters see that, and judge what they see.
        return True
