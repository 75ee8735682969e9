"""The first factor: a link sent by e-mail, or a password. Nothing tells whether an e-mail has an account."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.contrib.auth import hashers
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from prevenance.people.choices import Verb
from prevenance.people.models import Account, SignInLink
from prevenance.people.operations import attempts, journal, mail, sessions
from prevenance.people.queries.secrets import digest

VALID = dt.timedelta(minutes=15)
LINKS_MOST = 5  # for one account, while they are valid
SHORTEST, LONGEST = 12, 128

Link = Callable[[str, str], str]  # secret, language → the whole address of the page which it opens


class NotOpened(Exception):
    """The link is unknown, used or too old; or the e-mail and the password do not go together."""


class PasswordRefused(ValueError):
    """In words, for the person."""


def same_email(text: str) -> str:
    """An e-mail as it is compared and kept."""
    return text.strip().lower()


@transaction.atomic
def send_sign_in_link(*, email: str, at: dt.datetime, link: Link) -> None:
    """Sends a link when there is an account; else does nothing, and looks the same."""
    account = Account.objects.filter(email=same_email(email), left_at__isnull=True).first()
    if account is None:
        return
    SignInLink.objects.filter(account=account, expires_at__lte=at).delete()
    if SignInLink.objects.filter(account=account).count() >= LINKS_MOST:
        return
    secret = _new_link(account, at)
    with translation.override(account.language):
        words = gettext(
            "Hello,\n\nThis link opens your account. It works once, for 15 minutes:\n\n%(link)s\n\n"
            "You did not ask for it? Do nothing: nobody can enter without this link. Never send it to anyone."
        )
        body = words % {"link": link(secret, account.language)}
        mail.send(to=account.email or "", subject=gettext("Your sign-in link"), body=body)


def _new_link(account: Account, at: dt.datetime, valid: dt.timedelta = VALID) -> str:
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(account=account, secret_digest=digest(secret), made_at=at, expires_at=at + valid)
    return secret


@transaction.atomic
def sign_in_by_link(*, secret: str, device: str, at: dt.datetime) -> sessions.Opened:
    """Uses the link up.

    Raises:
        NotOpened
    """
    found = SignInLink.objects.filter(
        secret_digest=digest(secret), used_at__isnull=True, expires_at__gt=at, account__left_at__isnull=True
    )
    row = found.select_related("account").first()
    if row is None or not found.filter(pk=row.pk).update(used_at=at):
        raise NotOpened
    return sessions.open_session(account=row.account, device=device, at=at)


def sign_in_by_password(*, email: str, password: str, device: str, at: dt.datetime) -> sessions.Opened:
    """Raises:
    NotOpened: whatever the reason.
    attempts.Paused: after five failures in a row; a link by e-mail still opens.
    """
    email = same_email(email)
    attempts.check("password", email, at=at)
    account = Account.objects.filter(email=email, left_at__isnull=True).first()
    if account is None or not account.password:
        hashers.make_password(password)  # as long as checking one
        fits = False
    else:
        fits = hashers.check_password(password, account.password)
    if account is None or not fits:
        attempts.failed("password", email, at=at)
        raise NotOpened
    attempts.succeeded("password", email)
    return sessions.open_session(account=account, device=device, at=at)


def check_password(password: str, *, email: str, name: str) -> None:
    """Raises:
    PasswordRefused: too short, too long, known to everybody, or made of the e-mail or the name.
    """
    if len(password) < SHORTEST:
        raise PasswordRefused(
            gettext("Choose at least %(least)s characters: three or four words are easy to remember.")
            % {"least": SHORTEST}
        )
    if len(password) > LONGEST:
        raise PasswordRefused(gettext("At most %(many)s characters: shorten it.") % {"many": LONGEST})
    plain = password.lower()
    parts = [one for one in (email.partition("@")[0].lower(), name.lower()) if len(one) >= 4]
    if any(one in plain for one in parts) or len(set(plain)) < 5:
        raise PasswordRefused(gettext("This password is easy to guess: do not use your name, nor repeat characters."))
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        raise PasswordRefused(gettext("This password is known to everybody. Choose another one.")) from None


@transaction.atomic
def change_password(*, account_id: int, password: str, at: dt.datetime, keep: int | None = None) -> None:
    """Sets the password (`""` removes it) and closes the other sessions.

    Raises:
        PasswordRefused
    """
    account = Account.objects.select_for_update().get(pk=account_id, left_at__isnull=True)
    if password:
        check_password(password, email=account.email or "", name=account.display_name)
    account.password = hashers.make_password(password) if password else ""
    account.save(update_fields=["password"])
    sessions.close_sessions(account_id=account_id, by=account_id, at=at, keep=keep)
    journal.record(by=account_id, at=at, verb=Verb.CHANGED_PASSWORD, kind="account", object_id=account_id)
    with translation.override(account.language):
        mail.send(
            to=account.email or "",
            subject=gettext("Your password has changed"),
            body=gettext("Hello,\n\nThe password of your account has changed. It was not you? Call us at once."),
        )


def forget_old(*, at: dt.datetime) -> int:
    """Erases the links that no longer open."""
    return SignInLink.objects.filter(expires_at__lte=at).delete()[0]
