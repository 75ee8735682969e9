"""The link to the page where a person reads what is held of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class OwnPage(models.Model):
    """One link a person, kept as a digest. `failures`: wrong answers in a row; `locked_at`: too many of them, only
    a new link opens.
    """

    person = models.CharField(max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # the last time
    failures = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="consent_own_page_expires"),
        ]
