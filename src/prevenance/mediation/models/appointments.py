"""When an agent receives, who comes, and who waits for a free slot. What identifies somebody is enciphered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices import PlaceKind
from prevenance.mediation.choices.appointments import (
    CAPACITY_MOST,
    SLOT_LEAST,
    SLOT_MOST,
    WEEKS_MOST,
    AppointmentState,
    Asker,
)

_PLACE_KINDS = [str(one) for one in PlaceKind]
_STANDS = ~Q(state=AppointmentState.CANCELLED.value)


class Opening(models.Model):
    """Weekly hours when an agent receives: `weekdays` (1 Monday to 7 Sunday), one week in `every_weeks` counted from
    the week of `starts_on`, in local time of `zone`. `ends_on`: its last day. Slots are computed, never stored.

    `is_public`: residents may book there by themselves, at least `notice_hours` before.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    weekdays = models.JSONField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    from_time = models.TimeField()
    until_time = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    on_public_holidays = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    zone = models.CharField(max_length=40)
    place_kind = models.CharField(max_length=20)
    place_id = models.CharField(max_length=20, blank=True)  # of the offer
    place_name = models.CharField(max_length=200, blank=True)
    commune_code = models.CharField(max_length=5)
    phone = models.CharField(max_length=20, blank=True)  # of the place or the organisation: public, E.164 or short

    class Meta:
        indexes = [
            models.Index(fields=["agent", "starts_on"], name="mediation_opening_agent"),
            models.Index(fields=["commune_code", "is_public"], name="mediation_opening_near"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_time__gt=F("from_time")), name="mediation_opening_hours"),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=SLOT_LEAST) & Q(slot_minutes__lte=SLOT_MOST),
                name="mediation_opening_slot",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(capacity__lte=CAPACITY_MOST), name="mediation_opening_capacity"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1) & Q(every_weeks__lte=WEEKS_MOST), name="mediation_opening_weeks"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="mediation_opening_ends_after"
            ),
            models.CheckConstraint(condition=Q(place_kind__in=_PLACE_KINDS), name="mediation_opening_place_kind"),
            models.CheckConstraint(
                condition=~Q(weekdays=[]) & ~Q(commune_code="") & ~Q(zone=""), name="mediation_opening_is_said"
            ),
        ]


class Absence(models.Model):
    """An agent receives nobody between two instants. No reason is kept: it may be an illness."""

    agent = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agent", "ends_at"], name="mediation_absence_agent")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="mediation_absence_ends_after"),
        ]


class Appointment(models.Model):
    """A slot held for somebody. `uid` and `sequence`: those of the calendars (`sequence` grows at each move or cancel).

    `person`: the reference of a person followed, "" for somebody else, known by `contact` only (a `Contact`
    enciphered, null when nothing was given). `is_phone_of_relative`: the phone is of the one who booked for them.
    `state_by` null: the person, by their link. `operation`: a booking sent again is not booked again. Digests find it
    back; all that identifies somebody is erased 30 days after.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    operation = models.UUIDField(unique=True, null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.SET_NULL, null=True, related_name="appointments")
    seat = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40)
    place_kind = models.CharField(max_length=20)
    place_id = models.CharField(max_length=20, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    commune_code = models.CharField(max_length=5)
    state = models.CharField(max_length=12, default=AppointmentState.BOOKED.value)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.CharField(max_length=12)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    contact = models.BinaryField(null=True)
    is_phone_of_relative = models.BooleanField(default=False)
    reminders = models.JSONField(default=list)
    agreed_at = models.DateTimeField(null=True)  # to be reminded
    agreed_words = models.CharField(max_length=20, blank=True)  # the version of the words that were read
    language = models.CharField(max_length=5, default="fr")
    secret_digest = models.CharField(max_length=64, blank=True, db_index=True)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    encounter = models.OneToOneField(
        "mediation.Encounter", on_delete=models.SET_NULL, null=True, related_name="appointment"
    )
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agent", "starts_at"], name="mediation_appointment_agent"),
            models.Index(fields=["organisation", "starts_at"], name="mediation_appointment_held"),
            models.Index(fields=["state", "starts_at"], name="mediation_appointment_state"),
        ]
        constraints = [
            # Of two people who want the last seat, the database lets one in.
            models.UniqueConstraint(
                fields=["opening", "starts_at", "seat"],
                condition=_STANDS & Q(opening__isnull=False),
                name="mediation_appointment_one_seat",
            ),
            models.UniqueConstraint(
                fields=["agent", "starts_at", "seat"], condition=_STANDS, name="mediation_appointment_one_agent"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in AppointmentState]), name="mediation_appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(asker__in=[str(one) for one in Asker]), name="mediation_appointment_asker"
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1) & Q(minutes__gte=1) & ~Q(commune_code=""), name="mediation_appointment_is_said"
            ),
            models.CheckConstraint(condition=Q(place_kind__in=_PLACE_KINDS), name="mediation_appointment_place_kind"),
            models.CheckConstraint(
                condition=Q(reminders=[]) | Q(agreed_at__isnull=False), name="mediation_appointment_reminded_agreed"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(contact__isnull=True, person="", secret_digest="", code_digest=""),
                name="mediation_appointment_erased_is_erased",
            ),
        ]


class Wait(models.Model):
    """Somebody who found no free slot and leaves a phone, until a day. `opening` null: any of the organisation there.

    It is the agent who calls: nothing is booked by itself.
    """

    operation = models.UUIDField(unique=True, null=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.SET_NULL, null=True, related_name="waits")
    commune_code = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    until_on = models.DateField(db_index=True)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    contact = models.BinaryField(null=True)
    is_phone_of_relative = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="fr")
    secret_digest = models.CharField(max_length=64, blank=True, db_index=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # answered or withdrawn; its contact is erased then
    ended_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "ended_at", "asked_at"], name="mediation_wait_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(contact__isnull=True, secret_digest=""),
                name="mediation_wait_ended_is_erased",
            ),
        ]
