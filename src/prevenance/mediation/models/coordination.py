"""What a coordinator does beside encounters, the tags of a team, and the prevention that was spoken of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from prevenance.mediation.choices import MINUTES_MOST, Field, values
from prevenance.mediation.models.encounters import Encounter


class Coordination(models.Model):
    """A meeting of professionals, an event or a partnership: no person helped is in it. `subjects`: the types of a
    meeting or of an event, the natures of a partnership. `partners`: [{"name", "kind"}], structures. A number is null
    when it was not said. A removed one is kept a month, out of all the figures.
    """

    operation = models.UUIDField(unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=120, blank=True)
    commune_code = models.CharField(max_length=5)
    subjects = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    initiative = models.CharField(max_length=20, blank=True)
    echelon = models.CharField(max_length=20, blank=True)
    organisers = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    participants = models.PositiveIntegerField(null=True)
    mediators = models.PositiveIntegerField(null=True)
    structures = models.PositiveIntegerField(null=True)
    others = models.PositiveIntegerField(null=True)
    tags = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["organisation", "held_on"], name="mediation_coordination_held")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(values(Field.COORDINATION_KINDS))), name="mediation_coordination_kind"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | (Q(minutes__gte=1) & Q(minutes__lte=MINUTES_MOST)),
                name="mediation_coordination_minutes",
            ),
            models.CheckConstraint(condition=~Q(commune_code=""), name="mediation_coordination_is_somewhere"),
            models.CheckConstraint(
                condition=Q(initiative__in=["", *values(Field.INITIATIVES)])
                & Q(echelon__in=["", *values(Field.ECHELONS)]),
                name="mediation_coordination_is_known",
            ),
        ]


class Tag(models.Model):
    """A tag that a coordinator gives to the team. `department_code`: shared with the department's reports, else "".

    Other tags that someone types are their own: they stay in their encounters and never leave the organisation.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    department_code = models.CharField(max_length=3, blank=True)
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="mediation_tag_once"),
            models.CheckConstraint(condition=~Q(name=""), name="mediation_tag_has_a_name"),
        ]


class Signpost(models.Model):
    """A family of prevention spoken of at an encounter. `is_done`: what the person said later, null while not asked."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="signposts")
    key = models.CharField(max_length=20)
    is_done = models.BooleanField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encounter", "key"], name="mediation_signpost_once"),
            models.CheckConstraint(condition=Q(key__in=list(values(Field.SIGNPOSTS))), name="mediation_signpost_key"),
            models.CheckConstraint(
                condition=Q(is_done__isnull=True, answered_on__isnull=True)
                | Q(is_done__isnull=False, answered_on__isnull=False),
                name="mediation_signpost_answered_on",
            ),
        ]
