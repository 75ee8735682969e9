"""Passkeys as the second factor (WebAuthn), with the library of a maker of security keys.

The challenge waits in the session it was made for, serves once, and the page's origin must be this site's.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from prevenance.people.choices import Verb
from prevenance.people.models import OpenSession, Passkey
from prevenance.people.operations import attempts, factors, journal, sessions

MOST = 10  # passkeys of one account
# What the library raises on something else than a browser's answer.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error)
VERIFICATION = UserVerificationRequirement.PREFERRED


class PasskeyRefused(Exception):
    """What the browser sent does not answer our challenge, or the key is not one of this account."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the page is. `origin`: as browsers write it, with scheme and port; `host`: without port."""

    host: str
    origin: str
    name: str


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name=site.name, id=site.host)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _known(account_id: int) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(account_id=account_id)
    return [AttestedCredentialData(bytes(one.credential)) for one in rows]


def _keep(session_id: int, state: Mapping[str, Any]) -> None:
    OpenSession.objects.filter(pk=session_id).update(challenge=json.dumps(dict(state)))


def _take(session_id: int) -> dict[str, Any]:
    """The challenge that waits; it waits no more."""
    with transaction.atomic():
        row = OpenSession.objects.select_for_update().filter(pk=session_id).exclude(challenge="").first()
        if row is None:
            raise PasskeyRefused
        OpenSession.objects.filter(pk=session_id).update(challenge="")
        found: dict[str, Any] = json.loads(row.challenge)
        return found


def begin_adding(*, account_id: int, session_id: int, email: str, name: str, site: Site) -> dict[str, Any]:
    """What the browser needs to make a passkey (JSON); the present ones are refused a second time."""
    user = PublicKeyCredentialUserEntity(name=email, id=account_id.to_bytes(8, "big"), display_name=name or email)
    options, state = _server(site).register_begin(
        user,
        _known(account_id),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=VERIFICATION,
    )
    _keep(session_id, state)
    return dict(options)


def add(*, account_id: int, session_id: int, answer: str, name: str, site: Site, at: dt.datetime) -> tuple[str, ...]:
    """Keeps the new passkey; gives recovery codes when the account had none.

    Raises:
        PasskeyRefused
    """
    state = _take(session_id)
    if Passkey.objects.filter(account_id=account_id).count() >= MOST:
        raise PasskeyRefused
    try:
        made = _server(site).register_complete(state, json.loads(answer)).credential_data
    except MALFORMED as error:
        raise PasskeyRefused from error
    if made is None or Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise PasskeyRefused
    with transaction.atomic():
        Passkey.objects.create(
            account_id=account_id,
            credential_id=made.credential_id,
            credential=bytes(made),
            name=name[:60],
            added_at=at,
        )
        return factors.added(account_id=account_id, kind="passkey", at=at, keep=session_id)


def begin_asking(*, account_id: int, session_id: int, site: Site) -> dict[str, Any] | None:
    """What the browser needs to use a passkey (JSON); None when the account has none."""
    known = _known(account_id)
    if not known:
        return None
    options, state = _server(site).authenticate_begin(known, user_verification=VERIFICATION)
    _keep(session_id, state)
    return dict(options)


def give(*, account_id: int, session_id: int, answer: str, site: Site, at: dt.datetime) -> sessions.Opened:
    """Completes a half-open session by a passkey.

    Raises:
        PasskeyRefused
        attempts.Paused: after five refusals.
    """
    attempts.check("code", str(account_id), at=at)
    try:
        _check(account_id, _take(session_id), answer, site, at)
    except PasskeyRefused:
        attempts.failed("code", str(account_id), at=at)
        raise
    attempts.succeeded("code", str(account_id))
    return sessions.complete(session_id=session_id, at=at)


def _check(account_id: int, state: Mapping[str, Any], answer: str, site: Site, at: dt.datetime) -> None:
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        used = _server(site).authenticate_complete(state, _known(account_id), response)
    except MALFORMED as error:
        raise PasskeyRefused from error
    row = Passkey.objects.get(account_id=account_id, credential_id=used.credential_id)
    count = response.response.authenticator_data.counter
    if count and count <= row.sign_count:
        raise PasskeyRefused  # a copy of the key has been used since
    Passkey.objects.filter(pk=row.pk).update(sign_count=count, used_at=at)


@transaction.atomic
def remove(*, account_id: int, passkey_id: int, at: dt.datetime) -> None:
    """The key opens nothing any more; the recovery codes go with the last factor."""
    if Passkey.objects.filter(pk=passkey_id, account_id=account_id).delete()[0]:
        journal.record(by=account_id, at=at, verb=Verb.REMOVED_FACTOR, kind="passkey", object_id=account_id)
    factors.forget_recovery_codes_of_no_factor(account_id)
