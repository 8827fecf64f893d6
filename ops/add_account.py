"""Adds one person whose address counts as confirmed: `python -m ops.add_account EMAIL NAME ROLE`."""

import os
import sys
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from db.accounts.people import AccountRow
from db.engine import begin
from domain.accounts import Role, check_password
from domain.refusals import Refused
from settings import Settings
from web.accounts.passwords import hash_password
from web.common.inputs import address
from web.services import build


def new_account(
    account_id: UUID, email: str, name: str, *, role: Role, password_hash: str, now: datetime
) -> AccountRow:
    """The row of a person who may sign in at once."""
    return AccountRow(
        id=account_id,
        email=email.lower(),
        name=name,
        role=role,
        password_hash=password_hash,
        created_at=now,
        email_confirmed_at=now,
    )


def add(settings: Settings, email: str, name: str, *, role: Role, password: str) -> None:
    """Add the person; refuses WeakPassword and addresses that are none, raises IntegrityError for a known one."""
    services, email = build(settings), address(email, settings.embedded)
    check_password(password, email)
    hashed = hash_password(password)
    with begin(services.engine) as session:
        session.add(new_account(services.ids(), email, name, role=role, password_hash=hashed, now=services.now()))


def main(email: str, name: str, role: str) -> int:
    """Exit code 0 when the person can sign in."""
    try:
        add(Settings(), email, name, role=Role(role), password=os.environ["GREENROOM_NEW_PASSWORD"])
    except Refused as refusal:
        print(refusal)  # noqa: T201 (this is a program of the command line)
        return 1
    except IntegrityError:
        print(f"There is an account of {email} already.")  # noqa: T201
        return 1
    print(f"{email} can sign in as {role}.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
