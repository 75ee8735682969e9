"""Where one goes: one place is one or several records that were judged to speak of the same one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from prevenance.offer.choices import PLACE_KINDS, Access, Fees

TOLD = (
    *("name", "address", "postal_code", "commune_code", "commune_name", "latitude", "longitude", "phone", "email"),
    *("website", "booking", "opening_hours", "opening_words", "wheelchair", "accessibility_page", "fees"),
    *("description", "organisation", "siret", "finess", "legal_finess"),
)


class Place(models.Model):
    """Made from its records and from the corrections of people; never written by hand.

    `origins` says for each field where its value comes from: {"source", "record", "on"}, or {"change", "author", "on"}
    for a correction; under "" for all the fields that it does not name. The id stays when records come and go.
    """

    id = models.CharField(primary_key=True, max_length=20)
    source = models.CharField(max_length=60)  # of the record that leads
    kind = models.CharField(max_length=30)  # of the record that leads; all of them are in PlaceKind
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=250, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    commune_name = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    is_position_approximate = models.BooleanField(default=False)
    phone = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    booking = models.CharField(max_length=500, blank=True)
    opening_hours = models.CharField(max_length=400, blank=True)
    opening_words = models.CharField(max_length=500, blank=True)
    wheelchair = models.CharField(max_length=10, default="unknown")
    accessibility_page = models.CharField(max_length=500, blank=True)
    fees = models.CharField(max_length=12, blank=True)
    description = models.CharField(max_length=500, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    finess = models.CharField(max_length=9, blank=True)
    legal_finess = models.CharField(max_length=9, blank=True)
    content_on = models.DateField(null=True)  # the newest of: what its sources say, what people confirmed
    is_fictional = models.BooleanField(default=False)
    has_closed = models.BooleanField(default=False)  # for good, as a correction says: kept, shown to nobody
    origins = models.JSONField(default=dict)

    def told(self) -> dict[str, dict[str, Any]]:
        """The origin of each field that has a value."""
        usual = self.origins.get("")
        known = {field: usual for field in TOLD if getattr(self, field) not in ("", "unknown")} if usual else {}
        return {**known, **{field: origin for field, origin in self.origins.items() if field}}

    class Meta:
        indexes = [
            models.Index(fields=["kind"], name="offer_place_kind"),
            models.Index(fields=["commune_code", "kind"], name="offer_place_commune"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PLACE_KINDS), name="offer_place_kind_known"),
            models.CheckConstraint(
                condition=Q(wheelchair__in=[str(access) for access in Access]), name="offer_place_access_known"
            ),
            models.CheckConstraint(condition=Q(fees__in=[str(fees) for fees in Fees]), name="offer_place_fees_known"),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="offer_place_on_earth",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(id=""), name="offer_place_has_a_name"),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__startswith="+"), name="offer_place_phone_e164"),
        ]


class PlaceKind(models.Model):
    """A place may be several things: a library with a digital adviser's desk."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["kind"], name="offer_placekind_kind")]
        constraints = [
            models.UniqueConstraint(fields=["place", "kind"], name="offer_placekind_once"),
            models.CheckConstraint(condition=Q(kind__in=PLACE_KINDS), name="offer_placekind_known"),
        ]


class PlaceMoved(models.Model):
    """An id that was given away in a merge: old links still lead to the place."""

    id = models.CharField(primary_key=True, max_length=20)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="former_ids")


class PlaceAct(models.Model):
    """What is known of one act at one place beyond what its kinds say: a service that a source declares, a correction.

    `act` is a key of the catalogue. `confidence`: declared, by_law, to_be_confirmed, or not_done. `origin` as in
    `Place.origins`.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=60)
    confidence = models.CharField(max_length=20)
    origin = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["act", "confidence"], name="offer_placeact_act")]
        constraints = [
            models.UniqueConstraint(fields=["place", "act"], name="offer_placeact_once"),
            models.CheckConstraint(
                condition=Q(confidence__in=("declared", "by_law", "to_be_confirmed", "not_done")),
                name="offer_placeact_confidence_known",
            ),
        ]
