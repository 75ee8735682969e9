"""Tables of the offer: places, what they declare to do, and the imports they come from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.offer.choices import DEMO_SOURCE, PLACE_KINDS, Access, Outcome


class ImportRun(models.Model):
    """One import of one source. Its rows replace the previous ones in one transaction, or not at all."""

    source = models.CharField(max_length=60)
    outcome = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)  # SHA-256
    content_on = models.DateField(null=True)  # the newest date of the content itself, not of the run
    rows_read = models.PositiveIntegerField(default=0)
    rows_kept = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=dict)  # reason -> number of rows
    mended = models.JSONField(default=dict)  # reason -> number of rows
    problem = models.CharField(max_length=60, blank=True)  # why the whole file was refused
    problem_facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="offer_run_source")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[str(outcome) for outcome in Outcome]), name="offer_run_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="running", ended_at__isnull=True)
                | (~Q(outcome="running") & Q(ended_at__isnull=False)),
                name="offer_run_ended_when_not_running",
            ),
            models.CheckConstraint(condition=Q(rows_kept__lte=F("rows_read")), name="offer_run_kept_were_read"),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(problem=""), name="offer_run_refused_says_why"),
        ]


class Place(models.Model):
    """Where one goes. `id` is derived from the source and its identifier: the same place keeps its address for ever."""

    id = models.CharField(primary_key=True, max_length=20)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=250, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)  # INSEE, of today
    commune_name = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField()  # WGS84, degrees
    longitude = models.FloatField()
    is_position_approximate = models.BooleanField(default=False)  # the centre of the commune
    phone = models.CharField(max_length=16, blank=True)  # E.164
    website = models.CharField(max_length=500, blank=True)
    booking = models.CharField(max_length=500, blank=True)  # web address where one books
    opening_hours = models.CharField(max_length=400, blank=True)  # OSM syntax
    opening_words = models.CharField(max_length=500, blank=True)  # as the source wrote them, when not understood
    wheelchair = models.CharField(max_length=10, default="unknown")
    finess = models.CharField(max_length=9, blank=True)
    content_on = models.DateField(null=True)  # when the source last checked this place
    is_fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind"], name="offer_place_kind"),
            models.Index(fields=["commune_code", "kind"], name="offer_place_commune"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="offer_place_once_a_source"),
            models.CheckConstraint(condition=Q(kind__in=PLACE_KINDS), name="offer_place_kind_known"),
            models.CheckConstraint(
                condition=Q(wheelchair__in=[str(access) for access in Access]), name="offer_place_access_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="offer_place_on_earth",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(id="") & ~Q(source_id=""), name="offer_place_has_a_name"),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__startswith="+"), name="offer_place_phone_e164"),
            models.CheckConstraint(
                condition=Q(source=DEMO_SOURCE, is_fictional=True) | (~Q(source=DEMO_SOURCE) & Q(is_fictional=False)),
                name="offer_place_fiction_is_marked",
            ),
        ]


class Service(models.Model):
    """What a place declares that it does, in the words of its source."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="services")
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "label"], name="offer_service_once_a_place"),
            models.CheckConstraint(condition=~Q(label=""), name="offer_service_has_a_label"),
        ]
