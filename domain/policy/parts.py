"""The parts that policy packs are made of: rules with their basis in law, questions, documents, risk."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Bounds

Percent = Annotated[int, Bounds(ge=0, le=100)]


class PolicyPart(BaseModel):
    """Base of every part of a pack: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Confidence(StrEnum):
    """How sure we are of a rule's source."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    RECALLED = "recalled"


class Rule(PolicyPart):
    """Why something is demanded; `kind: design` marks our own choice, without a law behind it."""

    id: str
    kind: Literal["law", "guidance", "platform", "design"]
    basis: str
    source: str
    confidence: Confidence
    effect: Literal["block", "hold", "advise"]
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _block_only_on_solid_ground(self) -> "Rule":
        if self.effect == "block" and self.confidence in (Confidence.LOW, Confidence.RECALLED):
            raise ValueError(f"rule {self.id}: a blocking rule needs better than {self.confidence} confidence")
        return self


class Choice(PolicyPart):
    """One option of a list."""

    key: str
    label: str


class LegalForm(Choice):
    """A legal form a merchant can have; `person` when one human being is the business."""

    person: bool = False


class Field(PolicyPart):
    """One question of the form; shown for `legal_forms` and while one of the facts `when` holds (all when empty).

    `scheme` names the identifier's rules, `example` is a valid answer for the error message, and a date
    with `min_age` is a birth date: past, and at least so many years ago. With a `statement` the answer is its
    version and SHA-256, so that another text has to be agreed to anew.
    """

    key: str
    section: Literal[
        "business", "owners", "shop", "payout", "declaration", "identity", "guardian", "work", "training", "conduct"
    ]
    label: str
    hint: str = ""
    kind: Literal[
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
    required: bool = True
    legal_forms: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    scheme: str | None = None
    choices: tuple[Choice, ...] = ()
    max_length: int = 200
    statement: Literal["training", "code_of_conduct"] | None = None
    example: str = ""
    min_age: int | None = None
    autocomplete: str = "off"
    rule: str


class DocumentRule(PolicyPart):
    """One document that is due; `must_show` are keys of answers whose value must be found in its text.

    Due for `legal_forms` and `categories`, and while one of the facts `when` holds (all when empty). Of a question
    asked per person, one person's answer is enough. A `picture` is a photograph, never a PDF; with `mrz` the
    machine-readable zone has to be there.
    """

    key: str
    label: str
    hint: str = ""
    required: bool = True
    legal_forms: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    must_show: tuple[str, ...] = ()
    expires: bool = False
    picture: bool = False
    mrz: bool = False
    max_age: timedelta | None = None
    rule: str


class RiskRule(PolicyPart):
    """When a check's outcome (`check:status`), reason code or fact is present: a base score and an increment."""

    id: str
    when: str
    base: Percent
    more: Percent
    label: str


class RiskPolicy(PolicyPart):
    """Scores 0-100 and the thresholds of the bands."""

    medium_from: Percent = 30
    high_from: Percent = 60
    rules: tuple[RiskRule, ...] = ()


class ReasonCode(Choice):
    """Why a merchant can be declined; `text` is the sentence the merchant reads."""

    text: str


class Deadlines(PolicyPart):
    """How long each wait may last."""

    review: timedelta | None = None
    provider_patience: timedelta | None = None


class ApplicationPolicy(PolicyPart):
    """What a pack asks of whoever applies.

    `rests_on` names the rule behind a setting: `validity`, or `documents.bank_proof.max_age` for one figure.
    A setting falls away with its rule; a single figure stays.
    """

    legal_forms: tuple[LegalForm, ...] = ()
    categories: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    risk: RiskPolicy = RiskPolicy()
    decline_reasons: tuple[ReasonCode, ...] = ()
    deadlines: Deadlines = Deadlines()
    validity: timedelta | None = None
    rests_on: dict[str, str] = {}


def applies_to(legal_form: str, part: Field | DocumentRule) -> bool:
    """Whether a question or document is asked of this legal form."""
    return not part.legal_forms or legal_form in part.legal_forms
