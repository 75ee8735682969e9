"""Who asked for prevention messages, and mailings of a campaign. Nothing here says anything of anybody's health."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from prevenance.campaigns.choices.mailings import CHANNELS, MailingState
from prevenance.campaigns.models.campaigns import Campaign, CampaignPublication
from prevenance.campaigns.models.messages import Message
from prevenance.people.models import Account, Organisation


class Subscription(models.Model):
    """One asking, by one way. Erased whole when it is stopped, not confirmed in time, or over.

    `contact`: as of a reminder, enciphered. `puts`: number of a mailing → day (ISO) on which a message of it was put,
    of the last twelve months: they hold what the person chose, `year_most`. `means`: how the first yes was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation = models.UUIDField(null=True, unique=True)  # of an agent's form
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    commune_code = models.CharField(max_length=5, blank=True)
    channel = models.CharField(max_length=10)
    contact = models.BinaryField()
    address_digest = models.CharField(max_length=32)
    language = models.CharField(max_length=5, default="fr")
    year_most = models.PositiveSmallIntegerField()
    puts = models.JSONField(default=dict)
    agreed_words = models.CharField(max_length=20)  # version of the words of the consent
    means = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    confirm_before = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField()
    end_told_at = models.DateTimeField(null=True)
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[str(one) for one in CHANNELS]), name="campaigns_subscription_has_a_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "channel", "id"], name="campaigns_subscription_walk"),
            models.Index(fields=["address_digest"], name="campaigns_subscription_address"),
            models.Index(fields=["ends_on"], name="campaigns_subscription_ends"),
        ]


class Mailing(models.Model):
    """A message of a campaign, sent once to those who agreed. `communes`: none for all those of the campaign.

    `cursor`: the last recipient who was looked at, so that a process killed resumes; `put_at`: all were. A stop
    undone begins again from the first. `publication`: the words that were seen and tried.
    """

    operation = models.UUIDField(unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    communes = models.JSONField(default=list)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MailingState.DRAFT.value)
    publication = models.ForeignKey(CampaignPublication, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    planned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    cursor = models.CharField(max_length=50, blank=True)
    put_at = models.DateTimeField(null=True)
    put_many = models.PositiveIntegerField(default=0)
    held_many = models.PositiveIntegerField(default=0)  # by a cap: theirs, or the one on all messages
    missed_many = models.PositiveIntegerField(default=0)  # no address by this way, or one that no key opens

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[str(one) for one in CHANNELS]), name="campaigns_mailing_has_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in MailingState]), name="campaigns_mailing_state"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="campaigns_mailing_due"),
            models.Index(fields=["campaign", "due_at"], name="campaigns_mailing_of"),
        ]
