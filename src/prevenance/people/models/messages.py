"""The outbox: messages to people who asked for them, until they leave; and who asked for no more."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from prevenance.people.choices.messages import Channel, MessageState
from prevenance.people.models.accounts import Account
from prevenance.people.models.organisations import Organisation


class Message(models.Model):
    """One message by one way. `key` says what it is for, once: the same message is never put twice.

    `content`: address, subject, words and the link to stop, enciphered; none a week after the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=150, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=36, blank=True)  # reference, where the person is followed
    commune_code = models.CharField(max_length=5, blank=True)  # bounds the scope
    purpose = models.CharField(max_length=30)  # what the person said yes to
    agreed_at = models.DateTimeField()
    channel = models.CharField(max_length=10)
    content = models.BinaryField(null=True)
    address_digest = models.CharField(max_length=32, blank=True)
    stop_digest = models.CharField(max_length=64, blank=True)
    zone = models.CharField(max_length=40, default="Europe/Paris")
    due_at = models.DateTimeField()
    not_after = models.DateTimeField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    trouble = models.CharField(max_length=15, blank=True)
    receipt = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[str(one) for one in Channel]), name="people_message_has_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in MessageState]), name="people_message_has_a_state"
            ),
            models.UniqueConstraint(
                fields=["stop_digest"], condition=~Q(stop_digest=""), name="people_message_stop_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="people_message_due"),
            models.Index(fields=["organisation", "state", "due_at"], name="people_message_of_team"),
            models.Index(fields=["person"], name="people_message_person"),
            models.Index(fields=["address_digest"], name="people_message_address"),
        ]


class Stop(models.Model):
    """An address (its blind digest) to which nothing of this purpose goes, unless it is asked for anew afterwards."""

    address_digest = models.CharField(max_length=32)
    purpose = models.CharField(max_length=30)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address_digest", "purpose"], name="people_stop_once")]
