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
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.messages import Message, msg
from domain.screening import Evidence, Finding, Verdict, verdict

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
            # Kept before the next try: should the register stay away, this is what the reviewer finds.
            self._store(request, self._told(_away(), started))
            raise
        finding = self._told(_judged(answer), started)
        self._store(request, finding)
        return [verdict(finding)]

    def _told(self, outcome: CheckOutcome, started: datetime) -> Finding:
        return outcome.about(FIELD, started=started, finished=self._clock())

    def _store(self, request: OpenCase, finding: Finding) -> None:
        with begin(self._engine) as session:
            vetting.store_findings(session, request.application_id, [finding])


def _judged(answer: ViesAnswer) -> CheckOutcome:
    if not answer.valid:
        sentence = msg("The VAT register does not know this number as valid for trade between member states.")
        return _outcome(Reason.NOT_IN_REGISTER, sentence)
    if not answer.name:
        return _outcome(Reason.IN_REGISTER, msg("The VAT register knows this number."))
    return _outcome(Reason.IN_REGISTER, msg("The VAT register knows this number as {name}.", name=answer.name))


def _away() -> CheckOutcome:
    sentence = msg("The VAT register does not answer. It is asked again; if it stays away, a person has to look.")
    return _outcome(Reason.REGISTER_AWAY, sentence)


def _outcome(reason: Reason, sentence: Message) -> CheckOutcome:
    return CheckOutcome(CheckKey.REGISTER, reason, sentence, evidence=(Evidence(field=FIELD),))
