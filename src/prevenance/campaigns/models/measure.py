"""Numbers that somebody declares for a campaign: how many acted, how large the audience is. Never counted here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.campaigns.choices.links import PEOPLE_MOST
from prevenance.campaigns.models.campaigns import Campaign


class DeclaredCount(models.Model):
    """`acted` people did `act` (a key of goals) from `first_on` to `last_on`, of `asked` concerned (null: nobody
    knows), `missing` of whom are not known. `as_of`: the day the source gives. `removed_at`: taken off, kept.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="declared_counts")
    operation = models.UUIDField(unique=True)
    act = models.CharField(max_length=30)
    first_on = models.DateField()
    last_on = models.DateField()
    acted = models.PositiveIntegerField()
    asked = models.PositiveIntegerField(null=True)
    missing = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")) & Q(as_of__gte=F("last_on")), name="campaigns_declared_days"
            ),
            models.CheckConstraint(
                condition=Q(acted__lte=PEOPLE_MOST)
                & (
                    Q(asked__isnull=True, missing=0)
                    | Q(asked__isnull=False, asked__gte=F("acted") + F("missing"), asked__lte=PEOPLE_MOST)
                ),
                name="campaigns_declared_adds_up",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="campaigns_declared_has_a_source"),
        ]


class DeclaredAudience(models.Model):
    """How many people the campaign is for, as `source` says on `as_of`; the last one not taken off counts."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="audiences")
    operation = models.UUIDField(unique=True)
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=PEOPLE_MOST) & ~Q(source=""), name="campaigns_audience_is_said"
            )
        ]
