"""Encounters: what was done, where, with how many people, and what is known of them.

Who a participant is stays in the people's room: here, a person followed is an opaque reference, "" for everybody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from prevenance.mediation.choices import GROUP_MOST, MINUTES_MOST, Field, Kind, PlaceKind, values


def _one_of(name: str, field: Field, *, blank: bool = True) -> Q:
    return Q(**{f"{name}__in": ([""] if blank else []) + list(values(field))})


class Encounter(models.Model):
    """One act of accompaniment. Lists hold keys of the vocabulary. `commune_code`: where it was held (for a remote one,
    the commune of the organisation). A removed one is kept a month, out of all the figures, then erased.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    place_kind = models.CharField(max_length=20)
    place_id = models.CharField(max_length=20, blank=True)  # of the offer
    place_name = models.CharField(max_length=200, blank=True)
    commune_code = models.CharField(max_length=5)
    themes = models.JSONField()
    admin_themes = models.JSONField(default=list)
    procedure = models.CharField(max_length=80, blank=True)
    equipment = models.JSONField(default=list)
    autonomy = models.CharField(max_length=20, blank=True)
    oriented_to = models.JSONField(default=list)
    next_step = models.CharField(max_length=20, blank=True)
    tags = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "held_on"], name="mediation_encounter_held"),
            models.Index(fields=["noted_by", "noted_at"], name="mediation_encounter_noted"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[str(one) for one in Kind]), name="mediation_encounter_kind"),
            models.CheckConstraint(
                condition=Q(place_kind__in=[str(one) for one in PlaceKind]), name="mediation_encounter_place_kind"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=MINUTES_MOST), name="mediation_encounter_minutes"
            ),
            models.CheckConstraint(condition=~Q(themes=[]), name="mediation_encounter_has_a_theme"),
            models.CheckConstraint(condition=~Q(commune_code=""), name="mediation_encounter_is_somewhere"),
            models.CheckConstraint(condition=_one_of("autonomy", Field.AUTONOMY), name="mediation_encounter_autonomy"),
            models.CheckConstraint(
                condition=_one_of("next_step", Field.NEXT_STEPS), name="mediation_encounter_next_step"
            ),
        ]


class Participation(models.Model):
    """One person at one encounter, with what was known of them that day: "" when it was not said.

    `person`: the reference of a person followed. When that person is merged, it moves; when erased, it becomes "".
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="participations")
    person = models.CharField(max_length=40, blank=True, db_index=True)
    gender = models.CharField(max_length=20, blank=True)
    age = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=20, blank=True)
    first = models.CharField(max_length=20, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)  # where they live

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("gender", Field.GENDERS), name="mediation_participation_gender"),
            models.CheckConstraint(condition=_one_of("age", Field.AGES), name="mediation_participation_age"),
            models.CheckConstraint(condition=_one_of("status", Field.STATUSES), name="mediation_participation_status"),
            models.CheckConstraint(condition=_one_of("first", Field.FIRSTS), name="mediation_participation_first"),
        ]


class Group(models.Model):
    """Participants of whom only totals are known. `counts`: {list: {key: how many}}; what is missing to `total` was not
    said. No line is invented for them: the totals are not of the same people.
    """

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, related_name="group")
    total = models.PositiveSmallIntegerField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=1) & Q(total__lte=GROUP_MOST), name="mediation_group_total"),
        ]


class Note(models.Model):
    """A free text beside an encounter, erased on `erase_on`, long before the encounter."""

    encounter = models.OneToOneField(Encounter, on_delete=models.CASCADE, related_name="note")
    text = models.CharField(max_length=500)
    erase_on = models.DateField(db_index=True)


class Operation(models.Model):
    """One note sent by a device: sent again, it is not written again, even after the encounter was erased."""

    id = models.UUIDField(primary_key=True)
    encounter_id = models.BigIntegerField()
    noted_by_id = models.BigIntegerField()
    at = models.DateTimeField()
