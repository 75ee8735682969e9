"""Reminders asked from a plan: where to write, and when; never what for."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0003_links"), ("people", "0005_outbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("channel", models.CharField(max_length=10)),
                ("contact", models.BinaryField()),
                ("address_digest", models.CharField(max_length=32)),
                ("language", models.CharField(default="fr", max_length=5)),
                ("dates", models.JSONField()),
                ("next_on", models.DateField()),
                ("agreed_words", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("confirm_before", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ends_on", models.DateField()),
                ("link_digest", models.CharField(max_length=64, unique=True)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["next_on"], name="campaigns_reminder_next"),
                    models.Index(fields=["address_digest"], name="campaigns_reminder_address"),
                    models.Index(fields=["organisation", "asked_at"], name="campaigns_reminder_of_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["sms", "email", "letter", "call"])),
                        name="campaigns_reminder_has_a_channel",
                    )
                ],
            },
        ),
    ]
