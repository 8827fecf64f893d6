"""Writing letters from the templates under templates/mail: subject, text and HTML of each kind."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlmodel import Session

from activities.notifications.anchor_letters import of_certification
from db.accounts.links import make_token
from db.accounts.people import AccountRow
from db.cases import CaseRow
from db.credentials.register import CredentialRow
from db.notifications import MailRow
from db.policy.pins import pinned
from db.review import decision_of
from domain.accounts import Purpose
from domain.messages import phrase
from domain.notifications import Notice, NoticeKind
from settings import Settings
from vault.files import Vault
from words import templates
from words.reader import Reader, reading

OF_CREDENTIAL = {
    NoticeKind.CERTIFICATE_ISSUED,
    NoticeKind.STANDING_CHANGED,
    NoticeKind.RENEWAL_OPEN,
    NoticeKind.RENEWAL_REMINDER,
    NoticeKind.CREDENTIAL_EXPIRED,
}
TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"


class LetterWriter:
    """Knows what each kind of letter has to tell, and where its links lead."""

    def __init__(self, settings: Settings, secret: str, vault: Vault) -> None:
        self._settings = settings
        self._secret = secret
        self.vault = vault
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        templates.install(self._templates)

    def write(self, session: Session, notice: Notice, now: datetime) -> MailRow:
        """The letter's row, not yet sent."""
        account = session.get_one(AccountRow, notice.account_id)
        known = {"name": account.name, "issuer": self._settings.issuer}
        context = known | self._context(session, notice, account) | self._of_anchor(session, notice, now)
        with reading(Reader.of(account.language, account.time_zone)):
            parts = {part: self._render(notice.kind, part, context) for part in ("subject", "txt", "html")}
        issued = notice.kind == NoticeKind.CERTIFICATE_ISSUED
        return MailRow(
            id=notice.id,
            account_id=account.id,
            kind=notice.kind,
            recipient=account.email,
            # Templates end in a line break, which no header may hold.
            subject=" ".join(parts["subject"].split()),
            text=parts["txt"],
            html=parts["html"],
            certificate_id=notice.subject if issued else None,
            created_at=now,
        )

    def _render(self, kind: NoticeKind, part: str, context: dict[str, Any]) -> str:
        return self._templates.get_template(f"{kind}.{part}").render(context)

    def _context(self, session: Session, notice: Notice, account: AccountRow) -> dict[str, Any]:
        match notice.kind:
            case NoticeKind.CONFIRM_ADDRESS:
                return {"link": self._signed("confirm", Purpose.CONFIRM, account, stamp=account.email)}
            case NoticeKind.RESET_PASSWORD:
                # The stamp is the old hash, so a new password makes every earlier link worthless.
                return {"link": self._signed("reset", Purpose.RESET, account, stamp=account.password_hash)}
            case kind if kind in OF_CREDENTIAL:
                return self._of_credential(session, notice.subject)
            case _:
                return self._of_case(session, notice.subject)

    def _of_anchor(self, session: Session, notice: Notice, now: datetime) -> dict[str, Any]:
        """What only an anchor's letters tell."""
        case = session.get(CaseRow, notice.subject)
        return of_certification(session, case, now) if case and case.kind == "anchor" else {}

    def _signed(self, page: str, purpose: Purpose, account: AccountRow, *, stamp: str) -> str:
        return f"{self._settings.base_url}/{page}/{make_token(self._secret, purpose, account.id, stamp=stamp)}"

    def _of_credential(self, session: Session, credential_id: UUID) -> dict[str, Any]:
        row = session.get_one(CredentialRow, credential_id)
        return {
            "title": row.holder,
            "kind": row.kind,
            "number": row.number,
            "valid_until": row.valid_until,
            "standing": row.standing,
            "reason": row.standing_reason,
            "link": f"{self._settings.base_url}/verify/{row.number}",
            "renew": f"{self._settings.base_url}/applications/{row.case_id}",
        }

    def _of_case(self, session: Session, case_id: UUID) -> dict[str, Any]:
        case, decision = session.get_one(CaseRow, case_id), decision_of(session, case_id)
        codes = decision.reason_codes if decision else []
        known = pinned(session, case).part(case.kind).decline_reasons
        reasons = [phrase(each.text) for each in known if each.key in codes]
        link = f"{self._settings.base_url}/applications/{case_id}"
        return {"title": case.title, "link": link, "reasons": reasons, "text": decision.text if decision else ""}
