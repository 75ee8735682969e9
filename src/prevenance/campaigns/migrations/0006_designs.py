"""Comparisons declared before the start, and their counts."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("campaigns", "0005_channel_links"),
        ("people", "0005_outbox"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DeclaredDesign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("operation", models.UUIDField(unique=True)),
                ("territories", models.JSONField()),
                ("way", models.CharField(max_length=10)),
                ("length", models.CharField(max_length=10)),
                ("first_on", models.DateField()),
                ("periods", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("goal", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=10)),
                ("counted_by", models.CharField(blank=True, max_length=120)),
                ("hoped", models.FloatField()),
                ("base", models.FloatField()),
                ("people", models.PositiveIntegerField()),
                ("drift", models.FloatField()),
                ("text", models.TextField()),
                ("seed", models.CharField(max_length=64)),
                ("power", models.FloatField()),
                ("power_low", models.FloatField()),
                ("power_high", models.FloatField()),
                ("runs", models.PositiveIntegerField()),
                ("declared_on", models.DateField()),
                ("declared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="designs", to="campaigns.campaign"
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DesignCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField()),
                ("territory", models.PositiveSmallIntegerField()),
                ("period", models.PositiveSmallIntegerField()),
                ("acted", models.PositiveIntegerField(null=True)),
                ("of", models.PositiveIntegerField(null=True)),
                ("missing", models.PositiveIntegerField(default=0)),
                ("source", models.CharField(max_length=120)),
                ("as_of", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="campaigns.declareddesign",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="campaigns_design_version"),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("campaign",),
                name="campaigns_design_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("declared_on__lt", models.F("starts_on"))), name="campaigns_design_before"
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="campaigns_design_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["site", "typed"])), name="campaigns_design_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["half", "steps", "hand"])), name="campaigns_design_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(("length__in", ["week", "month", "quarter"])), name="campaigns_design_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="declareddesign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_why", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="campaigns_design_withdrawn_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="designcount",
            constraint=models.UniqueConstraint(
                fields=("operation", "territory", "period"), name="campaigns_count_sent_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="designcount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("design", "territory", "period"),
                name="campaigns_count_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="designcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acted__isnull", True), ("of__isnull", True)),
                    models.Q(
                        ("acted__isnull", False), ("acted__lte", models.F("of")), ("of__gte", 20), ("of__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="campaigns_count_is_a_share",
            ),
        ),
    ]
