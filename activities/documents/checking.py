"""Checks of uploaded documents: what they are, what they show, and pictures of them for the reviewer."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities.documents.contract import DocumentFile, Expectations, ExpectedValue, Kind
from activities.documents.inspector import DocumentInspector
from activities.documents.reading import page_pictures
from db import cases as vetting
from db.applications import ApplicationRow
from db.cases import CaseRow
from db.documents import DocumentRow, PageRow
from db.engine import begin, read
from db.policy.pins import pinned
from domain.cases import CheckDocument
from domain.documents.limits import MediaType
from domain.policy.parts import ApplicationPolicy, Field
from domain.screening import Finding, Verdict, verdict
from vault.files import Vault, document_name, page_name

# What a machine-readable zone says of the answers, and how these compare.
ZONE: dict[str, Kind] = {
    "identity.document_number": "number",
    "identity.birth_date": "date",
    "identity.latin_name": "name",
}


class DocumentActivities:
    """One document at a time; a repeat replaces its findings."""

    def __init__(self, engine: Engine, vault: Vault, inspector: DocumentInspector) -> None:
        self._engine = engine
        self._vault = vault
        self._inspector = inspector

    @activity.defn
    def check_document(self, request: CheckDocument) -> list[Verdict]:
        """Examine the file, store its findings and its page pictures; raises when a tool is away, to be tried again."""
        with read(self._engine) as session:
            row = session.get_one(DocumentRow, request.document_id)
            label, expected = _expectations(session, session.get_one(CaseRow, request.case_id), row.kind)
        # Outside the transaction: none stays open while text is recognised.
        data, kind = self._vault.get(document_name(row.id), row.sealed_key), MediaType(row.media_type)
        file = DocumentFile(id=row.id, data=data, media_type=kind, label=label)
        # First what a person needs to look, should text recognition stay away.
        looked = self._inspector.look(file)
        self._keep(request.case_id, [looked], self._pages(row.id, page_pictures(data, kind)))
        findings = self._inspector.read(file, expected, activity.heartbeat)
        self._keep(request.case_id, findings, [])
        return [verdict(each) for each in (looked, *findings)]

    def _keep(self, case_id: UUID, findings: list[Finding], pages: list[PageRow]) -> None:
        with begin(self._engine) as session:
            vetting.store_findings(session, case_id, findings)
            for page in pages:
                session.merge(page)

    def _pages(self, document_id: UUID, pictures: list[bytes]) -> list[PageRow]:
        rows = []
        for number, picture in enumerate(pictures, start=1):
            name = page_name(document_id, number)
            sealed_key = self._vault.put(name, picture)
            page = {"document_id": document_id, "number": number, "media_type": "image/webp"}
            rows.append(PageRow.model_validate(page | {"name": name, "sealed_key": sealed_key}))
            activity.heartbeat(number)
        return rows


def _expectations(session: Session, case: CaseRow, kind: str) -> tuple[str, Expectations]:
    """The kind's label, and what the pinned pack wants it to show."""
    application = session.get_one(ApplicationRow, case.id)
    part = pinned(session, case).part(application.kind)
    rule = next((each for each in part.documents if each.key == kind), None)
    if rule is None:
        return kind, Expectations(country=case.country)
    show = {field.key: _kind(field) for field in part.fields if field.key in rule.must_show}
    expected = Expectations(
        must_show=_expected(part, show, application),
        expires=rule.expires,
        max_age=rule.max_age,
        country=case.country,
        picture=rule.picture,
        zone=_expected(part, ZONE, application) if rule.mrz else None,
    )
    return rule.label, expected


def _kind(field: Field) -> Kind:
    return "number" if field.scheme or ZONE.get(field.key) == "number" else "name"


def _expected(
    part: ApplicationPolicy, kinds: dict[str, Kind], application: ApplicationRow
) -> tuple[ExpectedValue, ...]:
    """The answers to these questions, as far as there are any."""
    fields = {field.key: field for field in part.fields}
    wanted = [(fields[key], application.form.all(key)) for key in kinds if key in fields]
    return tuple(
        ExpectedValue(
            field=field.key,
            label=field.label,
            value=values[0],
            others=tuple(values[1:]),
            kind=kinds[field.key],
        )
        for field, values in wanted
        if values
    )
