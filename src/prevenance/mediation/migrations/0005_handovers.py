"""Hand-overs to other professionals."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0003_journal_never_changed"), ("mediation", "0004_messages")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("person", models.CharField(blank=True, db_index=True, max_length=40)),
                ("commune_code", models.CharField(max_length=5)),
                ("purpose", models.CharField(max_length=20)),
                ("place_id", models.CharField(blank=True, max_length=20)),
                ("place_name", models.CharField(blank=True, max_length=200)),
                ("receiver", models.BinaryField(null=True)),
                ("shared_keys", models.JSONField(default=list)),
                ("shared", models.BinaryField(null=True)),
                ("agreed_at", models.DateTimeField()),
                ("agreed_by", models.CharField(max_length=12)),
                ("words_version", models.CharField(max_length=20)),
                ("secret_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("link_operation", models.UUIDField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("openings", models.PositiveSmallIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("ended_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("contact_how", models.CharField(blank=True, max_length=20)),
                ("contact_when", models.CharField(blank=True, max_length=20)),
                ("answer", models.BinaryField(null=True)),
                ("forget_on", models.DateField(db_index=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("outcome_on", models.DateField(null=True)),
                (
                    "encounter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mediation.encounter",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "made_at"], name="mediation_handover_made"),
                    models.Index(fields=["state", "expires_at"], name="mediation_handover_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="mediation_handover_expires_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "accepted", "refused", "to_call", "silent", "withdrawn"])
                        ),
                        name="mediation_handover_has_a_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("ended_at__isnull", False),
                                ("shared__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mediation_handover_ended_shares_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__in", ["spoken", "on_screen"]), models.Q(("words_version", ""), _negated=True)
                        ),
                        name="mediation_handover_is_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commune_code", ""), _negated=True), name="mediation_handover_is_somewhere"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refusal", ""), ("state", "refused"), _connector="OR"),
                        name="mediation_handover_refusal_of_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("outcome_by__isnull", True), ("outcome_on__isnull", True)),
                            models.Q(
                                ("outcome__in", ["contacted", "received", "lost"]),
                                ("outcome_by__isnull", False),
                                ("outcome_on__isnull", False),
                                models.Q(("state", "waiting"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mediation_handover_outcome_dated",
                    ),
                ],
            },
        ),
    ]
