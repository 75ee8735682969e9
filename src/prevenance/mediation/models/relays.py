"""Relays: citizens who inform those around them, from their application to their departure."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices import GROUP_MOST
from prevenance.mediation.choices.relay_states import FINAL, State


class Relay(models.Model):
    """A first name and one way to reach them, nothing more; both erased when they leave or are declined.

    `code`: of their public page, which says nothing of who they are. `secret_digest`: of the link to their own page.
    """

    code = models.CharField(max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=12, default=State.APPLIED.value)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    supervisor = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    first_name = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    commune_code = models.CharField(max_length=5)
    reason = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="fr")
    applied_at = models.DateTimeField()
    charter_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="mediation_relay_follow")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[str(one) for one in State]), name="mediation_relay_state"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(first_name="", contact="", secret_digest=""),
                name="mediation_relay_erased_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(map(str, FINAL), reverse=True)) | Q(erased_at__isnull=False),
                name="mediation_relay_gone_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACTIVE.value) | Q(charter_until__isnull=False),
                name="mediation_relay_active_signed",
            ),
        ]


class RelayState(models.Model):
    """A state entered, and who said so (null: the relay, or the calendar). Rows never change."""

    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")


class Training(models.Model):
    """A training session, announced with a capacity."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    place_name = models.CharField(max_length=200)
    commune_code = models.CharField(max_length=5)
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(capacity__lte=GROUP_MOST), name="mediation_training_capacity"
            ),
        ]


class TrainingSeat(models.Model):
    """A relay's seat at a training; `has_come` is null until it was held."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="seats")
    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="seats")
    has_come = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "relay"], name="mediation_training_seat_once")]


class Charter(models.Model):
    """A charter signed: the very text that was read, kept as it was that day."""

    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="charters")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    text = models.TextField()
    signed_at = models.DateTimeField()


class Reached(models.Model):
    """How many people a relay says to have spoken to, between two numbers. Declared, never measured nor multiplied."""

    relay = models.ForeignKey(Relay, on_delete=models.CASCADE, related_name="declarations")
    said_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    month = models.DateField()  # its first day
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(high__gte=F("low")) & Q(high__lte=10_000), name="mediation_reached_between"
            ),
            models.UniqueConstraint(fields=["relay", "month"], name="mediation_reached_once_a_month"),
        ]
