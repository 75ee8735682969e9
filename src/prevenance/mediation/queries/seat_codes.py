"""The code by which a resident withdraws: ten letters and digits, drawn from the operation of their own form.

Only the site can compute it. The tables keep a keyed digest: neither the code, nor what would give it back.
"""

from __future__ import annotations

import hmac
import uuid

from django.conf import settings

from prevenance.kit import sealing
from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.queries import workshops
from prevenance.people.queries import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else: 30 signs, 49 bits in ten
LENGTH = 10
PURPOSE = "workshop-code"


def code(operation: uuid.UUID) -> str:
    """The same for the same form sent twice, so that who presses twice has one code."""
    key = sealing.derived_key(settings.SECRET_KEY, purpose=PURPOSE)
    number = int.from_bytes(hmac.new(key, operation.bytes, "sha256").digest())
    signs = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def plain(typed: str) -> str:
    """As it was shown, whatever the case, the spaces and the dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:40]


def digest(code_: str) -> str:
    return secrets.keyed(plain(code_), purpose=PURPOSE)


def digests(code_: str) -> list[str]:
    """By each key of the site: a code outlives a change of key."""
    return list(secrets.keyed_by_each(plain(code_), purpose=PURPOSE))


def held(typed: str) -> tuple[workshops.Sheet, workshops.Seat] | None:
    """The workshop and the seats that a code opens; None when it opens nothing."""
    if len(plain(typed)) != LENGTH:
        return None
    row = Registration.objects.filter(code_digest__in=digests(typed), withdrawn_at__isnull=True).first()
    found = workshops.full(Workshop.objects.filter(pk=row.workshop_id)).first() if row else None
    if row is None or found is None:
        return None
    sheet = workshops.sheet(found)
    mine = workshops.seat(sheet, row.pk)
    return (sheet, mine) if mine else None
