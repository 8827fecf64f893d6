"""A case put into what the page shows: findings with their places, answers beside documents, what happened when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.cases import FindingRow
from domain.applications.answers import section_fields
from domain.applications.facts import circumstances
from domain.applications.form import Form
from domain.applications.requirements import SECTIONS
from domain.checks.keys import CheckKey
from domain.checks.registry import label_of, words_of
from domain.events import EventKind
from domain.messages import Message
from domain.policy.parts import Field, RiskRule
from domain.screening import CheckStatus, Evidence
from web.applications.answers import FormQuestion, held, questions, spoken
from web.review.case_file import CaseFile, names_cases, read_id

QUIET = (CheckStatus.PASS, CheckStatus.SKIPPED)
READS = (EventKind.CASE_READ, EventKind.DOCUMENT_READ, EventKind.CERTIFICATE_READ)


@dataclass(frozen=True)
class FindingPlace:
    """Where something was seen: a page of a document, a question of the form, another case."""

    document: UUID | None
    page: int | None
    label: str
    raw: str
    expected: str
    other: UUID | None = None
    note: Message | None = None


@dataclass(frozen=True)
class ShownFinding:
    """A finding for the page; a check that no longer exists is called by its key, and its reason has no words."""

    row: FindingRow
    label: Message
    reason: Message
    subject: str
    places: list[FindingPlace]


@dataclass(frozen=True)
class AnswerCheck:
    """What a check says of one answer; tone is good, warn or bad."""

    tone: str
    text: Message | str
    place: FindingPlace


@dataclass(frozen=True)
class ShownAnswer:
    """One answer of the form with what the checks saw of it."""

    label: str
    value: str
    seen: list[AnswerCheck]


@dataclass(frozen=True)
class TimelineEvent:
    """One line of the timeline; `by` is empty when the system did it."""

    kind: str
    at: datetime
    by: str
    facts: dict[str, str | int | None]


class CaseView:
    """What a template asks for, computed from one case file."""

    def __init__(self, file: CaseFile) -> None:
        self._file = file
        self._labels = {rule.key: rule.label for rule in file.asks.documents}
        self._fields = {field.key: field.label for field in file.asks.fields}
        self._papers = {str(row.id): self._labels.get(row.kind, row.kind) for row in file.documents}

    @property
    def legal_form(self) -> str:
        """The legal form in the pack's words."""
        forms, key = self._file.asks.legal_forms, self._file.case.legal_form
        return next((each.label for each in forms if each.key == key), key)

    @property
    def risk_rules(self) -> list[RiskRule]:
        """The rules behind the score, the one that set the base first."""
        rules = {rule.id: rule for rule in self._file.asks.risk.rules}
        return [rules[each] for each in self._file.case.risk_reasons if each in rules]

    @property
    def open_findings(self) -> list[ShownFinding]:
        """What a person must look at, the gravest first."""
        return [self._finding(row) for row in self._file.findings if row.status not in QUIET]

    @property
    def quiet_findings(self) -> list[ShownFinding]:
        """Checks that passed or had nothing to do."""
        return [self._finding(row) for row in self._file.findings if row.status in QUIET]

    @property
    def papers(self) -> list[tuple[UUID, str]]:
        """Documents with their labels, numbered where a kind came more than once."""
        seen: dict[str, int] = {}
        listed = []
        for row in self._file.documents:
            seen[row.kind] = seen.get(row.kind, 0) + 1
            label = self._labels.get(row.kind, row.kind)
            listed.append((row.id, label if seen[row.kind] == 1 else f"{label} ({seen[row.kind]})"))
        return listed

    @property
    def answers(self) -> list[tuple[str, list[list[ShownAnswer]]]]:
        """The form by section, each in groups: one, or one for each person."""
        case = self._file.case
        pack, today, answers = self._file.pack, case.opened_at.date(), self._file.application.form
        form = Form(pack=pack, trade=case.kind, legal_form=case.legal_form, country=case.country, today=today)
        if case.kind == "anchor":
            form = form.model_copy(update={"facts": frozenset(circumstances(pack.anchor, answers, today))})
        asked = [section for section in SECTIONS[case.kind] if section_fields(form, section)]
        return [(section, self._groups(form, section)) for section in asked]

    @property
    def events(self) -> list[TimelineEvent]:
        """What happened to the case, oldest first, without who looked."""
        rows = [row for row in reversed(self._file.events) if row.kind not in READS]
        return [TimelineEvent(row.kind, row.at, self._name(row.actor), row.facts) for row in rows]

    @property
    def readers(self) -> list[tuple[str, datetime]]:
        """Who looked at the case, and when last."""
        last: dict[str, datetime] = {}
        for row in reversed(self._file.events):
            if row.kind in READS and row.actor:
                last[self._name(row.actor)] = row.at
        return sorted(last.items(), key=lambda each: each[1], reverse=True)

    def _name(self, actor: UUID | None) -> str:
        return self._file.names.get(actor, "") if actor else ""

    def _finding(self, row: FindingRow) -> ShownFinding:
        subject = self._papers.get(row.subject) or self._fields.get(row.subject, "")
        places = [self._place(row, proof) for proof in row.proof]
        telling = [each for each in places if each.document or each.other or each.raw or each.label != subject]
        return ShownFinding(row, label_of(row.check), words_of(row.check, row.reason_code), subject, telling)

    def _place(self, row: FindingRow, proof: Evidence) -> FindingPlace:
        other = read_id(proof.raw) if names_cases(row) else None
        paper = self._papers.get(str(proof.document_id), "")
        label = paper if other is None else self._fields.get(proof.field or "", paper)
        return FindingPlace(
            document=proof.document_id if paper else None,
            page=proof.page,
            other=other,
            note=proof.note,
            label=label or self._fields.get(proof.field or "", ""),
            expected=proof.expected or "",
            # A reason, such as PDF_SCRIPT, stands in the sentence in words.
            raw="" if other or words_of(row.check, proof.raw or "") else proof.raw or "",
        )

    def _groups(self, form: Form, section: str) -> list[list[ShownAnswer]]:
        groups = questions(form, section, held(self._file.application.form, section), errors={})
        return [[self._answer(form, each) for each in group] for group in groups]

    def _answer(self, form: Form, asked: FormQuestion) -> ShownAnswer:
        value = asked.value if isinstance(asked.value, str) else ""
        seen = list(self._seen(asked.field, value))
        return ShownAnswer(asked.field.label, spoken(form, asked.field, asked.value), seen)

    def _seen(self, field: Field, value: str) -> Iterator[AnswerCheck]:
        for row in self._file.findings:
            if row.check == CheckKey.SHOWS:
                for proof in row.proof:
                    # All owners share the keys of their fields: the value tells which of them was compared.
                    if proof.field == field.key and (field.section != "owners" or proof.expected == value):
                        yield _compared(row, self._place(row, proof))
            elif row.subject == field.key and row.status not in QUIET:
                tone = "bad" if row.status == CheckStatus.FAIL else "warn"
                yield AnswerCheck(tone, row.sentence, FindingPlace(None, None, "", "", ""))


def _compared(row: FindingRow, place: FindingPlace) -> AnswerCheck:
    """What a document shows of an answer: the same, nothing, or something else."""
    same = _folded(place.raw) == _folded(place.expected)
    if row.status == CheckStatus.PASS or same:
        return AnswerCheck("good", "" if same else place.raw, place)
    return AnswerCheck("warn" if place.raw else "bad", place.raw, place)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
