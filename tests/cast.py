"""The cast of every test, and how one of them opens the site."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import httpx2
from itsdangerous import Signer
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from db.accounts.people import AccountRow, open_session, person
from db.engine import begin
from domain.accounts import Person, Role
from web.common.deps import COOKIE
from web.common.security import CSRF_COOKIE, CSRF_FIELD
from web.services import Services

PASSWORD = "correct horse battery"
NAMESPACE = UUID("018f0000-0000-7000-8000-000000000000")
CAST = {
    "lin": ("Lin Wei", Role.APPLICANT),
    "omar": ("Omar Haddad", Role.APPLICANT),
    "ana": ("Ana Duarte", Role.APPLICANT),
    "eli": ("Eli Brandt", Role.EXAMINER),
    "noor": ("Noor Aziz", Role.EXAMINER),
    "kai": ("Kai Tanaka", Role.EXAMINER),
    "rita": ("Rita Moreau", Role.REVIEWER),
    "sam": ("Sam Okafor", Role.SENIOR),
    "ada": ("Ada Novak", Role.ADMIN),
    "iris": ("Iris Feld", Role.AUDITOR),
}
# Argon2 as Greenroom uses it takes a tenth of a second and 64 MiB; this takes next to nothing.
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
HASH = QUICK.hash(PASSWORD)


def enrol(services: Services) -> dict[str, Person]:
    """Write the whole cast into the database, addresses confirmed, password PASSWORD."""
    rows = [
        AccountRow(
            id=uuid5(NAMESPACE, key),
            email=f"{key}@example.com",
            name=name,
            role=role,
            password_hash=HASH,
            created_at=services.now(),
            email_confirmed_at=services.now(),
        )
        for key, (name, role) in CAST.items()
    ]
    with begin(services.engine) as session:
        session.add_all(rows)
    return {key: person(row) for key, row in zip(CAST, rows, strict=True)}


@dataclass
class Browser:
    """One browser without JavaScript; forms are posted with the token a page would carry."""

    client: TestClient
    services: Services
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, somebody: Person) -> "Browser":
        """Be somebody from now on."""
        token = f"{somebody.id}-{self.services.ids()}"
        with begin(self.services.engine) as session:
            row = session.get_one(AccountRow, somebody.id)
            open_session(session, token, row, now=self.services.now())
        self.client.cookies.set(COOKIE, Signer(self.services.secret, salt="session").sign(token).decode())
        return self

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """Open a page; redirects are followed."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx2.Response:
        """Send a form; redirects are followed unless told otherwise."""
        return self.client.post(path, data={CSRF_FIELD: self.token()} | (data or {}), **more)

    def token(self) -> str:
        """The token that this browser's forms carry."""
        if CSRF_COOKIE not in self.client.cookies:
            self.client.get("/")
        nonce = Signer(self.services.secret, salt="csrf-cookie").unsign(self.client.cookies[CSRF_COOKIE]).decode()
        bound_to = f"{nonce}.{self.client.cookies.get(COOKIE) or ''}"
        return Signer(self.services.secret, salt="csrf").get_signature(bound_to).decode()


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"no hidden field {name}"
    return found[1]
