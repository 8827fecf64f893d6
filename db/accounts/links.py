"""Signed links for letters: each says what it is for, whose it is, and what it is bound to."""

import hashlib
from datetime import timedelta
from uuid import UUID

from itsdangerous import BadSignature, TimestampSigner
from pydantic import BaseModel
from sqlmodel import Session

from db.accounts.people import AccountRow
from domain.accounts import Purpose
from domain.messages import msg
from domain.refusals import Invalid

LIFETIME = {Purpose.CONFIRM: timedelta(days=7), Purpose.RESET: timedelta(hours=24)}


class LinkSpent(Invalid):
    """The link is too old, was used, or was never ours."""


class LinkClaim(BaseModel, frozen=True):
    """What a link says: the account, and a digest of what it was bound to when it was made."""

    account_id: UUID
    digest: str


def make_token(secret: str, purpose: Purpose, account_id: UUID, *, stamp: str) -> str:
    """A URL-safe token; `stamp` is what must not have changed when it comes back, and only its digest is inside."""
    return _signer(secret, purpose).sign(f"{account_id.hex}.{_digest(stamp)}").decode()


def read_token(secret: str, purpose: Purpose, token: str, *, max_age: timedelta) -> LinkClaim:
    """What the token says; refuses LinkSpent when it is older than `max_age` or not ours."""
    try:
        said = _signer(secret, purpose).unsign(token, max_age=int(max_age.total_seconds())).decode()
    except BadSignature as error:
        raise LinkSpent(msg("This link is no longer good.")) from error
    account_id, _, digest = said.partition(".")
    return LinkClaim(account_id=UUID(account_id), digest=digest)


def bearer(session: Session, secret: str, purpose: Purpose, *, token: str) -> AccountRow:
    """The account a link speaks for; refuses LinkSpent. A reset link dies with the password it was made under."""
    claim = read_token(secret, purpose, token, max_age=LIFETIME[purpose])
    # Locked: of two browsers with one reset link, the second finds the password changed.
    account = session.get(AccountRow, claim.account_id, with_for_update=True)
    if account is None or account.disabled_at or claim.digest != _digest(stamp_of(purpose, account)):
        raise LinkSpent(msg("This link was used already, or a newer one replaced it."))
    return account


def stamp_of(purpose: Purpose, account: AccountRow) -> str:
    """What a link of this purpose is bound to: the address, or the present password's hash."""
    return account.email if purpose == Purpose.CONFIRM else account.password_hash


def _digest(stamp: str) -> str:
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def _signer(secret: str, purpose: Purpose) -> TimestampSigner:
    # The purpose is in the key, so a link for one purpose has no signature for another.
    return TimestampSigner(secret, salt=f"greenroom.link.{purpose}", digest_method=hashlib.sha256)
