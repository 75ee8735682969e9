"""Workshops: places kept in order, a code to withdraw, who came; and that the database itself refuses too many."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps: Any, schema_editor: Any) -> None:
    """Rows of before (after a step back, too): a number of operation each, and seats in order of asking."""
    for row in apps.get_model("mediation", "Workshop").objects.all():
        taken = 0
        for one in row.registrations.filter(withdrawn_at__isnull=True).order_by("asked_at", "pk"):
            if taken + one.seats <= row.capacity:
                one.seated_at, taken = one.asked_at, taken + one.seats
            one.told_at = one.asked_at
            one.save(update_fields=["seated_at", "told_at"])
        row.operation, row.taken = uuid.uuid4(), taken
        row.save(update_fields=["operation", "taken"])
    for one in apps.get_model("mediation", "Registration").objects.all():
        one.operation = uuid.uuid4()
        one.save(update_fields=["operation"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()  # it alters no table whose rows still wait to be checked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0005_handovers")]
    operations: ClassVar = [
        migrations.RemoveField("registration", "has_come"),  # nothing wrote it yet
        migrations.AddField("registration", "came", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "registration", "code_digest", models.CharField(blank=True, db_index=True, max_length=64, default="")
        ),
        migrations.AddField("registration", "operation", models.UUIDField(null=True)),
        migrations.AddField("registration", "phone", models.BinaryField(null=True)),
        migrations.AddField("registration", "seated_at", models.DateTimeField(null=True)),
        migrations.AddField("registration", "told_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "is_public", models.BooleanField(default=False)),
        migrations.AddField("workshop", "moved_at", models.DateTimeField(null=True)),
        migrations.AddField("workshop", "operation", models.UUIDField(null=True)),
        migrations.AddField("workshop", "others", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("workshop", "sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("workshop", "taken", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("registration", "operation", models.UUIDField(default=uuid.uuid4, unique=True)),
        migrations.AlterField("workshop", "operation", models.UUIDField(default=uuid.uuid4, unique=True)),
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
