"""The raters' desk: sample streams to rate, without a name, and the sheet of one of them."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session

from db.cases import CaseRow
from db.conflicts import conflict_of
from db.engine import begin, read
from db.policy.pins import pinned
from db.practical.rating_queue import claim_next, to_rate
from db.practical.streams import ProbeRow, RatingRow, RecordingRow, draft_of
from db.review import TaskRow, claim, live_claim, release
from domain.accounts import Person
from domain.anchors import Rate, ScoredByThem
from domain.lengths import LONGEST_RATING_COMMENT
from domain.messages import Message, msg, phrase
from domain.policy.anchor import PracticalPolicy
from domain.practical.rating import BadRating, admit_rating, rating_of, rubric_of
from domain.review import NotClaimed, TaskState
from outbox import commands
from web.applications.answers import Posted, text
from web.common.deps import MayRate, Services
from web.common.pages import page
from web.common.wording import worded
from web.practical.loading import rating_task

router = APIRouter(prefix="/ratings")
MOST_EVIDENCE = 30


@router.get("")
def queue(request: Request, services: Services, person: MayRate) -> Response:
    """The streams that this person may rate."""
    with read(services.engine) as session:
        waiting = to_rate(session, person.id, services.now())
    return page(request, "practical/rating_queue.html", waiting=waiting)


@router.post("/claim-next")
def take_next(services: Services, person: MayRate) -> Response:
    """Take the one that is due first."""
    with begin(services.engine) as session:
        task = claim_next(session, person.id, services.now())
    return RedirectResponse(f"/ratings/{task.id}" if task else "/ratings?done=nothing-left", 303)


@router.get("/{task_id:uuid}")
def sheet(request: Request, services: Services, person: MayRate, task_id: UUID) -> Response:
    """The player and the sheet; refuses NotClaimed."""
    return _page(request, services, person, task_id=task_id)


@router.post("/{task_id:uuid}")
def save(request: Request, services: Services, person: MayRate, task_id: UUID, posted: Posted) -> Response:
    """Keep the draft, give the stream back, or hand the sheet in; what is missing is named beside its criterion."""
    wanted = text(posted, "do")
    with begin(services.engine) as session:
        held = _held(session, person, task_id, services=services)
        task, recording, policy = held
        if wanted == "release":
            release(session, task.id, person.id)
            return RedirectResponse("/ratings?done=released", 303)
        claim(session, task.id, person.id, now=services.now())  # whoever saves is at work: the claim starts anew
        typed, errors = _typed(policy, posted)
        row = draft_of(session, recording.id, person.id) or _draft(services, person, held)
        row.sheet, row.task_id, row.updated_at = typed, task.id, services.now()
        session.add(row)
        errors |= _faults(policy, person, typed) if wanted == "submit" and not errors else {}
        if wanted == "submit" and not errors:
            row.submitted_at = row.submitted_at or services.now()
    # Committed first: the procedure hears which sheet is meant, and reads it from the table.
    if wanted == "submit" and not errors:
        rated = Rate(id=uuid5(row.id, "rate"), recording_id=recording.id, by=person.id)  # sent twice: one command
        outcome = commands.rate(services.outbox, person, task.case_id, rated=rated).raise_if_refused()
        return RedirectResponse(f"/ratings?done={'rated' if outcome.state == 'applied' else 'recorded'}", 303)
    if errors:
        return _page(request, services, person, task_id=task_id, typed=typed, errors=errors)
    return RedirectResponse(f"/ratings/{task_id}?done=saved", 303)


class HeldStream(NamedTuple):
    """A sample stream that a person has claimed: the task, the recording, and the rules that it is rated by."""

    task: TaskRow
    recording: RecordingRow
    policy: PracticalPolicy


def _held(session: Session, person: Person, task_id: UUID, *, services: Services) -> HeldStream:
    task = rating_task(session, task_id)
    held = live_claim(session, task_id, services.now())
    if task.state != TaskState.OPEN or held is None or held.reviewer != person.id:
        raise NotClaimed(msg("You do not hold this sample stream any more. Take one from the list."))
    recording, case = session.get_one(RecordingRow, task.recording_id), session.get_one(CaseRow, task.case_id)
    if conflict_of(session, case, person.id):
        raise ScoredByThem(
            msg(
                "You have a conflict of interest with this candidate, the agency or the training. A colleague rates it."
            )
        )
    return HeldStream(task, recording, worded(pinned(session, case)).anchor.practical)


def _draft(services: Services, person: Person, held: HeldStream) -> RatingRow:
    task, recording, policy = held
    return RatingRow(
        id=services.ids(),
        recording_id=recording.id,
        task_id=task.id,
        rater=person.id,
        rubric_version=policy.rubric_version,
        sheet={},
        updated_at=services.now(),
    )


def _typed(policy: PracticalPolicy, posted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Message]]:
    """The sheet as it was typed, and what in it cannot be read."""
    errors: dict[str, Message] = {}
    given = {each.key: _said(posted, f"score.{each.key}") for each in policy.criteria}
    scores = {key: int(value) for key, value in given.items() if value in ("0", "1", "2", "3", "4")}
    evidence = []
    for each in policy.criteria:
        at, comment = _said(posted, f"at.{each.key}"), _said(posted, f"comment.{each.key}")[:LONGEST_RATING_COMMENT]
        second = seconds_of(at)
        if at and second is None:
            errors[f"at.{each.key}"] = msg(
                "{label}: write the time as minutes and seconds, such as 3:25.", label=phrase(each.label)
            )
        if comment or at:
            evidence.append({"criterion": each.key, "at_second": second or 0, "comment": comment})
    return {
        "scores": scores,
        "evidence": evidence[:MOST_EVIDENCE],
        "note": _said(posted, "note")[:LONGEST_RATING_COMMENT],
    }, errors


def seconds_of(typed: str) -> int | None:
    """Seconds of `3:25`, `1:02:10` or `95`; None for anything else."""
    if not re.fullmatch(r"\d{1,4}(:\d{2}){0,2}", typed, re.ASCII):
        return None
    total = 0
    for part in typed.split(":"):
        total = total * 60 + int(part)
    return total


def _faults(policy: PracticalPolicy, person: Person, typed: dict[str, Any]) -> dict[str, Message]:
    try:
        admit_rating(rubric_of(policy), rating_of(person.id, typed))
    except BadRating as refusal:
        # A criterion that the rubric does not have is no field of the page: the first one speaks for it.
        return {f"score.{refusal.criterion or policy.criteria[0].key}": refusal.message}
    except ValidationError:
        return {f"score.{policy.criteria[0].key}": msg("A comment is too long, or a time is beyond the recording.")}
    return {}


def _page(
    request: Request,
    services: Services,
    person: Person,
    *,
    task_id: UUID,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    with read(services.engine) as session:
        task, recording, policy = _held(session, person, task_id, services=services)
        draft = draft_of(session, recording.id, person.id)
        probe = session.get(ProbeRow, recording.id)
    kept = typed if typed is not None else draft.sheet if draft else {}
    proofs = {each["criterion"]: each for each in kept.get("evidence", [])}
    return page(
        request,
        "practical/rating_sheet.html",
        422 if errors else 200,
        task=task,
        recording=recording,
        policy=policy,
        probe=probe,
        scores=kept.get("scores", {}),
        proofs=proofs,
        note=kept.get("note", ""),
        errors=errors or {},
    )


def _said(posted: Mapping[str, Any], name: str) -> str:
    value = posted.get(name, "")
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
