"""Outside registers: what they say of an identifier, and what is noted when they do not answer."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from temporalio import activity

from activities.vetting.vies import Vies, ViesAnswer, ViesAway
from db import cases as vetting
from db.applications import ApplicationRow
from db.engine import begin, read
from domain.cases import OpenCase
from domain.screening import CheckStatus, Evidence, Finding, Verdict, verdict

FIELD = "business.vat_number"


class RegisterActivities:
    """Look-ups; a register that is away leaves an `error` finding and is asked again."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], vies: Vies) -> None:
        self._engine = engine
        self._clock = clock
        self._vies = vies

    @activity.defn
    def look_up_vat(self, request: OpenCase) -> list[Verdict]:
        """Ask VIES for the VAT number of the form; raises ViesAway, to be tried again, when it does not answer."""
        started = self._clock()
        with read(self._engine) as session:
            application = session.get_one(ApplicationRow, request.application_id)
            number, country = application.form.one(FIELD), application.country
        try:
            answer = self._vies.ask(number, country)
        except ViesAway:
            self._store(request, self._away(started))
            raise
        finding = self._judge(answer, started)
        self._store(request, finding)
        return [verdict(finding)]

    def _judge(self, answer: ViesAnswer, started: datetime) -> Finding:
        if not answer.valid:
            sentence = "The VAT register does not know this number as valid for trade between member states."
            return self._finding(CheckStatus.WARN, "NOT_IN_REGISTER", sentence, started=started)
        sentence = f"The VAT register knows this number{f' as {answer.name}' if answer.name else ''}."
        return self._finding(CheckStatus.PASS, "IN_REGISTER", sentence, started=started)

    def _away(self, started: datetime) -> Finding:
        sentence = "The VAT register does not answer. It is asked again; if it stays away, a person has to look."
        return self._finding(CheckStatus.ERROR, "REGISTER_AWAY", sentence, started=started)

    def _finding(self, status: CheckStatus, code: str, sentence: str, *, started: datetime) -> Finding:
        return Finding(
            check="identifier.register",
            version=1,
            subject=FIELD,
            status=status,
            reason_code=code,
            sentence=sentence,
            evidence=(Evidence(field=FIELD),),
            started_at=started,
            finished_at=self._clock(),
        )

    def _store(self, request: OpenCase, finding: Finding) -> None:
        with begin(self._engine) as session:
            vetting.store_findings(session, request.application_id, [finding])
