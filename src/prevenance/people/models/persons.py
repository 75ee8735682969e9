"""People helped. What identifies them is enciphered (`kit.ciphering`); blind digests find them again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from prevenance.people.choices.persons import PersonPurpose
from prevenance.people.models.accounts import Account
from prevenance.people.models.organisations import Organisation

MONTHS = 24  # since the last contact, where an organisation has not decided


class Person(models.Model):
    """Someone followed by one organisation. `merged_into`: this record is another's earlier self, and is not shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="persons")
    identity = models.BinaryField()
    purpose = models.CharField(max_length=20)
    commune_code = models.CharField(max_length=5, blank=True)  # of residence; bounds the scope
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    last_contact_on = models.DateField()
    noticed_on = models.DateField(null=True)  # the team was told that the end of retention comes
    kept_until = models.DateField(null=True)  # longer, once, until a new contact starts all again
    kept_reason = models.CharField(max_length=20, blank=True)  # a key of the consents’ room: never a free text
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="earlier")
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[str(one) for one in PersonPurpose]), name="people_person_has_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="people_person_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(kept_until__isnull=True, kept_reason="", kept_by__isnull=True)
                | (Q(kept_until__isnull=False, kept_by__isnull=False) & ~Q(kept_reason="")),
                name="people_person_kept_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "last_contact_on"], name="people_person_retention")]


class Trace(models.Model):
    """One way to find a person: a keyed digest of a phone, an e-mail, the sound of a name, a birth date."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "digest"], name="people_trace_once")]
        indexes = [models.Index(fields=["digest", "kind"], name="people_trace_digest")]


class Merge(models.Model):
    """Two records made one: what the kept one was before and after, enciphered; what moved, to undo it exactly."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    snapshot = models.BinaryField()
    moved = models.JSONField()  # key of a holder → what it needs to move back; references only
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="people_merge_undone_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="people_merge_gone_once"
            ),
        ]


class Retention(models.Model):
    """How long an organisation keeps a person after the last contact."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="retention")
    months = models.PositiveSmallIntegerField(default=MONTHS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=60), name="people_retention_months")
        ]
