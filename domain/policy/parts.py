"""The parts that policy packs are made of: rules with their basis in law, questions, documents, risk."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Bounds

from domain.policy.directions import AskedOf, Demand, Key, Wins, Words

Percent = Annotated[int, Bounds(ge=0, le=100)]


class PolicyPart(BaseModel):
    """Base of every part of a pack: immutable; an unknown key is an error; each field declares whose value `Wins`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Confidence(StrEnum):
    """How sure we are of a rule's source."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    RECALLED = "recalled"


class Rule(PolicyPart):
    """Why something is demanded; `kind: design` marks our own choice, without a law behind it."""

    id: Key
    kind: Annotated[Literal["law", "guidance", "platform", "design"], Wins.SPECIFIC]
    basis: Words
    source: Words
    confidence: Annotated[Confidence, Wins.SPECIFIC]
    effect: Annotated[Literal["block", "hold", "advise"], Wins.STRONGER]
    valid_from: Annotated[date | None, Wins.SPECIFIC] = None
    valid_to: Annotated[date | None, Wins.SPECIFIC] = None

    @model_validator(mode="after")
    def _block_only_on_solid_ground(self) -> "Rule":
        if self.effect == "block" and self.confidence in (Confidence.LOW, Confidence.RECALLED):
            raise ValueError(f"rule {self.id}: a blocking rule needs better than {self.confidence} confidence")
        return self


class Choice(PolicyPart):
    """One option of a list."""

    key: Key
    label: Words


class LegalForm(Choice):
    """A legal form a merchant can have; `person` when one human being is the business."""

    person: Demand = False


Section = Literal[
    "business", "owners", "shop", "payout", "declaration", "identity", "guardian", "work", "training", "conduct"
]
FieldKind = Literal[
    "text",
    "address",
    "email",
    "phone",
    "url",
    "date",
    "country",
    "choice",
    "categories",
    "percent",
    "identifier",
    "agree",
    "topics",
]


class Field(PolicyPart):
    """One question of the form; shown for `legal_forms` and while one of the facts `when` holds (all when empty).

    `scheme` names the identifier's rules, `example` is a valid answer for the error message, and a date
    with `min_age` is a birth date: past, and at least so many years ago. With a `statement` the answer is its
    version and SHA-256, so that another text has to be agreed to anew. `why` tells in a sentence what good the
    answer does; where it is empty the page does not say.
    """

    key: Key
    section: Annotated[Section, Wins.SPECIFIC]
    label: Words
    hint: Words = ""
    why: Words = ""
    kind: Annotated[FieldKind, Wins.NARROWER]
    required: Demand = True
    legal_forms: AskedOf = ()
    when: AskedOf = ()
    scheme: Annotated[str | None, Wins.SPECIFIC] = None
    choices: Annotated[tuple[Choice, ...], Wins.SPECIFIC] = ()
    max_length: Annotated[int, Wins.SPECIFIC] = 200
    statement: Annotated[Literal["training", "code_of_conduct"] | None, Wins.SPECIFIC] = None
    example: Words = ""
    min_age: Annotated[int | None, Wins.HIGHER] = None
    autocomplete: Words = "off"
    rule: Annotated[str, Wins.REASON]


class DocumentRule(PolicyPart):
    """One document that is due; `must_show` are keys of answers whose value must be found in its text.

    Due for `legal_forms` and `categories`, and while one of the facts `when` holds (all when empty). Of a question
    asked per person, one person's answer is enough. A `picture` is a photograph, never a PDF; with `mrz` the
    machine-readable zone has to be there.
    """

    key: Key
    label: Words
    hint: Words = ""
    required: Demand = True
    legal_forms: AskedOf = ()
    when: AskedOf = ()
    categories: AskedOf = ()
    must_show: Annotated[tuple[str, ...], Wins.BOTH] = ()
    expires: Demand = False
    picture: Demand = False
    mrz: Demand = False
    max_age: Annotated[timedelta | None, Wins.SHORTER] = None
    rule: Annotated[str, Wins.REASON]


class RiskRule(PolicyPart):
    """When a check's outcome (`check:status`), reason code or fact is present: a base score and an increment."""

    id: Key
    when: Key
    # The worst rule that fires gives its base, each other one its increment (domain/risk.py).
    base: Annotated[Percent, Wins.HIGHER]
    more: Annotated[Percent, Wins.HIGHER]
    label: Words


class RiskPolicy(PolicyPart):
    """Scores 0-100 and the thresholds of the bands."""

    # Lower is stricter: more cases come into the higher bands.
    medium_from: Annotated[Percent, Wins.LOWER] = 30
    high_from: Annotated[Percent, Wins.LOWER] = 60
    rules: Annotated[tuple[RiskRule, ...], Wins.BOTH] = ()


class ReasonCode(Choice):
    """Why a merchant can be declined; `text` is the sentence the merchant reads."""

    text: Words


class Deadlines(PolicyPart):
    """How long each wait may last."""

    review: Annotated[timedelta | None, Wins.SHORTER] = None
    provider_patience: Annotated[timedelta | None, Wins.SHORTER] = None


class ApplicationPolicy(PolicyPart):
    """What a pack asks of whoever applies.

    `rests_on` names the rule behind a setting: `validity`, or `documents.bank_proof.max_age` for one figure.
    A setting falls away with its rule; a single figure stays.
    """

    legal_forms: Annotated[tuple[LegalForm, ...], Wins.SPECIFIC] = ()
    categories: Annotated[tuple[Choice, ...], Wins.SPECIFIC] = ()
    fields: Annotated[tuple[Field, ...], Wins.BOTH] = ()
    documents: Annotated[tuple[DocumentRule, ...], Wins.BOTH] = ()
    risk: Annotated[RiskPolicy, Wins.EACH] = RiskPolicy()
    decline_reasons: Annotated[tuple[ReasonCode, ...], Wins.BOTH] = ()
    deadlines: Annotated[Deadlines, Wins.EACH] = Deadlines()
    validity: Annotated[timedelta | None, Wins.SHORTER] = None
    rests_on: Annotated[dict[str, str], Wins.GROUNDS] = {}


def applies_to(legal_form: str, part: Field | DocumentRule) -> bool:
    """Whether a question or document is asked of this legal form."""
    return not part.legal_forms or legal_form in part.legal_forms
