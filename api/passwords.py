"""Hashes of passwords, for the local accounts of agents: slow to try, and nothing to steal in the settings."""

import base64
import hmac
import re
import secrets

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SHORTEST = 12
LOG_COST = 16  # 64 MiB a try
PATTERN = re.compile(r"scrypt\.(1[4-9]|20)\.([\w-]{22})\.([\w-]{43})", re.ASCII)


def hashed(password: str) -> str:
    """Return the hash of a password, in signs that a shell and a unit file leave alone."""
    salt = secrets.token_bytes(16)
    return f"scrypt.{LOG_COST}.{_text(salt)}.{_text(_derived(password, salt, LOG_COST))}"


def matches(password: str, known: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    found = PATTERN.fullmatch(known)
    if found is None:
        return False
    return hmac.compare_digest(_derived(password, _bytes(found[2]), int(found[1])), _bytes(found[3]))


def _derived(password: str, salt: bytes, log_cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**log_cost, r=8, p=1).derive(password.encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
