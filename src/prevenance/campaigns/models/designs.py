"""Comparisons declared before a campaign starts, and the numbers counted for them: sums only, nobody's."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.campaigns.models.campaigns import Campaign
from prevenance.counting.designs import LEAST_PEOPLE


class DeclaredDesign(models.Model):
    """A comparison as it was declared: nothing of it changes afterwards, but for its withdrawal.

    `territories`: in the order typed, each a name, INSEE codes and the first period with the campaign (0, 1…; null:
    never). `text`: all that was declared before the lots, as everybody reads it; `seed`: its SHA-256, which draws them.
    `way`: how the starts were chosen. `source`: `site`, or `typed`, whose numbers come from `counted_by`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="designs")
    number = models.PositiveSmallIntegerField()
    operation = models.UUIDField(unique=True)
    territories = models.JSONField()
    way = models.CharField(max_length=10)
    length = models.CharField(max_length=10)  # of a period
    first_on = models.DateField()
    periods = models.PositiveSmallIntegerField()
    starts_on = models.DateField()  # first day of the first period with the campaign, anywhere
    ends_on = models.DateField()  # last day of the last period: nothing is said of the effect before
    goal = models.CharField(max_length=30)
    source = models.CharField(max_length=10)
    counted_by = models.CharField(max_length=120, blank=True)
    hoped = models.FloatField()
    base = models.FloatField()
    people = models.PositiveIntegerField()
    drift = models.FloatField()
    text = models.TextField()
    seed = models.CharField(max_length=64)
    power = models.FloatField()
    power_low = models.FloatField()
    power_high = models.FloatField()
    runs = models.PositiveIntegerField()
    declared_on = models.DateField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="campaigns_design_version"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(withdrawn_at__isnull=True), name="campaigns_design_one_in_force"
            ),
            models.CheckConstraint(condition=Q(declared_on__lt=F("starts_on")), name="campaigns_design_before"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="campaigns_design_days"),
            models.CheckConstraint(condition=Q(source__in=["site", "typed"]), name="campaigns_design_source"),
            models.CheckConstraint(condition=Q(way__in=["half", "steps", "hand"]), name="campaigns_design_way"),
            models.CheckConstraint(
                condition=Q(length__in=["week", "month", "quarter"]), name="campaigns_design_length"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="campaigns_design_withdrawn_whole",
            ),
        ]


class DesignCount(models.Model):
    """How many acted, in one territory and period. Null: fewer than LEAST_PEOPLE people, whose numbers are not kept.

    `territory`: its place in the design's list. `as_of`: day on which the source gave the number. `replaced_at`: when a
    corrected number took its place.
    """

    design = models.ForeignKey(DeclaredDesign, on_delete=models.CASCADE, related_name="counts")
    operation = models.UUIDField()
    territory = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    acted = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    missing = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "territory", "period"], name="campaigns_count_sent_once"),
            models.UniqueConstraint(
                fields=["design", "territory", "period"],
                condition=Q(replaced_at__isnull=True),
                name="campaigns_count_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(acted__isnull=True, of__isnull=True)
                | Q(acted__isnull=False, of__isnull=False, of__gte=LEAST_PEOPLE, acted__lte=F("of")),
                name="campaigns_count_is_a_share",
            ),
        ]
