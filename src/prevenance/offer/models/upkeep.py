"""Freshness by the places: rounds of invitations, corrections, confirmations, closures, and what residents report.

A place is named by its id, without a foreign key: its cards survive the imports that take it away and bring it back.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.offer.choices import CHANGED_FIELDS, Author, FlagReason, Notice


class UpdateRound(models.Model):
    """One season in which places are asked whether their card is right."""

    name = models.CharField(max_length=100)
    opens_on = models.DateField()
    closes_on = models.DateField()
    is_heat_wave = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="offer_round_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="offer_round_has_a_name"),
        ]


class Invitation(models.Model):
    """The link that one place received. Only the SHA-256 of its secret is kept."""

    update_round = models.ForeignKey(UpdateRound, on_delete=models.CASCADE, related_name="invitations")
    place_id = models.CharField(max_length=20)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place_id"], name="offer_invitation_place")]
        constraints = [
            models.UniqueConstraint(fields=["update_round", "place_id"], name="offer_invitation_once_a_round"),
        ]


class Change(models.Model):
    """One correction of one field, on top of what the sources say. Undone, never deleted."""

    place_id = models.CharField(max_length=20)
    field = models.CharField(max_length=30)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    author = models.CharField(max_length=20)
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="changes")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place_id", "field"], name="offer_change_place")]
        constraints = [
            models.CheckConstraint(condition=Q(field__in=CHANGED_FIELDS), name="offer_change_field_known"),
            models.CheckConstraint(
                condition=Q(author__in=[str(author) for author in Author]), name="offer_change_author_known"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="offer_change_undone_by_someone",
            ),
        ]


class Check(models.Model):
    """Someone said that the whole card is right."""

    place_id = models.CharField(max_length=20)
    author = models.CharField(max_length=20)
    checked_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place_id"], name="offer_check_place")]


class Closure(models.Model):
    """Closed for some days, or open otherwise in a heat wave. `ends_on` is the last day."""

    place_id = models.CharField(max_length=20)
    notice = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place_id", "ends_on"], name="offer_closure_place")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="offer_closure_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(notice__in=[str(notice) for notice in Notice]), name="offer_closure_notice_known"
            ),
        ]


class Flag(models.Model):
    """A resident says that something is wrong. No name, no address, no free text that could hold either: a reason."""

    place_id = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    made_on = models.DateField()  # a day, not an instant: nobody can be found again from it
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place_id"], name="offer_flag_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[str(reason) for reason in FlagReason]), name="offer_flag_reason_known"
            ),
        ]
