"""The daily sweep: which renewals open, who is reminded, whose credential has run out."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import uuid5

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.auditing import audit
from db.cases import CaseRow
from db.credentials import renewals
from db.credentials.register import CredentialRow
from db.credentials.renewals import RenewalRow
from db.engine import begin
from db.policy.pins import pinned
from domain.credentials.renewals import EXPIRED, OPENS, Sweep, SweepCursor, Swept, steps_due
from domain.events import EventKind
from domain.notifications import Notice, NoticeKind
from domain.policy.anchor import RenewalPolicy

# No pack opens a renewal earlier than this; what ended longer ago is history, even if no sweep ran since.
FARTHEST, LONG_PAST = timedelta(days=366), timedelta(days=60)


class RenewalActivities:
    """What the daily sweep writes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    @activity.defn
    def sweep(self, request: Sweep) -> Swept:
        """Note every step that has come and return its letter; a repeat returns the letters of the same day again."""
        now, policies = self._clock(), dict[str, RenewalPolicy]()
        first, last = now.date() - LONG_PAST, now.date() + FARTHEST
        with begin(self._engine) as session:
            seen = renewals.ending(session, first, last, after=request.after, most=request.most)
            notices = [
                notice
                for row in seen
                for notice in self._announce(session, row, _policy_of(session, row, policies), now=now)
            ]
        more = SweepCursor(valid_until=seen[-1].valid_until, id=seen[-1].id) if len(seen) == request.most else None
        return Swept(notices=tuple(notices), more=more)

    def _announce(
        self, session: Session, row: CredentialRow, policy: RenewalPolicy, *, now: datetime
    ) -> Iterator[Notice]:
        due = steps_due(row.valid_until, now.date(), policy)
        known = renewals.announced(session, row.id)
        for step in due:
            if step not in known:
                session.add(RenewalRow(credential_id=row.id, step=step, at=now))
                self._audit(session, row, step, now=now)
        # One letter for the latest step alone: whoever comes late is not sent all at once.
        if due and known.get(due[-1], now).date() == now.date():
            kind = {OPENS: NoticeKind.RENEWAL_OPEN, EXPIRED: NoticeKind.CREDENTIAL_EXPIRED}.get(
                due[-1], NoticeKind.RENEWAL_REMINDER
            )
            yield Notice(id=uuid5(row.id, due[-1]), kind=kind, account_id=row.account_id, subject=row.id)

    def _audit(self, session: Session, row: CredentialRow, step: str, *, now: datetime) -> None:
        audit(
            session,
            EventKind.RENEWAL_ANNOUNCED,
            at=now,
            subject=row.case_id,
            key=f"renewal:{row.id}:{step}",
            facts={"credential": str(row.id), "step": step},
        )


def _policy_of(session: Session, row: CredentialRow, known: dict[str, RenewalPolicy]) -> RenewalPolicy:
    """What the pinned pack says; each pack is read once a look, since thousands of credentials share it."""
    case = session.get_one(CaseRow, row.case_id)
    if case.pack_hash not in known:
        known[case.pack_hash] = pinned(session, case).anchor.renewal
    return known[case.pack_hash]
