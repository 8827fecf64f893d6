"""An applicant's own application: whose it is, what it is checked against, and what is still due."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db import documents
from db.applications import ApplicationRow
from db.documents import DocumentRow
from domain.accounts import Person
from domain.applications.answers import check_section
from domain.applications.facts import circumstances
from domain.applications.form import Form
from domain.applications.requirements import SECTIONS, Requirement, RequirementState, due, requirements
from domain.messages import msg
from domain.policy.pack import Trade
from domain.policy.parts import Rule
from outbox.commands import AlreadySubmitted
from web.applications.answers import held
from web.common.wording import worded
from web.loading import own_application
from web.services import Services

# Papers come before what is signed at the end.
STEPS: dict[Trade, tuple[str, ...]] = {
    "merchant": ("business", "owners", "shop", "payout", "documents", "declaration"),
    "anchor": ("identity", "guardian", "work", "documents", "training", "conduct"),
}
# The answer that an application is called by.
NAMED: dict[Trade, str] = {"merchant": "business.legal_name", "anchor": "identity.latin_name"}


class FormStep(NamedTuple):
    """One step of the form: what is still due, and how many answers are wrong."""

    key: str
    due: list[Requirement]
    wrong: int


class ApplicationDraft(NamedTuple):
    """An application with all that its pages show."""

    row: ApplicationRow
    form: Form
    files: Sequence[DocumentRow]
    listed: list[Requirement]
    wrong: set[str]

    @property
    def steps(self) -> list[FormStep]:
        """Every step in order; one without a question that is asked is left out."""
        asked = {field.section for field in self.form.asks.fields if self.form.wants(field)} | {"documents"}
        return [self._step(key) for key in STEPS[self.form.trade] if key in asked]

    @property
    def title(self) -> str:
        """Whose application it is, as far as that was filled in."""
        return self.row.form.one(NAMED[self.form.trade])

    @property
    def due(self) -> list[Requirement]:
        """All that is still missing or wrong."""
        return due(self.listed)

    @property
    def rules(self) -> dict[str, Rule]:
        """The pack's rules by id: why something is asked."""
        return {rule.id: rule for rule in self.form.pack.rules}

    @property
    def legal_form(self) -> str:
        """The label of the chosen legal form."""
        forms = self.form.asks.legal_forms
        return next((each.label for each in forms if each.key == self.row.legal_form), self.row.legal_form)

    def _step(self, key: str) -> FormStep:
        missing = [each for each in self.due if each.section == key]
        return FormStep(key, missing, sum(each.key in self.wrong for each in missing))


def editable(session: Session, person: Person, application_id: UUID) -> ApplicationRow:
    """The person's own draft, locked until the transaction ends; refuses Missing, AlreadySubmitted."""
    row = own_application(session, person, application_id, lock=True)
    if row.submitted_at is not None:
        raise AlreadySubmitted(
            msg("This application was sent already, so its answers and documents can no longer change.")
        )
    return row


def look(services: Services, session: Session, row: ApplicationRow) -> ApplicationDraft:
    """The application against today's packs."""
    form = form_of(services, row)
    files = documents.of_application(session, row.id)
    counts = Counter(each.kind for each in files)
    wrong = _wrong(form, row)
    listed = [_corrected(each, wrong) for each in requirements(form, row.form, counts)]
    return ApplicationDraft(row, form, files, listed, wrong)


def form_of(services: Services, row: ApplicationRow) -> Form:
    """What the answers are checked against today."""
    pack = worded(services.library.stack_for(row.country, services.today()).pack)
    known = Form(pack=pack, trade=row.kind, legal_form=row.legal_form, country=row.country, today=services.today())
    if row.kind != "anchor":
        return known
    return known.model_copy(update={"facts": frozenset(circumstances(pack.anchor, row.form, known.today))})


def _wrong(form: Form, row: ApplicationRow) -> set[str]:
    """Names of the inputs that hold something wrong."""
    answers = row.form
    return {
        key
        for section in SECTIONS[form.trade]
        for key in check_section(form, section, held(answers, section)).errors
        if held(answers, section).get(key)
    }


def _corrected(one: Requirement, wrong: set[str]) -> Requirement:
    # An optional answer may be left out, but what stands there has to be right.
    return one.model_copy(update={"state": RequirementState.DUE}) if one.key in wrong else one
