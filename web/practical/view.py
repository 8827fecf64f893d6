"""The anchor's page of the practical: what to show, how it stands, what became of earlier streams."""

from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict

from db.cases import CaseRow
from db.engine import read
from db.policy.pins import pinned
from db.practical.streams import PracticalRow, ProbeRow, RecordingRow, practicals_of, recordings_of
from domain.accounts import Person
from domain.cases import Stage
from domain.messages import Message
from domain.policy.anchor import PracticalPolicy
from web.common.pages import page
from web.common.wording import worded
from web.practical.loading import own_anchor_case
from web.services import Services


class SentStream(BaseModel):
    """One stream that was sent, and what became of it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    row: RecordingRow
    probe: ProbeRow | None
    result: PracticalRow | None


class PracticalView(BaseModel):
    """Everything that the page shows."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    case: CaseRow
    policy: PracticalPolicy
    sent: list[SentStream]
    coming: RecordingRow | None
    asked: bool
    left: int


def show(
    request: Request,
    services: Services,
    person: Person,
    *,
    case_id: UUID,
    link: str = "",
    errors: dict[str, Message] | None = None,
) -> Response:
    """The page of the person's own case, with the link that was typed into it; refuses Missing."""
    view = load(services, person, case_id)
    status = 422 if errors else 200
    return page(request, "practical/practical.html", status, view=view, link=link, errors=errors or {})


def load(services: Services, person: Person, case_id: UUID) -> PracticalView:
    """What is known of the practical of a person's own case; refuses Missing."""
    with read(services.engine) as session:
        case = own_anchor_case(session, person, case_id)
        policy, rows = worded(pinned(session, case)).anchor.practical, recordings_of(session, case_id)
        results = {row.recording_id: row for row in practicals_of(session, case_id)}
        probes = {row.id: session.get(ProbeRow, row.id) for row in rows}
    sent = [SentStream(row=row, probe=probes[row.id], result=results.get(row.id)) for row in rows if row.sent_at]
    # The newest one is looked into or rated, so nothing is asked for; the stage follows a moment later.
    waiting = sent and sent[0].result is None and (sent[0].probe is None or sent[0].probe.fit)
    return PracticalView(
        case=case,
        policy=policy,
        sent=sent,
        coming=next((row for row in rows if row.sent_at is None), None),
        asked=case.stage == Stage.PRACTICAL and not waiting,
        left=policy.tries - len(results),
    )
