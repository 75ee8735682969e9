"""Coordination activities, tags of a team, prevention spoken of, and two answers of a path."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0006_workshops")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Coordination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("held_on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("commune_code", models.CharField(max_length=5)),
                ("subjects", models.JSONField(default=list)),
                ("themes", models.JSONField(default=list)),
                ("initiative", models.CharField(blank=True, max_length=20)),
                ("echelon", models.CharField(blank=True, max_length=20)),
                ("organisers", models.JSONField(default=list)),
                ("partners", models.JSONField(default=list)),
                ("participants", models.PositiveIntegerField(null=True)),
                ("mediators", models.PositiveIntegerField(null=True)),
                ("structures", models.PositiveIntegerField(null=True)),
                ("others", models.PositiveIntegerField(null=True)),
                ("tags", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Signpost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20)),
                ("is_done", models.BooleanField(null=True)),
                ("answered_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("department_code", models.CharField(blank=True, max_length=3)),
                ("made_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="path",
            name="found",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="path",
            name="why",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="path",
            constraint=models.CheckConstraint(
                condition=models.Q(("found__in", ["", "active", "not_active"])), name="mediation_path_found"
            ),
        ),
        migrations.AddConstraint(
            model_name="path",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("why", ""),
                    models.Q(
                        (
                            "why__in",
                            [
                                "no_device",
                                "no_card",
                                "no_channel",
                                "not_french_scheme",
                                "prefers_paper",
                                "worried",
                                "no_use",
                                "site_down",
                                "other",
                            ],
                        ),
                        models.Q(("ending", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="mediation_path_why",
            ),
        ),
        migrations.AddField(
            model_name="coordination",
            name="made_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"),
        ),
        migrations.AddField(
            model_name="coordination",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="signpost",
            name="encounter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="signposts", to="mediation.encounter"
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="made_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"),
        ),
        migrations.AddField(
            model_name="tag",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="coordination",
            index=models.Index(fields=["organisation", "held_on"], name="mediation_coordination_held"),
        ),
        migrations.AddConstraint(
            model_name="coordination",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["animation", "event", "partnership"])),
                name="mediation_coordination_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True), models.Q(("minutes__gte", 1), ("minutes__lte", 720)), _connector="OR"
                ),
                name="mediation_coordination_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordination",
            constraint=models.CheckConstraint(
                condition=models.Q(("commune_code", ""), _negated=True), name="mediation_coordination_is_somewhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="coordination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("initiative__in", ["", "own", "asked"]),
                    ("echelon__in", ["", "commune", "epci", "department", "region", "national"]),
                ),
                name="mediation_coordination_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.UniqueConstraint(fields=("encounter", "key"), name="mediation_signpost_once"),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "key__in",
                        ["vaccination", "screening", "check_up", "doctor", "teeth", "senses", "habits", "other"],
                    )
                ),
                name="mediation_signpost_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("is_done__isnull", True)),
                    models.Q(("answered_on__isnull", False), ("is_done__isnull", False)),
                    _connector="OR",
                ),
                name="mediation_signpost_answered_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="mediation_tag_once"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="mediation_tag_has_a_name"
            ),
        ),
    ]
