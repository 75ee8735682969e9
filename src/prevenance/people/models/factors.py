"""Second factors of an account: a generator of one-time codes, passkeys, recovery codes."""

from __future__ import annotations

from django.db import models

from prevenance.people.models.accounts import Account


class OneTimeGenerator(models.Model):
    """The secret shared with an application on a phone (TOTP), encrypted. `last_step`: a code never serves twice."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="one_time_generator")
    sealed_secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class Passkey(models.Model):
    """A passkey: the public key only. `name` is given by its owner."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()  # attested credential data, as WebAuthn writes it
    name = models.CharField(max_length=60)
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A printed code, for one sign-in."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code_digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "code_digest"], name="people_recovery_code_once"),
        ]
