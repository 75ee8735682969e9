"""Figures given to somebody outside, as they were on one day, by a link which expires."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Share(models.Model):
    """`figures`: what was published, small numbers hidden already, with its filters and its day. It never moves: two
    readings of one link cannot be subtracted.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="mediation_share_expires_after"),
        ]
