"""Messages, their versions, translations and reviews."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_outbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("operation", models.UUIDField(unique=True)),
                ("ready_key", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("made_at", models.DateTimeField()),
                ("is_fictional", models.BooleanField(default=False)),
                (
                    "made_by",
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
        ),
        migrations.CreateModel(
            name="MessagePassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="campaigns.message"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageTest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("code", models.CharField(max_length=12, unique=True)),
                ("words", models.JSONField()),
                ("right", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("answered_on", models.DateField()),
                ("means", models.CharField(max_length=5)),
                ("understood", models.CharField(max_length=6)),
                ("choice", models.PositiveSmallIntegerField(null=True)),
                ("missing", models.CharField(blank=True, max_length=300)),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="campaigns.messagetest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("operation", models.UUIDField(unique=True)),
                ("words", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="campaigns.message"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("operation", models.UUIDField(unique=True)),
                ("intent", models.CharField(max_length=20)),
                ("audience", models.CharField(max_length=200)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("pictogram", models.CharField(blank=True, max_length=40)),
                ("words", models.JSONField()),
                ("sources", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="campaigns.message"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="messagetest",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tests", to="campaigns.messageversion"
            ),
        ),
        migrations.CreateModel(
            name="MessageReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("verdict", models.CharField(max_length=12)),
                ("role", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="campaigns.messageversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["organisation", "state"], name="campaigns_message_follow"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "in_review", "reviewed", "tried", "published", "withdrawn", "outdated"])
                ),
                name="campaigns_message_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ready_key", ""), _negated=True),
                fields=("organisation", "ready_key"),
                name="campaigns_message_ready_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__isnull", False), ("is_fictional", True), _connector="OR"),
                name="campaigns_message_has_a_maker",
            ),
        ),
        migrations.AddConstraint(
            model_name="messageanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("choice__isnull", True), models.Q(("choice__gte", 1), ("choice__lte", 3)), _connector="OR"
                ),
                name="campaigns_answer_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="messageanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("understood__in", ["yes", "partly", "no"]), ("means__in", ["link", "paper"])),
                name="campaigns_answer_values",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetranslation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                    _connector="OR",
                ),
                name="campaigns_translation_read_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="messageversion",
            constraint=models.UniqueConstraint(fields=("message", "number"), name="campaigns_version_once"),
        ),
        migrations.AddConstraint(
            model_name="messagetest",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__gte", 1), ("right__lte", 3)), name="campaigns_test_right_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="messagereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["accepted", "to_change"])), name="campaigns_review_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="messagereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", ""), _negated=True), name="campaigns_review_by_a_named_role"
            ),
        ),
    ]
