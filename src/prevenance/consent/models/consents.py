"""What a person agreed to, purpose by purpose, and how long an organisation keeps each kind of thing."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from prevenance.consent.choices.lengths import Length
from prevenance.kit.consents import Means

_BY_SOMEBODY = [str(Means.BY_RELATIVE), str(Means.BY_GUARDIAN)]


class Consent(models.Model):
    """One yes of a person (a reference of the people's room) to one organisation. `version`: of the words they heard.

    `ends_on`: the first day without, null when it lasts as long as the record. Over in two ways: `withdrawn_at`
    (`withdrawn_by` null: the person, on their own page), or `ended_at`. A new yes is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.CharField(max_length=40, db_index=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    means = models.CharField(max_length=12)
    said_by = models.BinaryField(default=b"")  # enciphered: the relative or the guardian
    length = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)  # the team was told that it ends soon
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    operation = models.UUIDField(null=True, unique=True)  # sent again, it is not written again

    class Meta:
        indexes = [models.Index(fields=["organisation", "ends_on"], name="consent_consent_ends")]
        constraints = [
            models.CheckConstraint(condition=Q(means__in=[str(one) for one in Means]), name="consent_means"),
            models.CheckConstraint(condition=Q(length__in=[str(one) for one in Length]), name="consent_length"),
            models.CheckConstraint(
                condition=Q(means__in=_BY_SOMEBODY) | Q(said_by=b""), name="consent_said_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(length=str(Length.RECORD), ends_on__isnull=True)
                | (~Q(length=str(Length.RECORD)) & Q(ends_on__isnull=False)),
                name="consent_ends_on",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False), name="consent_withdrawn_by"
            ),
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True, ended_at__isnull=True),
                name="consent_once_at_a_time",
            ),
        ]


class Keeping(models.Model):
    """How many days an organisation keeps one kind of thing, where it has decided (`kit.retention` has the bounds)."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    days = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="consent_keeping_once"),
            models.CheckConstraint(condition=Q(days__gte=1) & Q(days__lte=3660), name="consent_keeping_days"),
        ]
