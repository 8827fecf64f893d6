"""Demo data: people, a draft, and submitted applications with real papers that the real procedure then checks."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

import yaml
from sqlmodel import Session

from db.accounts.people import AccountRow, by_email, person
from db.applications import ApplicationRow
from db.commands import record
from db.documents import DocumentRow
from db.engine import begin
from domain.accounts import Role
from domain.applications.kept_answers import Answers
from domain.cases import OpenCase, case_of
from domain.policy.pack import Trade
from domain.review import Decision, DecisionOutcome
from ops.add_account import new_account
from ops.demo_papers import paper_of
from ops.starter_bank import load_starter_bank
from outbox.commands import credential_for
from outbox.gateway import Envelope, new_command
from settings import ROOT, Settings
from vault.files import document_name
from web.accounts.passwords import hash_password
from web.documents.intake import inspect
from web.services import Services, build

DEMO: dict[str, Any] = yaml.safe_load((ROOT / "ops" / "demo.yaml").read_text(encoding="utf-8"))
DEMO_PASSWORD: str = DEMO["password"]
DEMO_PEOPLE = [(each["email"], each["name"], each["role"]) for each in DEMO["people"]]
SPACE = UUID("0190c0de-0000-7000-8000-000000000000")
MERCHANT = ("authorised", "truthful", "goods", "terms", "product_information", "licence_shown", "yearly")
AGREEMENTS = {
    "merchant": tuple(f"declaration.{each}" for each in MERCHANT),
    "anchor": ("training.attested", "conduct.agreed", "conduct.truthful"),
}


def seed_demo(settings: Settings) -> list[str]:
    """Add what is missing; returns a line for each thing added. Ids are fixed, so a second run adds nothing."""
    return list(_Seed(build(settings)).run())


class _Seed:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._now = services.now()

    def run(self) -> Iterator[str]:
        with begin(self._services.engine) as session:
            for email, name, role in DEMO_PEOPLE:
                if by_email(session, email) is None:
                    session.add(self._account(email, name, Role(role)))
                    yield f"{role}: {email}"
        if added := load_starter_bank(self._services.engine, self._services.settings.policies_dir / "items", self._now):
            yield f"{added} exam items"
        for number, wanted in enumerate(DEMO["applications"]):
            # One transaction each: after a run that broke off, the next one adds the rest.
            with begin(self._services.engine) as session:
                if session.get(ApplicationRow, uuid5(SPACE, f"application {number}")) is None:
                    yield self._apply(session, number, wanted)

    @cached_property
    def _hash(self) -> str:  # slow on purpose, and the same for all of them
        return hash_password(DEMO_PASSWORD)

    def _account(self, email: str, name: str, role: Role) -> AccountRow:
        account_id = uuid5(SPACE, email)
        return new_account(account_id, email, name, role=role, password_hash=self._hash, now=self._now)

    def _apply(self, session: Session, number: int, wanted: dict[str, Any]) -> str:
        account = by_email(session, wanted["of"])
        if account is None:
            raise LookupError(wanted["of"])
        row = ApplicationRow(
            id=uuid5(SPACE, f"application {number}"),
            account_id=account.id,
            kind=_trade(wanted),
            country=wanted["country"],
            legal_form=wanted["legal_form"],
            revision=1,
            answers=self._answers(wanted).model_dump(),
            created_at=self._now,
            updated_at=self._now,
        )
        session.add(row)
        session.flush()
        for paper in wanted["papers"]:
            session.add(self._document(row, paper))
        if wanted["submitted"]:
            self._submit(session, row, wanted)
        answers = wanted["answers"]
        return f"application: {answers.get('business.legal_name') or answers['identity.latin_name']}"

    def _document(self, application: ApplicationRow, paper: dict[str, Any]) -> DocumentRow:
        (data, ending), document_id = paper_of(paper, self._now.date()), self._services.ids()
        seen = inspect(data)
        sealed_key = self._services.vault.put(document_name(document_id), data)
        return DocumentRow(
            id=document_id,
            application_id=application.id,
            kind=paper["kind"],
            filename=f"{paper['kind']}.{ending}",
            media_type=seen.media_type,
            size=seen.size,
            pages=seen.pages,
            sha256=seen.sha256,
            sealed_key=sealed_key,
            uploaded_at=self._now,
        )

    def _submit(self, session: Session, row: ApplicationRow, wanted: dict[str, Any]) -> None:
        """The commands a person's clicks would record; the relay delivers them once the worker runs."""
        row.submitted_at = self._now
        message = OpenCase(application_id=row.id, applicant=row.account_id)
        name = "certify" if row.kind == "anchor" else "submit"
        envelope = Envelope(self._services.ids(), name, case_of(row.id, row.kind), row.account_id, self._now)
        record(session, new_command(envelope, message))
        reviewer = by_email(session, wanted.get("approved_by", ""))
        if reviewer:
            decision_id = uuid5(SPACE, f"approve {row.id}")
            decision = Decision(
                id=decision_id,
                outcome=DecisionOutcome.APPROVE,
                by=reviewer.id,
                role=person(reviewer).role,
                at=self._now + timedelta(minutes=1),
                credential_id=credential_for(decision_id),
            )
            # Due after the application: there has to be a case before it is decided.
            later = self._now + timedelta(seconds=10)
            record(session, new_command(Envelope(decision_id, "decide", case_of(row.id), reviewer.id, later), decision))

    def _answers(self, wanted: dict[str, Any]) -> Answers:
        sections: dict[str, dict[str, str | list[str]]] = {}
        agreed = dict.fromkeys(AGREEMENTS[_trade(wanted)], "yes") if wanted["submitted"] else {}
        for key, value in (wanted["answers"] | agreed | self._statements(wanted)).items():
            sections.setdefault(key.split(".")[0], {})[key] = value
        return Answers(sections=sections, owners=wanted["owners"])

    def _statements(self, wanted: dict[str, Any]) -> dict[str, str]:
        """The texts that an anchor agreed to, by their marks, as the form keeps them."""
        anchor = self._services.library.stack_for(wanted["country"], self._now.date()).pack.anchor
        if _trade(wanted) != "anchor" or anchor.training is None or anchor.code_of_conduct is None:
            return {}
        return {"training.attested": anchor.training.mark, "conduct.agreed": anchor.code_of_conduct.mark}


def _trade(wanted: dict[str, Any]) -> Trade:
    return "anchor" if wanted.get("trade") == "anchor" else "merchant"


if __name__ == "__main__":
    for line in seed_demo(Settings()) or ["Nothing was missing."]:
        print(line)  # noqa: T201 (its only output)
