"""Links of one's own, what was given for them, what was posted, corrections, and sums of visits: no row per visitor."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.choices.links import PEOPLE_MOST, Claim, Partnership
from prevenance.campaigns.models.campaigns import Campaign
from prevenance.campaigns.models.messages import Message


class Partner(models.Model):
    """Who relays to a public of their own. `name`: they publish under it, everybody reads it. `contact`: an e-mail,
    enciphered, erased when they go; the name goes too where no post of theirs is kept. `reach`: as they declare it.
    """

    operation = models.UUIDField(unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    account = models.CharField(max_length=300, blank=True)
    contact = models.BinaryField(null=True)
    reach = models.PositiveIntegerField(null=True)
    reach_source = models.CharField(max_length=120, blank=True)
    reach_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    gone_at = models.DateTimeField(null=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_at__isnull=True) | Q(contact__isnull=True), name="campaigns_partner_gone_is_erased"
            ),
            models.CheckConstraint(
                condition=Q(reach__isnull=True) | (Q(reach_on__isnull=False) & ~Q(reach_source="")),
                name="campaigns_partner_reach_is_dated",
            ),
        ]


class Link(models.Model):
    """A short address for one message of a campaign: of one relay, of one partner, or of a `channel` of the team itself
    ("" when it is somebody's). `short` says nothing of who. `secret_digest`: of the page with their kit.
    """

    short = models.CharField(max_length=12, unique=True)
    operation = models.UUIDField(unique=True)
    secret_digest = models.CharField(max_length=64, blank=True, db_index=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="links")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="links")
    relay = models.ForeignKey("mediation.Relay", on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="links")
    channel = models.CharField(max_length=10, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(relay__isnull=True, partner__isnull=False, channel="")
                | Q(relay__isnull=False, partner__isnull=True, channel="")
                | Q(relay__isnull=True, partner__isnull=True, channel__in=sorted(map(str, Channel))),
                name="campaigns_link_of_one",
            ),
            models.UniqueConstraint(fields=["campaign", "message", "relay"], name="campaigns_link_relay_once"),
            models.UniqueConstraint(fields=["campaign", "message", "partner"], name="campaigns_link_partner_once"),
            models.UniqueConstraint(
                fields=["campaign", "message", "channel"], condition=~Q(channel=""), name="campaigns_link_channel_once"
            ),
        ]


class LinkPartnership(models.Model):
    """What was agreed for a link; the last one counts. `cents`: paid, or the value of what was given."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="partnerships")
    operation = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10)
    cents = models.PositiveIntegerField(null=True)
    given = models.CharField(max_length=200, blank=True)
    payer = models.CharField(max_length=120, blank=True)
    contract_on = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Partnership.UNPAID.value)
                | (
                    Q(kind__in=[Partnership.GIFT.value, Partnership.PAID.value], cents__isnull=False)
                    & Q(contract_on__isnull=False)
                    & ~Q(payer="")
                ),
                name="campaigns_partnership_is_whole",
            ),
        ]


class LinkPost(models.Model):
    """A post as it was published. `file`: null where it was longer than what is kept; its digest stays."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="posts")
    operation = models.UUIDField(unique=True)
    address = models.CharField(max_length=500)
    posted_on = models.DateField()
    text = models.TextField()
    shows_mention = models.BooleanField()  # the words that the law asks for were seen on it
    file = models.BinaryField(null=True)
    file_kind = models.CharField(max_length=10, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")


class PostClaim(models.Model):
    """One thing that a post says, and what an agent found beside the message."""

    post = models.ForeignKey(LinkPost, on_delete=models.CASCADE, related_name="claims")
    operation = models.UUIDField(unique=True)
    words = models.CharField(max_length=500)
    verdict = models.CharField(max_length=10)
    version = models.PositiveIntegerField()  # of the message, that day
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=sorted(str(one) for one in Claim)), name="campaigns_claim_verdict"
            )
        ]


class Exposure(models.Model):
    """How many saw or heard, between two numbers, as somebody declares. Never measured, never multiplied."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="exposures")
    operation = models.UUIDField(unique=True)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    said_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(high__gte=F("low")) & Q(high__lte=PEOPLE_MOST), name="campaigns_exposure_between"
            )
        ]


class Correction(models.Model):
    """A message was wrong: what replaces it, in words. `words`: language → text."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="corrections")
    operation = models.UUIDField(unique=True)
    words = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")


class CorrectionNotice(models.Model):
    """Somebody who relayed the message is told. `channel` "": nobody has their address, they are to be called."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="notices")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=10, blank=True)
    read_at = models.DateTimeField(null=True)  # they said so on their page, or to the team
    read_said_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "link"], name="campaigns_notice_once")]


class VisitCount(models.Model):
    """How many requests of a link in six hours bore a label by a rule; `waiting` until its neighbours are known."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    band = models.CharField(max_length=10)
    label = models.CharField(max_length=15)
    rule = models.CharField(max_length=40, blank=True)
    many = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "day", "band", "label", "rule"], name="campaigns_visits_once")
        ]
