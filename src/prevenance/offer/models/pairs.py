"""Whether two records speak of the same place: what the model computed, what people decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.offer.choices import PairVerdict


class Pair(models.Model):
    """The model's judgement, computed anew at each join. `evidence`: [{"key", "value", "weight"}], strongest first.

    Records are named by their stable ids, first < second, without a foreign key: a judgement survives imports.
    `is_joined`: both are in one place today.
    """

    first = models.CharField(max_length=20)
    second = models.CharField(max_length=20)
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
    value = models.FloatField(default=0)  # order of the review list: what a decision is worth
    is_joined = models.BooleanField(default=False)
    judged_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["second"], name="offer_pair_second"),
            models.Index(fields=["-value"], name="offer_pair_value"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="offer_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="offer_pair_ordered"),
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1), name="offer_pair_probability"),
        ]


class PairDecision(models.Model):
    """What a person said of two records: it binds every later join, until undone. Nothing is ever deleted here."""

    first = models.CharField(max_length=20)
    second = models.CharField(max_length=20)
    verdict = models.CharField(max_length=10)
    author = models.CharField(max_length=60)  # a role, never a name
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    operation = models.UUIDField(null=True, unique=True)  # of the page that sent it: sent twice, it counts once
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(undone_at__isnull=True), name="offer_decision_one_in_force"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="offer_decision_ordered"),
            models.CheckConstraint(
                condition=Q(verdict__in=[str(verdict) for verdict in PairVerdict]), name="offer_decision_known"
            ),
            models.CheckConstraint(condition=~Q(author=""), name="offer_decision_has_an_author"),
        ]
