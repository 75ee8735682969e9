"""Reminders asked from a plan: where to write, and on which days. Never what for, never an answer."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from prevenance.people.choices.messages import Channel
from prevenance.people.models import Account, Organisation


class Reminder(models.Model):
    """One asking, by one way. Erased whole when it is stopped, not confirmed in time, or over.

    `contact`: address, name for a letter or a call, and the code that finds it, enciphered. `dates`: days (ISO) when
    to write, each the first Tuesday of a month, so that none tells a birthday. `link_digest`, `code_digest`: SHA-256 of
    the link's secret, and of the code read on paper or heard on the phone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    commune_code = models.CharField(max_length=5, blank=True)  # bounds the scope of the team
    channel = models.CharField(max_length=10)
    contact = models.BinaryField()
    address_digest = models.CharField(max_length=32)
    language = models.CharField(max_length=5, default="fr")
    dates = models.JSONField()
    next_on = models.DateField()
    agreed_words = models.CharField(max_length=20)  # version of the words of the consent
    asked_at = models.DateTimeField()
    confirm_before = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField()
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[str(one) for one in Channel]), name="campaigns_reminder_has_a_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["next_on"], name="campaigns_reminder_next"),
            models.Index(fields=["address_digest"], name="campaigns_reminder_address"),
            models.Index(fields=["organisation", "asked_at"], name="campaigns_reminder_of_team"),
        ]
