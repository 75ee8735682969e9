"""Campaigns, what they say and what they cost. Publications only grow: what was printed can always be read again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.campaigns.choices.campaigns import CampaignState
from prevenance.campaigns.models.messages import Message, MessageVersion


class Campaign(models.Model):
    """`code`: of its public address, which says nothing of health. `words`: language → name, goal, situation.

    `communes`: INSEE codes, none for the whole territory. `goal_many`: how many acts are aimed at, null when nobody can
    say. `moment`: a key of the health year, or "".
    """

    code = models.CharField(max_length=12, unique=True)
    operation = models.UUIDField(unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    ready_key = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default=CampaignState.DRAFT.value)
    words = models.JSONField()
    goal = models.CharField(max_length=30)
    goal_many = models.PositiveIntegerField(null=True)
    communes = models.JSONField(default=list)
    moment = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    speaker = models.CharField(max_length=80)  # who speaks: an organisation, printed on everything
    payer = models.CharField(max_length=120, blank=True)  # who pays, as everybody reads it
    version = models.PositiveIntegerField(default=1)  # of the form, so that nobody overwrites somebody else's change
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    is_fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="campaigns_campaign_follow")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in CampaignState]), name="campaigns_campaign_state"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaigns_campaign_days"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | Q(is_fictional=True), name="campaigns_campaign_has_a_maker"
            ),
        ]


class CampaignPassage(models.Model):
    """A state entered, and who said so (null: the calendar, or the demonstration)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="passages")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")


class CampaignMessage(models.Model):
    """A message of a campaign. `removed_at`: taken out; what was published with it stays."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="messages")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "message"], name="campaigns_message_once")]


class CampaignPublication(models.Model):
    """The words of a message at the moment they were given to print. `number`: printed on every page of the kit.

    `words`: language → title, text, easy, not_said. `sources`: as in the version. `until`: the last day they are good.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="publications")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(MessageVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    words = models.JSONField()
    sources = models.JSONField()
    digest = models.CharField(max_length=64)  # of all the words: the same digest is not published twice
    until = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "message", "number"], name="campaigns_publication_once")
        ]


class CampaignCost(models.Model):
    """Money spent or promised. `paid_to`: an organisation or a professional, as everybody reads it. In cents."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="costs")
    operation = models.UUIDField(unique=True)
    heading = models.CharField(max_length=30)
    cents = models.PositiveIntegerField()
    paid_to = models.CharField(max_length=120)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
