"""Where a person stands on the path towards Mon espace santé. Never a code, a number, nor what the space holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices.path_steps import endings, found, reasons, steps


class Path(models.Model):
    """One person's path with one organisation. Who it is: `person`, the reference of a person followed; or `encounter`,
    for somebody anonymous; or `label`, a word by which the mediator knows them, erased on `forget_on`.

    A person may say no (`ending`): it is an end as good as another. `why`: what they gave as a reason, if they did.
    `found`: how the space was at the beginning, "" when nobody said.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    commune_code = models.CharField(max_length=5)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    encounter = models.ForeignKey("mediation.Encounter", on_delete=models.SET_NULL, null=True, related_name="paths")
    label = models.CharField(max_length=60, blank=True)
    forget_on = models.DateField(null=True, db_index=True)
    ending = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True)
    found = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "begun_on"], name="mediation_path_begun")]
        constraints = [
            models.CheckConstraint(condition=Q(ending__in=["", *endings()]), name="mediation_path_ending"),
            models.CheckConstraint(
                condition=Q(ending="", ended_on__isnull=True)
                | (~Q(ending="") & Q(ended_on__isnull=False, ended_on__gte=F("begun_on"))),
                name="mediation_path_ended_on",
            ),
            models.CheckConstraint(condition=Q(person="") | Q(label=""), name="mediation_path_one_name"),
            models.CheckConstraint(condition=Q(label="") | Q(forget_on__isnull=False), name="mediation_path_forgets"),
            models.CheckConstraint(condition=~Q(commune_code=""), name="mediation_path_is_somewhere"),
            models.CheckConstraint(condition=Q(found__in=["", *found()]), name="mediation_path_found"),
            models.CheckConstraint(
                condition=Q(why="") | (Q(why__in=list(reasons())) & ~Q(ending="")), name="mediation_path_why"
            ),
        ]


class PathStep(models.Model):
    """One step reached on a day, once. `is_reached` false: asked after 1 or 3 months, and the answer was no."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=20)
    on = models.DateField()
    is_reached = models.BooleanField(default=True)
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__in=list(steps())), name="mediation_path_step_key"),
            models.UniqueConstraint(fields=["path", "key"], name="mediation_path_step_once"),
            models.CheckConstraint(
                condition=Q(is_reached=True) | Q(key__in=[one.key for one in steps().values() if one.follow_months]),
                name="mediation_path_step_no_is_an_answer_later",
            ),
        ]
