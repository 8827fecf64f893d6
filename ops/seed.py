"""Demo data: people, a draft, and submitted applications with real papers that the real procedure then checks."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

import yaml
from jinja2 import Environment, FileSystemLoader
from sqlmodel import Session
from weasyprint import HTML

from db.accounts import by_email, person
from db.applications import ApplicationRow
from db.commands import record
from db.documents import DocumentRow
from db.engine import begin
from db.vault import document_name
from domain.accounts import Role
from domain.answers_kept import Answers
from domain.review import Decision, Outcome
from domain.vetting import VetMerchant, case_of
from ops.add_account import new_account
from ops.starter_bank import load_starter_bank
from settings import ROOT, Settings
from web.commands import credential_for
from web.gateway import Envelope, new_command
from web.house import House, build
from web.intake import inspect
from web.passwords import hash_password

DEMO: dict[str, Any] = yaml.safe_load((ROOT / "ops" / "demo.yaml").read_text(encoding="utf-8"))
DEMO_PASSWORD: str = DEMO["password"]
DEMO_PEOPLE = [(each["email"], each["name"], each["role"]) for each in DEMO["people"]]
SPACE = UUID("0190c0de-0000-7000-8000-000000000000")
AGREEMENTS = ("authorised", "truthful", "goods", "terms", "product_information", "licence_shown", "yearly")


def seed_demo(settings: Settings) -> list[str]:
    """Add what is missing; returns a line for each thing added. Ids are fixed, so a second run adds nothing."""
    return list(_Seed(build(settings)).run())


def paper_pdf(paper: dict[str, Any], today: date) -> bytes:
    """A specimen paper as a PDF; `{day: n}` in its lines is the date n days from today."""
    lines = [(label, _spelt(value, today)) for label, value in paper["lines"]]
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    html = environment.get_template("demo/paper.html").render(paper=paper | {"lines": lines})
    return bytes(HTML(string=html).write_pdf())


class _Seed:
    def __init__(self, house: House) -> None:
        self._house = house
        self._now = house.now()

    def run(self) -> Iterator[str]:
        with begin(self._house.engine) as session:
            for email, name, role in DEMO_PEOPLE:
                if by_email(session, email) is None:
                    session.add(new_account(uuid5(SPACE, email), (email, name, Role(role)), self._hash, self._now))
                    yield f"{role}: {email}"
        if added := load_starter_bank(self._house.engine, self._house.settings.policies_dir / "items", self._now):
            yield f"{added} exam items"
        for number, wanted in enumerate(DEMO["applications"]):
            with begin(self._house.engine) as session:
                if session.get(ApplicationRow, uuid5(SPACE, f"application {number}")) is None:
                    yield self._apply(session, number, wanted)

    @cached_property
    def _hash(self) -> str:
        return hash_password(DEMO_PASSWORD)

    def _apply(self, session: Session, number: int, wanted: dict[str, Any]) -> str:
        account = by_email(session, wanted["of"])
        if account is None:
            raise LookupError(wanted["of"])
        row = ApplicationRow(
            id=uuid5(SPACE, f"application {number}"), account_id=account.id, country=wanted["country"],
            legal_form=wanted["legal_form"], answers=_answers(wanted).model_dump(), revision=1,
            created_at=self._now, updated_at=self._now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for paper in wanted["papers"]:
            session.add(self._document(row, paper))
        if wanted["submitted"]:
            self._submit(session, row, wanted)
        return f"application: {wanted['answers']['business.legal_name']}"

    def _document(self, application: ApplicationRow, paper: dict[str, Any]) -> DocumentRow:
        data, document_id = paper_pdf(paper, self._now.date()), self._house.ids()
        seen = inspect(data)
        sealed_key = self._house.vault.put(document_name(document_id), data)
        return DocumentRow(
            id=document_id, application_id=application.id, kind=paper["kind"], filename=f"{paper['kind']}.pdf",
            media_type=seen.media_type, size=seen.size, pages=seen.pages, sha256=seen.sha256, sealed_key=sealed_key,
            uploaded_at=self._now,
        )  # fmt: skip

    def _submit(self, session: Session, row: ApplicationRow, wanted: dict[str, Any]) -> None:
        """The commands a person's clicks would record; the relay delivers them once the worker runs."""
        row.submitted_at = self._now
        message = VetMerchant(application_id=row.id, applicant=row.account_id)
        envelope = Envelope(self._house.ids(), "submit", case_of(row.id), row.account_id, self._now)
        record(session, new_command(envelope, message))
        reviewer = by_email(session, wanted.get("approved_by", ""))
        if reviewer:
            decision_id = uuid5(SPACE, f"approve {row.id}")
            decision = Decision(
                id=decision_id, outcome=Outcome.APPROVE, by=reviewer.id, role=person(reviewer).role,
                at=self._now + timedelta(minutes=1), credential_id=credential_for(decision_id),
            )  # fmt: skip
            later = self._now + timedelta(seconds=10)
            record(session, new_command(Envelope(decision_id, "decide", case_of(row.id), reviewer.id, later), decision))


def _answers(wanted: dict[str, Any]) -> Answers:
    sections: dict[str, dict[str, str | list[str]]] = {}
    for key, value in wanted["answers"].items():
        sections.setdefault(key.split(".")[0], {})[key] = value
    if wanted["submitted"]:
        sections["declaration"] |= {f"declaration.{key}": "yes" for key in AGREEMENTS}
    return Answers(sections=sections, owners=wanted["owners"])


def _spelt(value: str | dict[str, int], today: date) -> str:
    if isinstance(value, dict):
        return (today + timedelta(days=value["day"])).strftime("%d %B %Y")
    return value


if __name__ == "__main__":
    for line in seed_demo(Settings()) or ["Nothing was missing."]:
        print(line)  # noqa: T201 (its only output)
