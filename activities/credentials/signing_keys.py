"""The keys that sign certificates: the operator's own, or a small certificate authority made on first start."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

KEY, CERTIFICATE, CHAIN, ROOT_KEY = "signing-key.pem", "signing-cert.pem", "signing-chain.pem", "signing-root-key.pem"
ROOT_LIFE, SIGNING_LIFE = timedelta(days=3652), timedelta(days=1095)
# A signature should outlive the certificate it stands on, so ours is renewed while a year and more is left.
RENEW_BEFORE = timedelta(days=400)


class SigningKeysUnusable(RuntimeError):
    """The operator's key, certificate and chain do not belong together, or have run out."""


@dataclass(frozen=True)
class SigningKeys:
    """A private key (PKCS #8), its certificate and the certificates above it, all DER."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]


def load_or_create_keys(folder: Path, issuer: str, now: datetime) -> SigningKeys:
    """The keys in `folder`, made or renewed when they are ours to make; SigningKeysUnusable when they are not."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(folder):
        if not (folder / KEY).exists():
            _issue(folder, issuer, now)
        elif not _fit(folder, now):
            # Without our root beside them the keys are the operator's, and not ours to replace.
            if not (folder / ROOT_KEY).exists():
                raise SigningKeysUnusable(f"{folder}: {KEY} and {CERTIFICATE} do not match, or have run out.")
            _issue(folder, issuer, now)
        return _read(folder)


def trusted_roots(folder: Path) -> list[bytes]:
    """The self-signed certificates (DER) of the chain in `folder`: what `verify` may trust; maybe none."""
    if not (folder / CHAIN).exists():
        return []
    certificates = x509.load_pem_x509_certificates((folder / CHAIN).read_bytes())
    return [each.public_bytes(Encoding.DER) for each in certificates if each.issuer == each.subject]


def _read(folder: Path) -> SigningKeys:
    key = load_pem_private_key((folder / KEY).read_bytes(), password=None)
    certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
    chain = x509.load_pem_x509_certificates((folder / CHAIN).read_bytes())
    return SigningKeys(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.DER),
        tuple(each.public_bytes(Encoding.DER) for each in chain),
    )


def _fit(folder: Path, now: datetime) -> bool:
    """Whether key and certificate match and last: ours for another year and more, the operator's until now."""
    if not (folder / CERTIFICATE).exists():
        return False
    key = load_pem_private_key((folder / KEY).read_bytes(), password=None)
    certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
    margin = RENEW_BEFORE if (folder / ROOT_KEY).exists() else timedelta()
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    match = key.public_key().public_bytes(*form) == certificate.public_key().public_bytes(*form)
    return match and now + margin < certificate.not_valid_after_utc


def _issue(folder: Path, issuer: str, now: datetime) -> None:
    """Write a new signing key and certificate under our root, which is made first when missing or nearly over."""
    root_key, root = _root(folder, issuer, now)
    key = ec.generate_private_key(ec.SECP256R1())
    usage = _usage(digital_signature=True, content_commitment=True)
    builder = (
        _builder(_name(issuer, "certificate signing"), root.subject, now, life=SIGNING_LIFE)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    )
    certificate = builder.sign(root_key, hashes.SHA256())
    # A crash between the two leaves a pair that does not match, which the next start issues anew.
    _write(folder / CERTIFICATE, certificate.public_bytes(Encoding.PEM))
    _write(folder / KEY, _pem(key))


def _root(folder: Path, issuer: str, now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    if (folder / ROOT_KEY).exists() and (folder / CHAIN).exists():
        key = load_pem_private_key((folder / ROOT_KEY).read_bytes(), password=None)
        newest = x509.load_pem_x509_certificates((folder / CHAIN).read_bytes())[0]
        if isinstance(key, ec.EllipticCurvePrivateKey) and now + SIGNING_LIFE < newest.not_valid_after_utc:
            return key, newest
    return _new_root(folder, issuer, now)


def _new_root(folder: Path, issuer: str, now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name(issuer, f"root {now:%Y}")
    builder = (
        _builder(name, name, now, life=ROOT_LIFE)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    root = builder.sign(key, hashes.SHA256())
    # Older roots stay below the new one, so that what they signed still verifies.
    older = (folder / CHAIN).read_bytes() if (folder / CHAIN).exists() else b""
    _write(folder / ROOT_KEY, _pem(key))
    _write(folder / CHAIN, root.public_bytes(Encoding.PEM) + older)
    return key, root


def _builder(subject: x509.Name, issuer: x509.Name, now: datetime, *, life: timedelta) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    # An hour's grace for machines whose clocks differ.
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + life)
    return builder.serial_number(x509.random_serial_number())


def _name(issuer: str, role: str) -> x509.Name:
    # X.520 allows 64 characters for either.
    common = f"{issuer[: 61 - len(role)]} {role}"
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer[:64]), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    nothing = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**(nothing | granted))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    """Write all or nothing, readable by the owner alone."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        # On the disk before it gets its name: a crash must not leave half a key under it.
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder itself, so that a read-only folder of the operator's can be locked too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
