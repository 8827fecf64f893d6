"""Secrets of the installation: made on first start and kept under `keys`, or given by the operator."""

import base64
import os
import secrets
from pathlib import Path

from pydantic import BaseModel

from settings import Settings

KEY_BYTES = 32


class KeyRing(BaseModel, frozen=True):
    """AES-256 keys by id; `current` encrypts, every key decrypts, so a key can be replaced without a migration."""

    current: str
    keys: dict[str, bytes]

    def __repr__(self) -> str:
        """Names only; key bytes never reach a log."""
        return f"KeyRing(current={self.current!r}, ids={sorted(self.keys)})"

    # Pydantic's own would print the bytes.
    __str__ = __repr__


class KeyRingError(ValueError):
    """The key ring given by the operator cannot be read."""


def parse_ring(text: str) -> KeyRing:
    """Ring from `id:base64,id:base64`, the first one current; each key 32 bytes."""
    try:
        pairs = [part.strip().split(":", 1) for part in text.split(",") if part.strip()]
        keys = {name: base64.b64decode(value, validate=True) for name, value in pairs}
    except ValueError as error:
        raise KeyRingError("GREENROOM_MASTER_KEYS must look like id:base64,id:base64") from error
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyRingError("GREENROOM_MASTER_KEYS: each key must be 32 bytes in base64")
    if len(keys) < len(pairs):
        raise KeyRingError("GREENROOM_MASTER_KEYS names one id twice; what the lost key sealed could never be opened")
    return KeyRing(current=pairs[0][0], keys=keys)


def ring_of(settings: Settings) -> KeyRing:
    """The operator's ring, else the one made on first start."""
    made = f"k1:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"
    return parse_ring(settings.master_keys.get_secret_value() or keep(settings.keys / "master-keys", made))


def secret_of(settings: Settings) -> str:
    """The secret that signs cookies and links: the operator's, else one made on first start."""
    given = settings.secret_key.get_secret_value()
    return given or keep(settings.keys / "cookie-secret", secrets.token_urlsafe(48))


def keep(path: Path, made: str) -> str:
    """What the file holds; when there is none, `made` becomes its content. Safe when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        _write(draft, made)
        try:
            os.link(draft, path)  # fails when another process was first, so both read the same file
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _write(path: Path, content: str) -> None:
    """A new file that nobody else may read at any moment, and that a power cut cannot leave empty."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
