"""Hand-overs: a person directed to another professional, who answers by a link without an account.

What is shared is enciphered (`kit.ciphering`), holds the ticked items only, and leaves the table at the answer or at
the end. The number of the row is the operation of the form that made it: sent again, it is not written again.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import AgreedBy, State

CELLS = ("shared", "receiver", "answer")


class Handover(models.Model):
    """`person`: the reference of a person followed, "" for somebody anonymous. `commune_code`: what bounds the scope of
    those who see it. `shared_keys`: what was ticked, never its value. `receiver`: {name, email}; `answer`: what the
    receiver wrote. After the erasure of the person the row stays, about nobody, so that no figure moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    person = models.CharField(max_length=40, blank=True, db_index=True)
    encounter = models.ForeignKey("mediation.Encounter", on_delete=models.SET_NULL, null=True, related_name="+")
    commune_code = models.CharField(max_length=5)
    purpose = models.CharField(max_length=20)
    place_id = models.CharField(max_length=20, blank=True)  # of the offer
    place_name = models.CharField(max_length=200, blank=True)
    receiver = models.BinaryField(null=True)
    shared_keys = models.JSONField(default=list)
    shared = models.BinaryField(null=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=12)
    words_version = models.CharField(max_length=20)
    secret_digest = models.CharField(max_length=64, null=True, unique=True)
    link_operation = models.UUIDField()  # the last form that made a link
    opened_at = models.DateTimeField(null=True)
    openings = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default=State.WAITING.value)
    ended_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=20, blank=True)
    contact_how = models.CharField(max_length=20, blank=True)
    contact_when = models.CharField(max_length=20, blank=True)
    answer = models.BinaryField(null=True)
    forget_on = models.DateField(null=True, db_index=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_on = models.DateField(null=True)
    outcome_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "made_at"], name="mediation_handover_made"),
            models.Index(fields=["state", "expires_at"], name="mediation_handover_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="mediation_handover_expires_after"),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in State]), name="mediation_handover_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, ended_at__isnull=True)
                | (~Q(state=State.WAITING.value) & Q(ended_at__isnull=False, shared__isnull=True)),
                name="mediation_handover_ended_shares_nothing",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__in=[str(one) for one in AgreedBy]) & ~Q(words_version=""),
                name="mediation_handover_is_agreed",
            ),
            models.CheckConstraint(condition=~Q(commune_code=""), name="mediation_handover_is_somewhere"),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(state=State.REFUSED.value), name="mediation_handover_refusal_of_refused"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True, outcome_by__isnull=True)
                | (
                    Q(outcome__in=list(words.outcomes()))
                    & Q(outcome_on__isnull=False, outcome_by__isnull=False)
                    & ~Q(state=State.WAITING.value)
                ),
                name="mediation_handover_outcome_dated",
            ),
        ]
