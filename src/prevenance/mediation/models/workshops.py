"""Workshops: announced with a capacity, filled by registrations, held as an encounter."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices import GROUP_MOST, MINUTES_MOST, Field, PlaceKind, values
from prevenance.mediation.models.encounters import Encounter


class Workshop(models.Model):
    """A workshop to come or held. `encounter`: what was noted once it was held; `cancelled_at`: it will not be.

    `operation`: the announcement sent by a device, once. `sequence` grows with each change, as calendars ask;
    `moved_at`: when its day or place last changed. `taken`: seats given, kept here so that the database itself refuses
    more than `capacity`. `others`: how many came without a seat.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    title = models.CharField(max_length=100)
    level = models.CharField(max_length=20, blank=True)
    operation = models.UUIDField(unique=True, default=uuid.uuid4)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    is_public = models.BooleanField(default=False)  # anybody may take a seat from the public page
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    others = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place_kind = models.CharField(max_length=20)
    place_id = models.CharField(max_length=20, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    commune_code = models.CharField(max_length=5)
    themes = models.JSONField()
    cancelled_at = models.DateTimeField(null=True)
    encounter = models.OneToOneField(Encounter, on_delete=models.SET_NULL, null=True, related_name="workshop")

    class Meta:
        indexes = [models.Index(fields=["organisation", "starts_at"], name="mediation_workshop_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(capacity__lte=GROUP_MOST), name="mediation_workshop_capacity"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=MINUTES_MOST), name="mediation_workshop_minutes"
            ),
            models.CheckConstraint(
                condition=Q(place_kind__in=[str(one) for one in PlaceKind]), name="mediation_workshop_place_kind"
            ),
            models.CheckConstraint(condition=Q(level__in=["", *values(Field.LEVELS)]), name="mediation_workshop_level"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(commune_code=""), name="mediation_workshop_is_said"),
            models.CheckConstraint(
                condition=Q(encounter__isnull=True) | Q(cancelled_at__isnull=True),
                name="mediation_workshop_held_or_cancelled",
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="mediation_workshop_is_not_overfull"),
            models.CheckConstraint(condition=Q(others__lte=GROUP_MOST), name="mediation_workshop_others"),
        ]


class Registration(models.Model):
    """Seats asked for at a workshop. `person`: a person followed, alone; "" for somebody known by `label` (a first
    name, a card's number) or by nothing. `seated_at`: since when they have their seats; null while they wait.

    `code_digest`: SHA-256 of the code by which a resident withdraws. `phone`: enciphered, only to tell them of a
    change; `told_at`: when they last knew where they stand; null when the team has something to tell them.
    `came`: how many of the seats came; null while it is not known. Participants never see each other. Once the workshop
    is noted, or a week after it, `label`, `phone` and `code_digest` are erased.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="registrations")
    person = models.CharField(max_length=40, blank=True, db_index=True)
    label = models.CharField(max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    came = models.PositiveSmallIntegerField(null=True)
    seated_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    phone = models.BinaryField(null=True)
    code_digest = models.CharField(max_length=64, blank=True, default="", db_index=True)
    operation = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1) & Q(seats__lte=20), name="mediation_registration_seats"),
            models.CheckConstraint(condition=Q(person="") | Q(seats=1), name="mediation_registration_one_person"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("asked_at")),
                name="mediation_registration_withdrawn_after",
            ),
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(came__lte=F("seats"), seated_at__isnull=False),
                name="mediation_registration_came_within_seats",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(phone__isnull=True, code_digest=""),
                name="mediation_registration_withdrawn_is_erased",
            ),
            models.UniqueConstraint(
                fields=["workshop", "person"],
                condition=~Q(person="") & Q(withdrawn_at__isnull=True),
                name="mediation_registration_once",
            ),
        ]
