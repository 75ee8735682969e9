"""What each source says of a place. Written by imports only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from prevenance.offer.choices import DEMO_SOURCE, PLACE_KINDS, Access, Fees
from prevenance.offer.models.imports import ImportRun
from prevenance.offer.models.places import Place


class Record(models.Model):
    """One place as one source gives it. `id` is derived from the source and its identifier: the same at each import."""

    id = models.CharField(primary_key=True, max_length=20)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="records")
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
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    booking = models.CharField(max_length=500, blank=True)  # web address where one books
    opening_hours = models.CharField(max_length=400, blank=True)  # OSM syntax
    opening_words = models.CharField(max_length=500, blank=True)  # as the source wrote them, when not understood
    wheelchair = models.CharField(max_length=10, default="unknown")
    accessibility_page = models.CharField(max_length=500, blank=True)
    fees = models.CharField(max_length=12, blank=True)
    description = models.CharField(max_length=500, blank=True)
    organisation = models.CharField(max_length=200, blank=True)  # the body that runs it
    siret = models.CharField(max_length=14, blank=True)
    finess = models.CharField(max_length=9, blank=True)  # of the place
    legal_finess = models.CharField(max_length=9, blank=True)  # of the body that runs it
    content_on = models.DateField(null=True)  # when the source last checked this place
    is_fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["finess"], name="offer_record_finess")]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="offer_record_once_a_source"),
            models.CheckConstraint(condition=Q(kind__in=PLACE_KINDS), name="offer_record_kind_known"),
            models.CheckConstraint(
                condition=Q(wheelchair__in=[str(access) for access in Access]), name="offer_record_access_known"
            ),
            models.CheckConstraint(condition=Q(fees__in=[str(fees) for fees in Fees]), name="offer_record_fees_known"),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="offer_record_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(id="") & ~Q(source_id=""), name="offer_record_has_a_name"
            ),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__startswith="+"), name="offer_record_phone_e164"),
            models.CheckConstraint(
                condition=Q(source=DEMO_SOURCE, is_fictional=True) | (~Q(source=DEMO_SOURCE) & Q(is_fictional=False)),
                name="offer_record_fiction_is_marked",
            ),
        ]


class Service(models.Model):
    """What a record declares that is done there: the words of its source, and `code` (scheme:code) when it has one.

    `count` is a number of professionals, when the source counts them.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="services")
    label = models.CharField(max_length=200)
    code = models.CharField(max_length=100, blank=True)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code"], name="offer_service_code")]
        constraints = [
            models.UniqueConstraint(fields=["record", "code", "label"], name="offer_service_once_a_record"),
            models.CheckConstraint(condition=~Q(label=""), name="offer_service_has_a_label"),
        ]
