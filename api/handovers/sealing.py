"""Seals a text so that it takes both a code and a server's key to read it, and to find where it is.

A code is short, so that it can be said aloud; what protects it is that each try costs a slow derivation. Both the
place of a row and the key that opens it come out of that derivation: a fast print of the code beside the sealed
text would let whoever holds the server's key try all codes in seconds.
"""

import hmac
import json
import secrets
import unicodedata
import zlib
from functools import cached_property
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

DIGITS = 10
"""Said in five pairs, as a telephone number is. With the slow derivation, trying all codes takes a core decades."""
COST = 2**16  # 64 MiB and a few tenths of a second each try
BLOCK = 512  # lengths are rounded up: a long text is a large family
MOST_BYTES = 256 * 1024
_NONCE = 12
# Derivations are few at once: they are made to be heavy, and a crowd of them would take all the memory.
_turn = BoundedSemaphore(2)


class UnreadableError(ValueError):
    """What was kept cannot be opened: it was altered, or another key sealed it."""


def new_code() -> str:
    """Draw a code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def grouped(code: str) -> str:
    """Write a code as it is said.

    >>> grouped("4217830596")
    '42 17 83 05 96'
    """
    return " ".join(code[start : start + 2] for start in range(0, len(code), 2))


def typed(text: str) -> str | None:
    """Read a code as people type it, in any digits and with anything between them; nothing if it is not one.

    >>> typed("42 17-83.0596"), typed("٤٢١٧٨٣٠٥٩٦"), typed("42 17")
    ('4217830596', '4217830596', None)
    """
    if len(text) > 4 * DIGITS or any(sign.isalpha() for sign in text):
        return None
    found = "".join(
        str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None
    )
    return found if len(found) == DIGITS else None


class ServerKey:
    """A key of the server, and what is derived from it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, f"openfisca-lyon handover {purpose}".encode(), sha256)

    @cached_property
    def name(self) -> str:
        """What tells this key from others, and nothing else of it."""
        return self._derived("name").hex()[:16]

    def client(self, name: str) -> str:
        """Return the print under which the attempts of a client are counted."""
        return hmac.digest(self._derived("client"), name.encode(), sha256).hex()

    def slot(self, code: str) -> "Slot":
        """Derive, slowly, where a code leads and what opens it."""
        with _turn:
            made = Scrypt(salt=self._derived("salt"), length=64, n=COST, r=8, p=1).derive(code.encode())
        place = hmac.digest(self._derived("place"), made[:32], sha256).hex()
        return Slot(place, hmac.digest(self._derived("seal"), made[32:], sha256))


class Slot:
    """Where a code leads.

    Attributes:
        place: the name of the row, from which neither the code nor the key can be found.
    """

    def __init__(self, place: str, key: bytes) -> None:
        self.place, self._cipher = place, AESGCM(key)

    def seal(self, content: Any) -> bytes:
        """Seal what JSON can write.

        Raises:
            ValueError: it is longer than any household.
        """
        plain = zlib.compress(json.dumps(content, ensure_ascii=False, allow_nan=False).encode())
        if len(plain) > MOST_BYTES:
            raise ValueError("too long")
        plain = len(plain).to_bytes(4) + plain
        plain += bytes(-len(plain) % BLOCK)
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, self.place.encode())

    def opened(self, sealed: bytes) -> Any:
        """Return what was sealed.

        Raises:
            UnreadableError: it was altered, or another key sealed it.
        """
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self.place.encode())
        except (InvalidTag, ValueError):
            raise UnreadableError from None
        return json.loads(zlib.decompress(plain[4 : 4 + int.from_bytes(plain[:4])]))
