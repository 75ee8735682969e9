"""Dated prevention actions: a screening bus on market day, a vaccination afternoon."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.offer.choices import OutreachStatus
from prevenance.offer.models.imports import ImportRun


class Outreach(models.Model):
    """One action on one day (or a few). Days and hours are those of the clock where it happens.

    `id` is derived from the source, its identifier and the day it was first announced for; `acts` are keys of the
    catalogue, [] when its words name none.
    """

    id = models.CharField(primary_key=True, max_length=20)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=300)
    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField(default=0)  # a later one replaces
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    acts = models.JSONField(default=list)
    starts_on = models.DateField()
    starts_time = models.TimeField(null=True)  # null: the whole day, or nobody said
    ends_on = models.DateField()
    ends_time = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)  # in words: "market square"
    address = models.CharField(max_length=250, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5)
    commune_name = models.CharField(max_length=100)
    latitude = models.FloatField()
    longitude = models.FloatField()
    is_position_approximate = models.BooleanField(default=False)
    organiser = models.CharField(max_length=200, blank=True)  # a body, never a person
    phone = models.CharField(max_length=16, blank=True)
    booking = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    cost = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ends_on", "latitude"], name="offer_outreach_to_come"),
            models.Index(fields=["source"], name="offer_outreach_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[str(status) for status in OutreachStatus]), name="offer_outreach_status_known"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="offer_outreach_ends_after"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(id="") & ~Q(source_id="") & ~Q(commune_code=""),
                name="offer_outreach_says_what_and_where",
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="offer_outreach_on_earth",
            ),
        ]
