"""The steps of a cut-score study: a judge leaves, a round is closed, a second one begins, the cut score is adopted."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from db.blueprints import AngoffRow, BlueprintRow
from db.engine import begin
from domain.blueprints.lifecycle import BlueprintState, admit_change, admit_second
from domain.cutscores.studies import RoundClosed, closed, second_round, settled, without
from domain.events import EventKind
from domain.messages import msg
from web.applications.answers import Posted, text
from web.blueprints.shared import drop_cut
from web.blueprints.view import floor_of
from web.common.deps import MayApproveExams, MayManageBank, Services
from web.cutscores.shared import audit, keep
from web.loading import get_or_404

router = APIRouter(prefix="/cutscores/{sheet_id:uuid}")


@router.post("/close")
def close(services: Services, person: MayManageBank, sheet_id: UUID, posted: Posted) -> Response:
    """Close the open round; refuses BadSheet as long as a rating is missing."""
    with begin(services.engine) as session:
        row = get_or_404(session, AngoffRow, sheet_id, lock=True)
        number = row.study.open_round
        # The page names its round: an old page or a second click must not close the next one.
        if text(posted, "round") != str(number):
            raise RoundClosed(msg("This round is closed already."))
        keep(services, row, closed(row.study))
        audit(
            services,
            session,
            person,
            kind=EventKind.CUT_SCORE_ROUND_CLOSED,
            row=row,
            once=str(number),
            round=str(number),
        )
    return RedirectResponse(f"/cutscores/{sheet_id}?done=closed", 303)


@router.post("/second")
def begin_second(services: Services, person: MayManageBank, sheet_id: UUID) -> Response:
    """Begin the second round, in which judges see the mean of the first."""
    with begin(services.engine) as session:
        row = get_or_404(session, AngoffRow, sheet_id, lock=True)
        if row.adopted_at:
            raise RoundClosed(msg("The cut score of this study is adopted already."))
        keep(services, row, second_round(row.study))
        audit(services, session, person, kind=EventKind.CUT_SCORE_ROUND_BEGUN, row=row, once="2", round="2")
    return RedirectResponse(f"/cutscores/{sheet_id}?done=second", 303)


@router.post("/judges/{judge:uuid}/leave")
def leave(services: Services, person: MayManageBank, sheet_id: UUID, judge: UUID) -> Response:
    """Take a judge off the panel, with all their ratings."""
    with begin(services.engine) as session:
        row = get_or_404(session, AngoffRow, sheet_id, lock=True)
        keep(services, row, without(row.study, judge))
        audit(
            services, session, person, kind=EventKind.CUT_SCORE_JUDGE_LEFT, row=row, once=str(judge), judge=str(judge)
        )
    return RedirectResponse(f"/cutscores/{sheet_id}?done=left", 303)


@router.post("/adopt")
def adopt(services: Services, person: MayApproveExams, sheet_id: UUID, posted: Posted) -> Response:
    """Make it the cut score of its blueprint, which is still a draft, by a second person."""
    with begin(services.engine) as session:
        row = get_or_404(session, AngoffRow, sheet_id, lock=True)
        blueprint = get_or_404(session, BlueprintRow, row.blueprint_id, lock=True)
        admit_change(blueprint.state == BlueprintState.DRAFT)
        why = msg("Two-person rule: you made this, so a colleague has to adopt the cut score.")
        admit_second({row.created_by}, person.id, why)
        cut = settled(row.study, floor_of(services, blueprint))
        if text(posted, "percent") != str(cut.percent):
            raise RoundClosed(msg("The figures have changed since you opened the page. Look at them again."))
        # A second press finds it adopted.
        if blueprint.sheet_id != row.id:
            drop_cut(session, blueprint)
            blueprint.cut_percent, blueprint.sheet_id, blueprint.updated_at = cut.percent, row.id, services.now()
            row.adopted_at, row.adopted_by = services.now(), person.id
            facts = {"percent": str(cut.percent), "round": str(cut.round), "floored": str(cut.floored)}
            audit(
                services,
                session,
                person,
                kind=EventKind.CUT_SCORE_ADOPTED,
                row=row,
                # It can lose the cut score and be adopted again, which is another event.
                once=services.now().isoformat(),
                **facts,
            )
    return RedirectResponse(f"/blueprints/{row.blueprint_id}?done=adopted", 303)
