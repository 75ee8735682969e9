"""Answers that travel with the person: sealed into a short text which only this site can open, until its last day.

Nothing is kept here. The token is all there is: lose it and the answers are gone, which is the intention.
Format, before base64url: version (1 byte), end date (days since 2020, 2 bytes), nonce (12), then AES-256-GCM of the
compressed JSON. Version and end date are authenticated with it, so neither can be changed.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import secrets
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
EPOCH = dt.date(2020, 1, 1)
HEAD, NONCE, TAG = 3, 12, 16
TOKEN_MOST = 6_000  # characters
CONTENT_MOST = 20_000  # bytes once opened: a small token must not swell

# Deflate's starting dictionary: the names of facts as they were when this version began. Part of the format: it never
# changes; a better one needs a new VERSION, and the old one stays for the tokens still valid.
DICTIONARY = (Path(__file__).parent / "sealing_words_1.txt").read_bytes()


class Unsealed(ValueError):
    """The token cannot be opened."""


class Expired(Unsealed):
    """It is genuine and its last day has passed."""


class Altered(Unsealed):
    """It was changed on the way, or another site sealed it."""


class Unreadable(Unsealed):
    """It is not a token at all: cut, mistyped, or something else."""


def derived_key(secret: str, *, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from the site's secret: a leak of one does not give the others."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"prevenance:{purpose}".encode()).derive(secret.encode())


def seal(answers: Mapping[str, Any], *, on: dt.date, expires_on: dt.date, key: bytes) -> str:
    """A token for `answers` (any JSON object), valid from `on` to the end of `expires_on`."""
    if expires_on < on:
        raise ValueError(f"the end {expires_on} is before {on}")
    head = bytes((VERSION,)) + (expires_on - EPOCH).days.to_bytes(2, "big")
    plain = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > CONTENT_MOST:
        raise ValueError(f"{len(plain)} bytes of answers; at most {CONTENT_MOST} can be sealed")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY)
    packed = packer.compress(plain) + packer.flush()
    nonce = secrets.token_bytes(NONCE)
    token = head + nonce + AESGCM(key).encrypt(nonce, packed, head)
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode("ascii")


def open_seal(token: str, *, on: dt.date, key: bytes, older: Iterable[bytes] = ()) -> dict[str, Any]:
    """The answers sealed in `token`, as they were given to `seal`. `older`: keys which were in use before `key`.

    Raises:
        Unreadable, Altered, Expired: in this order of examination; the last only for a genuine token.
    """
    raw = _decoded(token)
    head, nonce, sealed = raw[:HEAD], raw[HEAD : HEAD + NONCE], raw[HEAD + NONCE :]
    packed = _opened(nonce, sealed, head, (key, *older))
    if on > EPOCH + dt.timedelta(days=int.from_bytes(head[1:], "big")):
        raise Expired
    unpacker = zlib.decompressobj(-15, zdict=DICTIONARY)
    plain = unpacker.decompress(packed, CONTENT_MOST + 1)
    if unpacker.unconsumed_tail or len(plain) > CONTENT_MOST:
        raise Unreadable
    answers: dict[str, Any] = json.loads(plain)
    return answers


def _opened(nonce: bytes, sealed: bytes, head: bytes, ring: Iterable[bytes]) -> bytes:
    for key in ring:
        try:
            return AESGCM(key).decrypt(nonce, sealed, head)
        except InvalidTag:
            continue
    raise Altered


def expires_on(token: str) -> dt.date:
    """The last day written on a token. Not proved: `open_seal` does that.

    Raises:
        Unreadable: it is not a token.
    """
    return EPOCH + dt.timedelta(days=int.from_bytes(_decoded(token)[1:HEAD], "big"))


def _decoded(token: str) -> bytes:
    text = "".join(token.split())  # a pasted code may hold line breaks
    if not text or len(text) > TOKEN_MOST or not text.isascii():
        raise Unreadable
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable from None
    if len(raw) < HEAD + NONCE + TAG or raw[0] != VERSION:
        raise Unreadable
    return raw
