"""What identifies somebody, enciphered before it reaches a table, and blind digests to find it again.

Format: version (1 byte), number of the key (4), nonce (12), then AES-256-GCM. The address of the cell (table, column,
row) is authenticated with it: a value copied into another row does not open. Keys are derived from the site's secrets.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from prevenance.kit import sealing

VERSION = b"\x01"
NUMBER, NONCE = 4, 12
DIGEST = 32  # hexadecimal digits: 128 bits


class Closed(ValueError):
    """No key of this site opens it here: lost key, altered value, or a value of another cell."""


def close(text: str, *, cell: str) -> bytes:
    """`cell`: where it will be kept, such as `people_person.identity:<id>`."""
    number, key = _ring("cells")[0]
    nonce = secrets.token_bytes(NONCE)
    head = VERSION + number
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), head + cell.encode())


def disclose(closed: bytes | memoryview, *, cell: str) -> str:
    """What was given to `close` for this cell.

    Raises:
        Closed
    """
    raw = bytes(closed)
    head = raw[: 1 + NUMBER]
    for number, key in _ring("cells"):
        if head == VERSION + number:
            rest = raw[1 + NUMBER :]
            try:
                return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], head + cell.encode()).decode()
            except InvalidTag:
                raise Closed from None
    raise Closed


def is_by_present_key(closed: bytes | memoryview) -> bool:
    """Whether an earlier key of the site is not needed to open it."""
    return bytes(closed)[: 1 + NUMBER] == VERSION + _ring("cells")[0][0]


def blind(text: str, *, kind: str) -> str:
    """A digest that only this site can compute; the same for the same text and kind."""
    return blinds(text, kind=kind)[0]


def blinds(text: str, *, kind: str) -> tuple[str, ...]:
    """By the present key, then by the earlier ones: what to search while rows wait for the rotation."""
    return tuple(
        hmac.new(key, f"{kind}:{text}".encode(), "sha256").hexdigest()[:DIGEST] for _, key in _ring("blind-index")
    )


def _ring(purpose: str) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> tuple[bytes, bytes]:
    """(number, key). The number says which key it is, and nothing of it."""
    key = sealing.derived_key(secret, purpose=purpose)
    return hashlib.sha256(b"number:" + key).digest()[:NUMBER], key
