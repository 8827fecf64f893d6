"""The vault: files encrypted at rest (AES-256-GCM), each under a key of its own that the key ring wraps."""

import base64
import secrets
from contextlib import suppress
from pathlib import Path
from typing import cast
from urllib.parse import urlparse
from uuid import UUID

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.store import LocalStore, ObjectStore, S3Store

from settings import Settings
from vault.keys import KeyRing

NONCE_BYTES = 12  # what GCM takes as it is; any other length is hashed first


class VaultError(RuntimeError):
    """A stored file is gone, misses its key, or was changed in the store."""


class Vault:
    """Puts and gets whole files; names are chosen by the caller and are the associated data of the encryption."""

    def __init__(self, store: ObjectStore, ring: KeyRing) -> None:
        self._store = store
        self._ring = ring

    def put(self, name: str, data: bytes) -> str:
        """Store the bytes; returns the wrapped key, to be kept in the row that names the file."""
        key = secrets.token_bytes(32)
        obstore.put(self._store, name, _seal(key, data, name))
        wrapped = _seal(self._ring.keys[self._ring.current], key, name)
        return f"{self._ring.current}:{base64.b64encode(wrapped).decode()}"

    def get(self, name: str, sealed_key: str) -> bytes:
        """The bytes stored under the name; refuses with VaultError what does not decrypt."""
        key_id, _, wrapped = sealed_key.partition(":")
        if key_id not in self._ring.keys:
            raise VaultError(f"The key ring lacks key {key_id!r}.")
        try:
            key = _open(self._ring.keys[key_id], base64.b64decode(wrapped), name)
            return _open(key, bytes(obstore.get(self._store, name).bytes()), name)
        except FileNotFoundError as error:
            raise VaultError(f"The stored file {name} is gone.") from error
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce, or no base64
            raise VaultError(f"The stored file {name} was changed or belongs to another key.") from error

    def remove(self, name: str) -> None:
        """Forget a file; one that is not there is forgotten already."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, name)


def open_vault(settings: Settings, ring: KeyRing) -> Vault:
    """The vault of the settings: a folder (`file:///...`) or an S3 bucket (`s3://bucket`)."""
    url = urlparse(settings.storage)
    if url.scheme == "file":
        Path(url.path).mkdir(parents=True, exist_ok=True, mode=0o700)
        return Vault(LocalStore(url.path), ring)
    store = S3Store(
        url.netloc,
        endpoint=settings.s3_endpoint or None,
        access_key_id=settings.s3_access_key,
        secret_access_key=settings.s3_secret_key.get_secret_value(),
        region="us-east-1",
        client_options={"allow_http": settings.s3_endpoint.startswith("http://")},
    )
    return Vault(cast(ObjectStore, store), ring)


def document_name(document_id: UUID) -> str:
    """Where an uploaded file lies."""
    return f"documents/{document_id}"


def page_name(document_id: UUID, number: int) -> str:
    """A fresh place for the picture of a page (from 1): two tries of one check never overwrite each other."""
    return f"pages/{document_id}/{number}-{secrets.token_hex(4)}"


def picture_name(picture_id: UUID) -> str:
    """Where a picture of the item bank lies."""
    return f"pictures/{picture_id}"


def certificate_name(credential_id: UUID, revision: int) -> str:
    """A fresh place for a signed certificate."""
    return f"certificates/{credential_id}/{revision}-{secrets.token_hex(4)}.pdf"


def portrait_name(credential_id: UUID, revision: int) -> str:
    """A fresh place for the portrait on a certificate."""
    return f"portraits/{credential_id}/{revision}-{secrets.token_hex(4)}.jpg"


def _seal(key: bytes, data: bytes, name: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    # The name is sealed in: bytes that were moved to another name do not open.
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def _open(key: bytes, sealed: bytes, name: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
