"""The one list of what is due: it drives the task list of the form, the reminders and the refusal to submit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel

from domain.applications.answers import check_section, section_fields
from domain.applications.facts import circumstances
from domain.applications.form import Form
from domain.applications.kept_answers import Answers
from domain.identifiers.check import IdentifierStatus, judge
from domain.messages import Message, msg, phrase
from domain.policy.conditions import Fact, FactAbout
from domain.policy.pack import Trade
from domain.policy.parts import DocumentRule, Field
from domain.refusals import Invalid

SECTIONS: dict[Trade, tuple[str, ...]] = {
    "merchant": ("business", "owners", "shop", "payout", "declaration"),
    "anchor": ("identity", "guardian", "work", "training", "conduct"),
}


# The question whose answers are product categories.
CATEGORIES: dict[Trade, str] = {"merchant": "shop.categories", "anchor": "work.categories"}


class RequirementState(StrEnum):
    """Where one requirement stands; `optional` may stay open."""

    DUE = "due"
    DONE = "done"
    OPTIONAL = "optional"


class Requirement(BaseModel, frozen=True):
    """One thing asked for; `key` is the name of its input or document, `why` the rule that asks for it."""

    key: str
    section: str
    label: Message
    state: RequirementState
    why: str


class StillDue(Invalid):
    """The application cannot be submitted before everything that is due is there."""


def requirements(form: Form, answers: Answers, documents_by_key: Mapping[str, int]) -> list[Requirement]:
    """Everything asked of this applicant in the order of the form; an answer that no longer passes is due again."""
    listed: list[Requirement] = []
    for section in SECTIONS[form.trade]:
        listed += _people(form, answers) if section == "owners" else _section(form, answers, section)
    return listed + [
        Requirement(
            key=rule.key,
            section="documents",
            label=phrase(rule.label),
            state=_state(documents_by_key.get(rule.key, 0) > 0, rule.required),
            why=rule.rule,
        )
        for rule in documents_asked(form, answers)
    ]


def documents_asked(form: Form, answers: Answers) -> list[DocumentRule]:
    """The documents for this legal form and the chosen categories, required or not, in order."""
    chosen = set(answers.all(CATEGORIES[form.trade]))
    wanted = [rule for rule in form.asks.documents if form.wants(rule)]
    return [rule for rule in wanted if not rule.categories or chosen & set(rule.categories)]


def due(listed: Sequence[Requirement]) -> list[Requirement]:
    """What is still missing."""
    return [each for each in listed if each.state == RequirementState.DUE]


def admit_submission(listed: Sequence[Requirement]) -> None:
    """Refuse to submit while something is due: StillDue, naming it."""
    if open_ones := due(listed):
        names = list({str(each.label): each.label for each in open_ones}.values())
        raise StillDue(msg("Before you can send this, please add: {names}.", names=names))


def facts(form: Form, answers: Answers) -> set[str]:
    """What the risk rules can ask for beside the checks: `country:`, `legal_form:`, `category:`, `ownership:`, ..."""
    found = {FactAbout.COUNTRY.of(form.country.upper()), FactAbout.LEGAL_FORM.of(form.legal_form)}
    found |= {FactAbout.CATEGORY.of(key) for key in answers.all(CATEGORIES[form.trade])}
    if form.country.upper() not in form.pack.countries:
        found.add(Fact.WITHOUT_PACK)
    if form.trade == "anchor":
        return found | circumstances(form.pack.anchor, answers, form.today)
    return found | _ownership(form, answers) | _payout(form, answers)


def _section(form: Form, answers: Answers, section: str) -> list[Requirement]:
    held = answers.sections.get(section, {})
    checked = check_section(form, section, held)
    return [_of_field(field, field.key, field.key in checked.values) for field in section_fields(form, section)]


def _people(form: Form, answers: Answers) -> list[Requirement]:
    typed = {f"owners.{n}.{key}": value for n, one in enumerate(answers.owners) for key, value in one.items()}
    checked = check_section(form, "owners", typed)
    listed = []
    # One person is asked about from the start, while nobody is named yet.
    for number in range(max(1, len(answers.owners))):
        for field in section_fields(form, "owners"):
            key = field.key.replace("owners.", f"owners.{number}.", 1)
            wrong = key in checked.errors
            # A wrong answer has to be mended even where none was required.
            asked = field.model_copy(update={"required": field.required or wrong})
            label = msg("Person {number}: {label}", number=number + 1, label=field.label)
            listed.append(_of_field(asked, key, key in typed and not wrong, label=label))
    return listed


def _of_field(field: Field, key: str, done: bool, *, label: Message | None = None) -> Requirement:
    state = _state(done, field.required)
    return Requirement(key=key, section=field.section, label=label or phrase(field.label), state=state, why=field.rule)


def _state(done: bool, required: bool) -> RequirementState:
    if done:
        return RequirementState.DONE
    return RequirementState.DUE if required else RequirementState.OPTIONAL


def _ownership(form: Form, answers: Answers) -> set[str]:
    is_person = any(each.person for each in form.pack.merchant.legal_forms if each.key == form.legal_form)
    shares = [Decimal(share) for share in answers.all("owners.share")]
    threshold = form.pack.merchant.owners_from_percent
    # What is left unnamed could hide somebody who had to be named.
    hidden = threshold is not None and not is_person and 100 - sum(shares) >= threshold
    return {Fact.OWNERSHIP_INCOMPLETE} if hidden else set()


def _payout(form: Form, answers: Answers) -> set[str]:
    holder, account = _folded(answers.one("payout.holder")), answers.one("payout.account")
    names = {_folded(each) for each in (*answers.all("business.legal_name"), *answers.all("owners.name"))}
    found: set[str] = {Fact.OTHER_HOLDER} if holder and holder not in names else set()
    scheme = next((f.scheme for f in form.pack.merchant.fields if f.key == "payout.account"), None)
    if scheme and account:
        verdict = judge(scheme, account, form.country)
        found |= {Fact.FOREIGN_ACCOUNT} if verdict.status == IdentifierStatus.COUNTRY_MISMATCH else set()
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())
