"""Accounts of those who help, their open sessions, and the links that open one. Secrets are kept as digests only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Account(AbstractBaseUser):
    """Someone who signs in. One who left has no e-mail and no name: only what they wrote still points here."""

    email = models.EmailField(max_length=254, unique=True, null=True)
    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5, default="fr")
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    last_login = None  # the journal says it

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Account"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, email__isnull=False)
                | Q(left_at__isnull=False, email__isnull=True, display_name=""),
                name="people_account_left_without_a_name",
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's is a column; ours is a date
        """Has not left."""
        return self.left_at is None


class OpenSession(models.Model):
    """One browser where someone signed in. `is_complete`: every factor asked of the account was given."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    secret_digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=60, blank=True)  # « Firefox, Android »: nothing that singles a browser out
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_complete = models.BooleanField(default=False)
    challenge = models.CharField(max_length=300, blank=True)  # of the passkey being made or asked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seen_at__gte=F("opened_at")), name="people_session_seen_after_opened"),
        ]


class SignInLink(models.Model):
    """A link sent by e-mail, for one sign-in."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_in_links")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Attempt(models.Model):
    """Failures in a row of one e-mail or one account. `subject` is a keyed digest: no e-mail is kept here."""

    subject = models.CharField(max_length=64, unique=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
