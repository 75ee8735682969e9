"""The imports that records come from, and the revisions that tell readers that places have changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.offer.choices import Outcome


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


class RefusedRows(models.Model):
    """Which rows an import refused, and why: lines `number reason`, gzip. Nothing of what the rows held."""

    import_run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="refused_rows")
    packed = models.BinaryField()


class Revision(models.Model):
    """One row each time that places moved, came or went: what readers keep in memory is then built anew."""

    at = models.DateTimeField()
    cause = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(cause=""), name="offer_revision_says_why")]
