"""Opening a case, and weighing what its checks found."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid5

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.vetting.assessment import assess, note, open_task_for, tags_of
from activities.vetting.screening import marks_of
from db import documents
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.engine import begin
from db.policy.library import PackLibrary
from db.policy.pins import pin, pinned
from db.screening import mark
from domain.cases import AssessCase, Assessed, CaseOpened, OpenCase, Stage
from domain.events import EventKind
from domain.policy.pack import Trade
from domain.review import TaskKind

NO_PATIENCE = timedelta(hours=1)
# The answer that names a case.
TITLE: dict[Trade, str] = {"merchant": "business.legal_name", "anchor": "identity.latin_name"}


class VettingActivities:
    """Cases: opened once, assessed once, however often the activity is tried."""

    def __init__(
        self, engine: Engine, library: PackLibrary, clock: Callable[[], datetime], *, vat_register: bool
    ) -> None:
        self._engine = engine
        self._library = library
        self._clock = clock
        self._vat_register = vat_register

    @activity.defn
    def open_case(self, request: OpenCase) -> CaseOpened:
        """Write the case and pin the packs in force today; a repeat finds them pinned."""
        with begin(self._engine) as session:
            # Locked before the look for a case: two tries at once never open two.
            application = session.get_one(ApplicationRow, request.application_id, with_for_update=True)
            case = session.get(CaseRow, application.id) or self._open(session, application)
            patience = pinned(session, case).part(case.kind).deadlines.provider_patience
            return CaseOpened(
                case_id=case.id,
                documents=tuple(row.id for row in documents.of_application(session, case.id)),
                look_up_vat=self._vat_register and bool(application.form.one("business.vat_number")),
                patience=patience or NO_PATIENCE,
            )

    @activity.defn
    def assess_case(self, request: AssessCase) -> Assessed:
        """Weigh the verdicts by the pinned pack and open the review task, unless the case was withdrawn meanwhile."""
        verdicts, now = list(request.verdicts), self._clock()
        with begin(self._engine) as session:
            case = session.get_one(CaseRow, request.case_id, with_for_update=True)
            if case.stage == Stage.CHECKING:
                assess(session, case, verdicts, now=now)
                open_task_for(session, case, TaskKind.REVIEW, now=now, tags=tags_of(verdicts))
                case.stage = Stage.IN_REVIEW
        return Assessed(task_id=uuid5(request.case_id, TaskKind.REVIEW), band=case.risk_band)

    def _open(self, session: Session, application: ApplicationRow) -> CaseRow:
        now = self._clock()
        stacked = self._library.stack_for(application.country, now.date())
        pin(session, stacked)
        case = CaseRow(
            id=application.id,
            kind=application.kind,
            applicant=application.account_id,
            country=application.country,
            legal_form=application.legal_form,
            title=application.form.one(TITLE[application.kind]),
            pack=stacked.ref.id,
            pack_version=stacked.ref.version,
            pack_hash=stacked.ref.hash,
            stage=Stage.CHECKING,
            opened_at=now,
        )
        session.add(case)
        session.flush()
        # Committed before any case is screened: of two that share a value, the later one always sees the earlier.
        mark(session, case.id, marks_of(stacked.pack, application))
        note(session, case, EventKind.CASE_OPENED, now=now, told={"pack": case.pack, "version": case.pack_version})
        return case
