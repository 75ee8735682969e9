"""Workshops: places kept in order, a code to withdraw, who came; and that the database itself refuses too many."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0005_handovers")]
    operations: ClassVar = [
        migrations.RemoveField("registration", "has_come"),  # nothing wrote it yet
        migrations.AddField("registration", "came", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "registration", "code_digest", models.CharField(blank=True, db_index=True, max_length=64, default="")
        ),
        migrations.AddField("registration", "operation", models.UUIDField(default=uuid.uuid4, unique=True)),
        migrations.AddField("registration", "phone", models.BinaryField(null=True)),
        migrations.AddField("registration", "seated_at", models.DateTimeField(null=True)),
        migrations.AddField("registration", "told_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "is_public", models.BooleanField(default=False)),
        migrations.AddField("workshop", "moved_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "operation", models.UUIDField(default=uuid.uuid4, unique=True)),
        migrations.AddField("workshop", "others", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("workshop", "sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("workshop", "taken", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(
                condition=Q(came__isnull=True) | Q(came__lte=F("seats"), seated_at__isnull=False),
                name="mediation_registration_came_within_seats",
            ),
        ),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(phone__isnull=True, code_digest=""),
                name="mediation_registration_withdrawn_is_erased",
            ),
        ),
        migrations.AddConstraint(
            "workshop",
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="mediation_workshop_is_not_overfull"),
        ),
        migrations.AddConstraint(
            "workshop", models.CheckConstraint(condition=Q(others__lte=500), name="mediation_workshop_others")
        ),
    ]
