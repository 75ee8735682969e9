"""Workshops: announced with a capacity, filled by registrations, held as an encounter."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices import GROUP_MOST, MINUTES_MOST, Field, PlaceKind, values
from prevenance.mediation.models.encounters import Encounter


class Workshop(models.Model):
    """A workshop to come or held. `encounter`: what was noted once it was held; `cancelled_at`: it will not be."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    title = models.CharField(max_length=100)
    level = models.CharField(max_length=20, blank=True)
    capacity = models.PositiveSmallIntegerField()
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
        ]


class Registration(models.Model):
    """Seats kept at a workshop, in order of asking: those beyond the capacity wait. `person`: a person followed, alone;
    "" for somebody whom the mediator knows by what they wrote in `label` (a first name, a card's number).

    Participants never see each other. Once the workshop is over, `label` is erased with the notes.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="registrations")
    person = models.CharField(max_length=40, blank=True, db_index=True)
    label = models.CharField(max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    has_come = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1) & Q(seats__lte=20), name="mediation_registration_seats"),
            models.CheckConstraint(condition=Q(person="") | Q(seats=1), name="mediation_registration_one_person"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("asked_at")),
                name="mediation_registration_withdrawn_after",
            ),
            models.UniqueConstraint(
                fields=["workshop", "person"],
                condition=~Q(person="") & Q(withdrawn_at__isnull=True),
                name="mediation_registration_once",
            ),
        ]
