"""The second factor: codes of an application (TOTP) and printed recovery codes. Passkeys are in `passkeys`."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from prevenance.kit import sealing
from prevenance.people.choices import Verb
from prevenance.people.models import Account, OneTimeGenerator, RecoveryCode
from prevenance.people.operations import attempts, journal, sessions
from prevenance.people.queries.secrets import keyed, keyed_by_each

STEP = 30  # seconds
DRIFT = 1  # steps by which a phone's clock may be wrong, either way
CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/i/l
NONCE = 12


class WrongCode(Exception):
    """Not the code of now, or one which has served."""


@transaction.atomic
def begin_generator(*, account_id: int) -> str:
    """A new secret, not yet asked at sign-in. One that waits for its first code is given again.

    Raises:
        WrongCode: the account has a generator already: remove it first.
    """
    row = OneTimeGenerator.objects.filter(account_id=account_id).first()
    if row is not None:
        if row.confirmed_at:
            raise WrongCode
        try:
            return _unsealed(row)
        except WrongCode:
            row.delete()  # sealed by a key that the site has no more
    secret = pyotp.random_base32()
    OneTimeGenerator.objects.create(account_id=account_id, sealed_secret=_sealed(secret, account_id))
    return secret


def address(secret: str, *, email: str, issuer: str) -> str:
    """The `otpauth:` address that a QR code shows to the application."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=issuer)


@transaction.atomic
def confirm_generator(*, account_id: int, code: str, at: dt.datetime, keep: int | None) -> tuple[str, ...]:
    """The first code proves that the phone is ready. Gives recovery codes, told once.

    Raises:
        WrongCode, attempts.Paused
    """
    row = OneTimeGenerator.objects.select_for_update().filter(account_id=account_id, confirmed_at__isnull=True).first()
    if row is None:
        raise WrongCode
    _use(row, code, at)
    OneTimeGenerator.objects.filter(pk=row.pk).update(confirmed_at=at)
    return added(account_id=account_id, kind="generator", at=at, keep=keep)


def added(*, account_id: int, kind: str, at: dt.datetime, keep: int | None) -> tuple[str, ...]:
    """A factor was added: the other sessions, opened without it, are closed. Recovery codes when there are none."""
    journal.record(by=account_id, at=at, verb=Verb.ADDED_FACTOR, kind=kind, object_id=account_id)
    sessions.close_sessions(account_id=account_id, by=account_id, at=at, keep=keep)
    if RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True).exists():
        return ()
    return make_recovery_codes(account_id=account_id, at=at)


@transaction.atomic
def remove_generator(*, account_id: int, at: dt.datetime) -> None:
    """The application's codes open nothing any more; the recovery codes go with the last factor."""
    if OneTimeGenerator.objects.filter(account_id=account_id).delete()[0]:
        journal.record(by=account_id, at=at, verb=Verb.REMOVED_FACTOR, kind="generator", object_id=account_id)
    forget_recovery_codes_of_no_factor(account_id)


def forget_recovery_codes_of_no_factor(account_id: int) -> None:
    """Recovery codes stand in for a factor: without one they open nothing."""
    account = Account.objects.get(pk=account_id)
    if not account.passkeys.exists() and not OneTimeGenerator.objects.filter(account=account).exists():
        account.recovery_codes.all().delete()


@transaction.atomic
def make_recovery_codes(*, account_id: int, at: dt.datetime) -> tuple[str, ...]:
    """Ten new codes, told once; the earlier ones open nothing any more."""
    RecoveryCode.objects.filter(account_id=account_id).delete()
    codes = tuple("-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, code_digest=keyed(_plain(code), purpose="recovery-codes")) for code in codes
    )
    journal.record(by=account_id, at=at, verb=Verb.MADE_RECOVERY_CODES, kind="account", object_id=account_id)
    return codes


def give_code(*, account_id: int, session_id: int, code: str, at: dt.datetime) -> sessions.Opened:
    """Completes a half-open session by a code of the application or a recovery code.

    Raises:
        WrongCode
        attempts.Paused: after five wrong codes.
    """
    attempts.check("code", str(account_id), at=at)
    try:
        with transaction.atomic():
            _try(account_id, _plain(code), at)
    except WrongCode:
        attempts.failed("code", str(account_id), at=at)
        raise
    attempts.succeeded("code", str(account_id))
    return sessions.complete(session_id=session_id, at=at)


@transaction.atomic
def reset_factors(*, email: str, at: dt.datetime) -> bool:
    """The operator removes every second factor of an account and closes its sessions. False: there is none."""
    account = Account.objects.filter(email=email.strip().lower(), left_at__isnull=True).first()
    if account is None:
        return False
    OneTimeGenerator.objects.filter(account=account).delete()
    account.passkeys.all().delete()
    account.recovery_codes.all().delete()
    sessions.close_sessions(account_id=account.pk, by=None, at=at)
    journal.record(by=None, at=at, verb=Verb.REMOVED_FACTOR, kind="account", object_id=account.pk)
    return True


def _try(account_id: int, code: str, at: dt.datetime) -> None:
    if code.isdigit() and len(code) == 6:
        row = OneTimeGenerator.objects.filter(account_id=account_id, confirmed_at__isnull=False).first()
        if row is None:
            raise WrongCode
        _use(row, code, at)
        return
    digests = list(keyed_by_each(code, purpose="recovery-codes"))
    waiting = RecoveryCode.objects.filter(account_id=account_id, code_digest__in=digests, used_at__isnull=True)
    if not waiting.update(used_at=at):
        raise WrongCode
    journal.record(by=account_id, at=at, verb=Verb.USED_RECOVERY_CODE, kind="account", object_id=account_id)


def _use(row: OneTimeGenerator, code: str, at: dt.datetime) -> None:
    generator = pyotp.TOTP(_unsealed(row), interval=STEP)
    now = int(at.timestamp()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > row.last_step and hmac.compare_digest(generator.generate_otp(step), _plain(code)):
            used = OneTimeGenerator.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step)
            if used:
                return
    raise WrongCode


def _plain(code: str) -> str:
    return "".join(one for one in code.lower() if one.isascii() and one.isalnum())


def _sealed(secret: str, account_id: int) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    key = sealing.derived_key(settings.SECRET_KEY, purpose="one-time-generators")
    return nonce + AESGCM(key).encrypt(nonce, secret.encode(), str(account_id).encode())


def _unsealed(row: OneTimeGenerator) -> str:
    sealed = bytes(row.sealed_secret)
    for secret_key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = sealing.derived_key(secret_key, purpose="one-time-generators")
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], str(row.account_id).encode()).decode()
        except InvalidTag:
            continue
    raise WrongCode  # the site's key was lost: the recovery codes are lost with it, a host invites again
