"""Secret addresses by which agents' own calendars read their appointments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from prevenance.people.models import Account


class CalendarFeed(models.Model):
    """One address at a time for each account; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True)  # the last day on which a calendar asked
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(revoked_at__isnull=True), name="mediation_feed_one_each"
            )
        ]
