"""Passwords: hashed with argon2, a few at a time, and checked as slowly for an unknown address as for a known one."""

from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

# One hash takes 64 MiB and a core for a moment: a burst of sign-ins waits its turn instead of eating the machine.
AT_ONCE = BoundedSemaphore(4)


@cache
def hasher() -> PasswordHash:
    """Argon2id with the library's parameters."""
    return PasswordHash.recommended()


def hash_password(password: str) -> str:
    """The hash to be kept."""
    with AT_ONCE:
        return hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password made the hash; without a hash the same work is done and the answer is no."""
    with AT_ONCE:
        try:
            return hasher().verify(password, kept or _decoy()) and bool(kept)
        except UnknownHashError:  # the empty hash of an account whose owner has not chosen a password yet
            return False


@cache
def _decoy() -> str:
    return hasher().hash("nobody has this password")
