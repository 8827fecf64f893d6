"""Certificates on both databases: pressed, signed, stored, and exactly what the register says."""

import hashlib
import io
import json
from functools import cache

import pikepdf
import pytest

from activities.credentials.certificates import CertificateActivities
from activities.credentials.press import CertificatePress
from activities.credentials.register import face
from activities.credentials.signing import CertificateSigner, verify
from activities.credentials.signing_keys import trusted_roots
from db.credentials.register import CertificateRow, by_file, latest_certificate
from db.engine import read
from domain.accounts import Person
from domain.cases import IssueCredential
from tests.conftest import BOTH
from tests.drafts import credential, credentials, granted, once, rows
from vault.files import VaultError
from web.services import Services

Cast = dict[str, Person]
URL = "http://testserver"


@cache
def press() -> CertificatePress:
    """One press for all: its fonts take a second to load."""
    return CertificatePress()


def maker(services: Services) -> CertificateActivities:
    signer = CertificateSigner.load_or_create(services.settings.keys, "Test Market", services.now())
    return CertificateActivities(services.engine, services.vault, press(), signer=signer, url=URL)


@BOTH
def test_a_certificate_is_signed_stored_and_says_what_the_register_says(services: Services, cast: Cast) -> None:
    request = IssueCredential(credential_id=granted(services, cast))
    made = once(maker(services).render_certificate, request)
    once(credentials(services).publish_credential, request, made)
    pdf = services.vault.get(made.name, made.sealed_key)
    assert (hashlib.sha256(pdf).hexdigest(), len(pdf)) == (made.sha256, made.size)
    report = verify(pdf, trusted_roots(services.settings.keys))
    assert report.ok and report.signed_at
    row, (certificate,) = credential(services, request.credential_id), rows(services, CertificateRow)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        carried = json.loads(opened.attachments["credential.json"].get_file().read_bytes())
    assert carried == certificate.face == face(row, URL, 1).model_dump(mode="json")
    with read(services.engine) as session:
        known = by_file(session, hashlib.sha256(pdf).hexdigest())
    assert known and known[0].id == row.id


@BOTH
def test_a_repeat_makes_a_second_file_and_the_published_one_stays_whole(services: Services, cast: Cast) -> None:
    request = IssueCredential(credential_id=granted(services, cast))
    first, second = (once(maker(services).render_certificate, request) for _ in range(2))
    assert first.name != second.name
    for made in (second, first, second):
        once(credentials(services).publish_credential, request, made)
    with read(services.engine) as session:
        row = latest_certificate(session, request.credential_id)
    assert row and (row.name, row.sha256) == (second.name, second.sha256)
    pdf = services.vault.get(row.name, row.sealed_key)
    assert hashlib.sha256(pdf).hexdigest() == row.sha256


def test_a_certificate_in_the_store_is_not_readable_under_another_name(services: Services, cast: Cast) -> None:
    request = IssueCredential(credential_id=granted(services, cast))
    one, two = (once(maker(services).render_certificate, request) for _ in range(2))
    with pytest.raises(VaultError):
        services.vault.get(one.name, two.sealed_key)
    with pytest.raises(VaultError):
        services.vault.get(two.name, one.sealed_key)
