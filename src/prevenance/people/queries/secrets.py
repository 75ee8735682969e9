"""Digests of secrets: what the tables keep instead of them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings

from prevenance.kit import sealing


def digest(secret: str) -> str:
    """Of a secret drawn at random, 256 bits: nothing to guess, so no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(text: str, *, purpose: str) -> str:
    """Of a text that somebody could guess: only this site can compute it."""
    return next(keyed_by_each(text, purpose=purpose))


def keyed_by_each(text: str, *, purpose: str) -> Iterator[str]:
    """The same, by the present key of the site, then by the earlier ones."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield hmac.new(sealing.derived_key(key, purpose=purpose), text.encode(), "sha256").hexdigest()
